"""What to rehearse: the settings of one trip, from ``exportsim.toml`` and from the command line."""

from __future__ import annotations

from exportsim.rehearsal.file import load_rehearsal
from exportsim.rehearsal.moments import parse_day, parse_time, parse_time_of_day
from exportsim.rehearsal.rehearsal import AUDIENCE, Rehearsal, overridden
from exportsim.rehearsal.values import FREQUENCIES

__all__ = [
    "AUDIENCE",
    "FREQUENCIES",
    "Rehearsal",
    "load_rehearsal",
    "overridden",
    "parse_day",
    "parse_time",
    "parse_time_of_day",
]
