"""What a template came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rendered:
    """A text, and what was asked for to make it."""

    text: str

    fields: tuple[str, ...] = ()
    """The variables that the template asks for, as paths: ``customerData.csvOptions.quote``; each once, in order."""

    missing: tuple[str, ...] = ()
    """Those among them that were printed and are not there; one that only a condition asked for is not missed."""

    structures: tuple[str, ...] = ()
    """Those among them that were printed and are maps or lists, which print as ``{a=1}`` and ``[x, y]``."""
