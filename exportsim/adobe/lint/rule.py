"""One kind of finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
"""``error``: files do not arrive, or do not say what was meant. ``warning``: they may, or somebody must know of it.
``note``: worth a look, and harmless."""


@dataclass(frozen=True)
class Rule:
    """What every finding of a kind has in common."""

    severity: Severity
    title: str
    """A few words."""

    why: str
    """What comes of it."""

    instead: str
    """What to write, where a finding does not know better."""
