"""The compiled zone files of the ``tzdata`` package as arrays: RFC 9636, data block of version 2 and footer.

Before 1970 about a hundred zones differ from Java's, which keeps local history that the IANA files merged.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from formats.text.civil import Integers, civil, days

CYCLE = 146_097 * 86_400
"""Seconds of 400 years, after which the calendar, and so a yearly rule, repeats."""

_HEADER = struct.Struct(">4s c 15x 6L")

_FOOTER = re.compile(
    r"(?:<[^>]+>|[A-Za-z]+)(?P<standard>[-+\d:]+)"
    r"(?:(?:<[^>]+>|[A-Za-z]+)(?P<daylight>[-+\d:]+)?,(?P<start>[^,]+),(?P<end>[^,]+))?"
)
"""A POSIX TZ string: ``CET-1CEST,M3.5.0,M10.5.0/3``."""

_RULE = re.compile(r"M(?P<month>\d+)\.(?P<week>\d)\.(?P<weekday>\d)(?:/(?P<time>[-+\d:]+))?")
"""The only kind of rule that the files use: a weekday (0 is Sunday) of a month's week (5 is the last)."""


@dataclass(frozen=True)
class Period:
    """What the clocks of a zone show for some time."""

    offset: int
    """Seconds east of Greenwich."""
    daylight: bool


@dataclass(frozen=True, eq=False)
class Transitions:
    """The history of a zone: ``periods[which[i]]`` holds from ``starts[i - 1]`` until ``starts[i]``.

    When ``yearly``, the last 400 years of ``starts`` repeat without end.
    """

    starts: Integers
    """Seconds since 1970, ascending."""
    which: Integers
    """Shape (len(starts) + 1,)."""
    periods: tuple[Period, ...]
    yearly: bool


@cache
def names() -> frozenset[str]:
    """Every zone that the package has a file for."""
    return frozenset((resources.files("tzdata") / "zones").read_text("ascii").split())


def load(name: str) -> Transitions:
    """Read the history of one of ``names()``."""
    data = resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    start = _HEADER.size + _block_size(data, 0, 4)
    _, _, _, _, _, times, types, _ = _HEADER.unpack_from(data, start)
    at = start + _HEADER.size
    starts = np.frombuffer(data, ">i8", times, at).astype(np.int64)
    which = np.frombuffer(data, np.uint8, times, at + 8 * times).astype(np.int64)
    # The first type is what holds before the first transition.
    which = np.concatenate((np.zeros(1, np.int64), which))
    records = struct.iter_unpack(">lBB", data[at + 9 * times : at + 9 * times + 6 * types])
    periods = [Period(offset, bool(daylight)) for offset, daylight, _ in records]
    footer = data[start + _HEADER.size + _block_size(data, start, 8) :].decode("ascii").strip()
    return _with_footer(starts, which, periods, footer)


def _block_size(data: bytes, start: int, time_size: int) -> int:
    """Count the bytes of the data block behind the header at ``start``."""
    _, _, utc, standard, leaps, times, types, chars = _HEADER.unpack_from(data, start)
    return int(times * (time_size + 1) + types * 6 + chars + leaps * (time_size + 4) + standard + utc)


def _with_footer(starts: Integers, which: Integers, periods: list[Period], footer: str) -> Transitions:
    """Continue the history by the footer's yearly rule, if it has one, for one cycle and a year."""
    rule = _FOOTER.fullmatch(footer)
    if rule is None or rule["start"] is None:
        return Transitions(starts, which, tuple(periods), yearly=False)
    standard = -_seconds(rule["standard"])
    daylight = -_seconds(rule["daylight"]) if rule["daylight"] else standard + 3600
    first = int(civil(starts[-1:] // 86_400).year[0])
    years = np.arange(first, first + 402, dtype=np.int64)
    begins = _yearly(rule["start"], years) - standard
    ends = _yearly(rule["end"], years) - daylight
    later = np.concatenate((begins, ends))
    kinds = np.repeat(np.array((len(periods), len(periods) + 1), np.int64), len(years))
    order = np.argsort(later)
    later, kinds = later[order], kinds[order]
    new = later > starts[-1]
    saves = daylight > standard
    if not saves:
        periods = _as_java(periods, which)
    return Transitions(
        np.concatenate((starts, later[new])),
        np.concatenate((which, kinds[new])),
        (*periods, Period(daylight, saves), Period(standard, not saves)),
        yearly=True,
    )


def _as_java(periods: list[Period], which: Integers) -> list[Period]:
    """Swap the two halves of Ireland's year: its law calls summer the standard, Java follows the clocks."""
    winters = {kind for kind in which.tolist() if periods[kind].daylight and periods[kind].offset == 0}
    steps = zip(which.tolist(), which[1:].tolist(), strict=False)
    summers = {after for kind, after in steps if kind in winters}
    return [
        Period(period.offset, kind in summers or (period.daylight and kind not in winters))
        for kind, period in enumerate(periods)
    ]


def _yearly(rule: str, years: Integers) -> Integers:
    """Find the local second of each year at which a rule begins."""
    match = _RULE.fullmatch(rule)
    assert match is not None, rule
    month, week, weekday = int(match["month"]), int(match["week"]), int(match["weekday"])
    if week < 5:
        first = days(years, month, 1)
        day = first + (weekday - (first + 4)) % 7 + 7 * (week - 1)
    else:
        last = days(years + month // 12, month % 12 + 1, 1) - 1
        day = last - (last + 4 - weekday) % 7
    return day * 86_400 + _seconds(match["time"] or "2")


def _seconds(clock: str) -> int:
    """``-3:30`` as seconds."""
    sign = -1 if clock.startswith("-") else 1
    hours, minutes, seconds = (*clock.lstrip("+-").split(":"), "0", "0")[:3]
    return sign * (int(hours) * 3600 + int(minutes) * 60 + int(seconds))
