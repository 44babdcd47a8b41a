"""Time zones under the ids that Java knows: regions, offsets, prefixed offsets, old three-letter ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from formats.base import FormatError
from formats.text import tzif
from formats.text.civil import Integers
from formats.text.tzif import Period

_ALIASES = {
    "ACT": "Australia/Darwin",
    "AET": "Australia/Sydney",
    "AGT": "America/Argentina/Buenos_Aires",
    "ART": "Africa/Cairo",
    "AST": "America/Anchorage",
    "BET": "America/Sao_Paulo",
    "BST": "Asia/Dhaka",
    "CAT": "Africa/Harare",
    "CNT": "America/St_Johns",
    "CST": "America/Chicago",
    "CTT": "Asia/Shanghai",
    "EAT": "Africa/Addis_Ababa",
    "ECT": "Europe/Paris",
    "EST": "-05:00",
    "HST": "-10:00",
    "IET": "America/Indiana/Indianapolis",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "MIT": "Pacific/Apia",
    "MST": "-07:00",
    "NET": "Asia/Yerevan",
    "NST": "Pacific/Auckland",
    "PLT": "Asia/Karachi",
    "PNT": "America/Phoenix",
    "PRT": "America/Puerto_Rico",
    "PST": "America/Los_Angeles",
    "SST": "Pacific/Guadalcanal",
    "VST": "Asia/Ho_Chi_Minh",
}
"""``java.time.ZoneId.SHORT_IDS``."""

_NOT_IN_JAVA = {"Factory", "ROC"}

_OFFSET = re.compile(r"([+-])(\d\d?)(?::(\d\d)(?::(\d\d))?|(\d\d)(\d\d)?)?", re.ASCII)
_PREFIXED = re.compile(r"(UTC|GMT|UT)([+-].*)?")
_LIMIT = 18 * 3600

_MOST_BUCKETS = 1 << 16

_ALLOWED = "a region such as Europe/Berlin, an offset such as +05:30, GMT+3, UTC, Z"


@dataclass(frozen=True, eq=False)
class Zone:
    """A time zone by its normalised id; equal only to itself."""

    id: str
    history: tzif.Transitions
    fixed: bool
    """Whether the id is an offset, bare or with a prefix, and no region."""

    @property
    def periods(self) -> tuple[Period, ...]:
        return self.history.periods

    def period_of(self, seconds: Integers) -> Integers:
        """Tell which of ``periods`` holds at each instant, in seconds since 1970 (shape (n,), n > 0)."""
        starts = self.history.starts
        if not len(starts):
            return np.zeros(len(seconds), np.int64)
        low, high = int(seconds.min()), int(seconds.max())
        if self.history.yearly and high >= starts[-1]:
            beyond = np.maximum((seconds - starts[-1]) // tzif.CYCLE + 1, 0)
            seconds = seconds - beyond * tzif.CYCLE
            low, high = int(seconds.min()), int(seconds.max())
        first, last = np.searchsorted(starts, (low, high), "right")
        return self.history.which[first : last + 1].take(_passed(starts[first:last], seconds, low, high))


def _passed(starts: Integers, seconds: Integers, low: int, high: int) -> Integers:
    """Count the ``starts`` (ascending) at or before each of ``seconds``, all within ``low`` and ``high``."""
    if not len(starts):
        return np.zeros(len(seconds), np.int64)
    # Buckets so narrow that at most one transition falls into each spare a binary search for every value.
    shift = int(np.diff(starts, append=starts[-1] + tzif.CYCLE).min()).bit_length() - 1
    buckets = ((high - low) >> shift) + 1
    if buckets > _MOST_BUCKETS:
        return np.searchsorted(starts, seconds, "right")
    before = np.searchsorted(starts, low + (np.arange(buckets) << shift), "right")
    passed = before.take((seconds - low) >> shift)
    passed += seconds >= np.append(starts, high + 1).take(passed)
    return passed


@lru_cache(maxsize=64)
def load_zone(zone_id: str) -> Zone:
    """Find the zone that Spark takes this id for; ``FormatError`` when it takes it for none.

    Spark also reads ``+5:30`` and ``+05:3``, as ``DateTimeUtils.getZoneId`` does.
    """
    name = re.sub(r"([+-])(\d):", r"\g<1>0\2:", zone_id, flags=re.ASCII)
    name = re.sub(r"([+-]\d\d):(\d)$", r"\1:0\2", name, flags=re.ASCII)
    name = _ALIASES.get(name, name)
    if name == "Z":
        return _fixed("", 0)
    if prefixed := _PREFIXED.fullmatch(name):
        prefix, rest = prefixed.groups()
        return _fixed(prefix, _offset(zone_id, rest) if rest else 0)
    if name.startswith(("+", "-")):
        return _fixed("", _offset(zone_id, name))
    if name not in tzif.names() or name in _NOT_IN_JAVA:
        raise FormatError("Unknown time-zone ID", option="timeZone", value=zone_id, allowed=_ALLOWED)
    return Zone(name, tzif.load(name), fixed=False)


def offset_id(seconds: int) -> str:
    """Name an offset as Java does: ``Z``, ``+05:30``, ``-00:44:30``."""
    if not seconds:
        return "Z"
    hours, rest = divmod(abs(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}" + (f":{rest:02}" if rest else "")


def _fixed(prefix: str, seconds: int) -> Zone:
    never = np.empty(0, np.int64)
    history = tzif.Transitions(never, np.zeros(1, np.int64), (Period(seconds, daylight=False),), yearly=False)
    return Zone(prefix + offset_id(seconds) if seconds or not prefix else prefix, history, fixed=True)


def _offset(zone_id: str, text: str) -> int:
    """Read ``+h``, ``+hh``, ``+hh:mm``, ``+hhmm``, the last two with seconds too; gives seconds."""
    match = _OFFSET.fullmatch(text)
    if match is None or (len(match[2]) == 1 and len(text) > 2):
        raise FormatError("an invalid offset", option="timeZone", value=zone_id, allowed=_ALLOWED)
    hours, minutes, seconds = int(match[2]), int(match[3] or match[5] or 0), int(match[4] or match[6] or 0)
    total = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or total > _LIMIT:
        allowed = "-18:00 to +18:00"
        raise FormatError("an offset out of range", option="timeZone", value=zone_id, allowed=allowed)
    return -total if match[1] == "-" else total
