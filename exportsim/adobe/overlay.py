"""Single options that a user puts over a server's formatting or over a preset."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from exportsim.adobe.catalogue import CATALOGUE, canonical, named
from exportsim.adobe.notes import Notes, nearest
from exportsim.adobe.reader import Leaf

Overlay = Mapping[str, Leaf]
"""What was said, by the catalogue's names."""

NOTHING: Overlay = MappingProxyType({})


def read_overlay(notes: Notes, options: Mapping[str, str]) -> dict[str, Leaf]:
    """The options by the catalogue's names; of two names for one option the last counts.

    A name that no file type knows is a problem.
    """
    overlay = {}
    known = list(dict.fromkeys(name for file_type in CATALOGUE for name in named(file_type)))
    for given, value in options.items():
        name = canonical(given)
        if name is None:
            notes.problem(
                f"options: {given}", "is not an option", nearest(given, known) or "known: " + ", ".join(known)
            )
        else:
            overlay[name] = Leaf(f"options: {given}", value, (), ())
    return overlay


def warn_of_idle(notes: Notes, overlay: Overlay, file_type: str) -> None:
    """Warn of options that files of this type do not know."""
    known = named(file_type)
    for name, leaf in overlay.items():
        if name not in known:
            notes.warn(leaf.path, f"has no effect on {file_type} files", code="option-idle")
