"""What a check found, before it is told with its rule and its place."""

from __future__ import annotations

from dataclasses import dataclass

from exportsim.model import Loss


@dataclass(frozen=True)
class Found:
    """One finding: which rule, where, and what stands there."""

    code: str
    file: str
    path: str
    what: str
    instead: str = ""
    """Empty: what the rule says."""

    loss: Loss | None = None
    within: int | None = None
    """An offset into the string at ``path``."""
