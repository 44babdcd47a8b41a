"""Send: how files arrive, and what is in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exportsim.model.export import ExportFile
from exportsim.model.places import Place


@dataclass(frozen=True)
class Receipt:
    """The proof for one file that arrived."""

    key: str
    size: int
    checksum: str
    algorithm: str
    attempts: int
    seconds: float


@dataclass(frozen=True)
class Delivery:
    place: Place
    receipts: tuple[Receipt, ...]
    """Of every file that lies there whole; no attempt was needed for one that had arrived before."""

    left: tuple[str, ...] = ()
    """Names under which other content was found and left."""

    behaviours: tuple[str, ...] = ()
    """Ways of the outside world in which it was made, for the sake of who reads it."""


Step = Literal["send", "keep", "replace", "leave", "refuse"]
"""What would be done with a file: it is new, lies there whole, or other content lies under its name."""


@dataclass(frozen=True)
class PlannedDelivery:
    """A delivery that has not been made."""

    place: Place
    steps: tuple[tuple[ExportFile, Step], ...]
    """In the order in which files would arrive."""

    @property
    def refused(self) -> bool:
        """Whether nothing would be sent, as other content lies under a name."""
        return any(step == "refuse" for _, step in self.steps)


CheckOutcome = Literal["ok", "failed", "not tried"]


@dataclass(frozen=True)
class Check:
    """One thing that was tried at a place."""

    name: str
    """``settings``, ``name``, ``connection``, ``tls``, ``clock``, ``write``, ``read``, ``list``, ``delete``; at Amazon
    S3 ``location`` and ``parts`` too."""

    outcome: CheckOutcome
    told: str
    """What was found, or why it failed or was not tried."""

    remedy: str = ""
    """What to do; empty where it went well, or nothing is known to help."""

    lacks: str = ""
    """The permission that is missing, which the platform needs too; empty where none is."""


@dataclass(frozen=True)
class Diagnosis:
    """What keeps files from a place, or that nothing does."""

    place: Place
    checks: tuple[Check, ...]

    @property
    def healthy(self) -> bool:
        return all(check.outcome != "failed" for check in self.checks)
