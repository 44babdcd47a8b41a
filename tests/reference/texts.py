"""Scalar values as Spark 3.5 writes them, once more: value by value, without tables or arrays.

Dates are days, and timestamps are ticks of their unit, since 1970; calendar and zones are the standard
library's, moved by whole cycles of 400 years where its years end.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from formats.text import TextRules

CYCLE_DAYS = 146_097

MONTHS = str.split("January February March April May June July August September October November December")
WEEKDAYS = str.split("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
ORDINALS = ["1st", "2nd", "3rd", "4th"]
ZONE_NAMES = {
    "UTC": ("UTC", "UTC", "Coordinated Universal Time", "Coordinated Universal Time"),
    "Europe/Berlin": ("CET", "CEST", "Central European Standard Time", "Central European Summer Time"),
    "Europe/London": ("GMT", "BST", "Greenwich Mean Time", "British Summer Time"),
    "America/New_York": ("EST", "EDT", "Eastern Standard Time", "Eastern Daylight Time"),
    "Asia/Kathmandu": ("NPT", "NPST", "Nepal Time", "Nepal Summer Time"),
    "Australia/Sydney": (
        "AEST",
        "AEDT",
        "Australian Eastern Standard Time",
        "Australian Eastern Daylight Time",
    ),
}


def text(value: Any, kind: pa.DataType, rules: TextRules) -> str | None:
    """A value of an Arrow type as text; integers for dates and timestamps, any Python value for the rest."""
    if value is None:
        return None
    if pa.types.is_boolean(kind):
        return "true" if value else "false"
    if pa.types.is_floating(kind):
        return java_float(value, single=kind != pa.float64())
    if pa.types.is_decimal(kind):
        return big_decimal(value, kind.scale)
    if pa.types.is_date32(kind):
        return _moment(rules.date_format, {"day": value})
    if pa.types.is_date64(kind):
        return _moment(rules.date_format, {"day": value // 86_400_000})
    if pa.types.is_timestamp(kind):
        nanos = value * {"s": 10**9, "ms": 10**6, "us": 1000, "ns": 1}[kind.unit]
        if kind.tz is None:
            return _moment(rules.timestamp_ntz_format, _local(nanos))
        return _moment(rules.timestamp_format, _zoned(nanos, rules.time_zone))
    return str(value)


# -- numbers ------------------------------------------------------------------------------------------


def big_decimal(value: Any, scale: int) -> str:
    negative, known, exponent = value.as_tuple()
    unscaled = int("".join(map(str, known))) * 10 ** (exponent + scale) * (-1 if negative else 1)
    sign, digits = ("-" if unscaled < 0 else ""), str(abs(unscaled))
    adjusted = len(digits) - 1 - scale
    if adjusted < -6:
        return f"{sign}{digits[0]}{'.' if digits[1:] else ''}{digits[1:]}E{adjusted}"
    digits = digits.zfill(scale + 1)
    return sign + (f"{digits[:-scale]}.{digits[-scale:]}" if scale else digits)


def java_float(value: float, *, single: bool) -> str:
    if value != value:
        return "NaN"
    sign = "-" if math.copysign(1, value) < 0 else ""
    size = abs(value)
    if size == math.inf:
        return sign + "Infinity"
    if size == 0:
        return sign + "0.0"
    digits, point = _java_digits(size, single)
    if 1e-3 <= size < 1e7:
        if point <= 0:
            return f"{sign}0.{'0' * -point}{digits}"
        return f"{sign}{digits[:point].ljust(point, '0')}.{digits[point:] or '0'}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{point - 1}"


def _java_digits(size: float, single: bool) -> tuple[str, int]:
    """d1d2… and x such that the value is 0.d1d2… times ten to the x; by the classic generator."""
    if single:
        (raw,) = struct.unpack("<I", struct.pack("<f", size))
        biased, f, width, bias = raw >> 23, raw & (2**23 - 1), 24, 127
    else:
        (raw,) = struct.unpack("<Q", struct.pack("<d", size))
        biased, f, width, bias = raw >> 52, raw & (2**52 - 1), 53, 1023
    if biased:
        be, nsig = biased - bias, width
        f |= 1 << (width - 1)
    else:
        nsig = f.bit_length()
        be = nsig - width - bias + 1
    f <<= 53 - f.bit_length()
    tz = 0
    while f >> tz & 1 == 0:
        tz += 1
    nf = 53 - tz
    nt = max(0, nf - be - 1)
    if nt == 0 and be <= 62:
        return _java_integer(int(size), be - nsig - 1)
    m = f / 2.0**52
    dec = math.floor((m - 1.5) * 0.289529654 + 0.176091259 + be * 0.301029995663981)
    b5, s5 = max(0, -dec), max(0, dec)
    b2, s2 = b5 + nt + be, s5 + nt
    m2 = b2 - nsig
    b2 -= nf - 1
    common = min(b2, s2)
    b2, s2, m2 = b2 - common, s2 - common, m2 - common - (nf == 1)
    if m2 < 0:
        b2, s2, m2 = b2 - m2, s2 - m2, 0

    def bits5(n: int) -> int:
        return 0 if n == 0 else (5**n).bit_length() if n <= 26 else 3 * n

    most = max(nf + b2 + bits5(b5), s2 + 1 + bits5(s5 + 1))
    word = 32 if most < 32 else 64 if most < 64 else None

    def w(number: int) -> int:
        if word is None:
            return number
        number &= (1 << word) - 1
        return number - (1 << word) if number >> (word - 1) else number

    b, s, mm = (f >> tz) * 5**b5 << b2, 5**s5 << s2, 5**b5 << m2
    tens = w(10 * s)
    out: list[int] = []
    low = high = False
    first = True
    while first or not (low or high):
        q = abs(b) // abs(s) * (1 if (b < 0) == (s < 0) else -1)
        b, mm = w(10 * (b - q * s)), w(10 * mm)
        if first or mm > 0:
            low, high = b < mm, (w(b + mm) > tens if word else b + mm >= tens)
        else:
            low = high = True
        if first and q == 0 and not high:
            dec -= 1
        else:
            out.append(q)
        if first and (dec < -3 or dec >= 8):
            low = high = False
        first = False
    difference = w(2 * b - tens)
    if high and (not low or difference > 0 or (difference == 0 and out[-1] % 2)):
        number = str(int("".join(map(str, out))) + 1).zfill(len(out))
        return ("1", dec + 2) if len(number) > len(out) else (number, dec + 1)
    return "".join(map(str, out)), dec + 1


def _java_integer(number: int, spare: int) -> tuple[str, int]:
    k = math.floor(spare * 0.301029995663981) if spare > 1 else 0
    unit = 10**k
    number = (number + unit // 2) // unit * unit
    return str(number).rstrip("0"), len(str(number))


# -- moments ------------------------------------------------------------------------------------------


def _local(nanos: int) -> dict[str, Any]:
    seconds, fraction = divmod(nanos, 10**9)
    day, second = divmod(seconds, 86_400)
    return {"day": day, "second": second, "fraction": fraction}


def _zoned(nanos: int, zone_id: str) -> dict[str, Any]:
    name, zone = _zone(zone_id)
    seconds = nanos // 10**9
    # From year 5 to 9480 the library answers; before that the first rule holds, after it the rules repeat.
    while seconds > 237_000_000_000:
        seconds -= CYCLE_DAYS * 86_400
    seconds = max(seconds, -62_000_000_000)
    moment = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(zone)
    offset = moment.utcoffset()
    assert offset is not None
    shift = round(offset.total_seconds())
    return {**_local(nanos + shift * 10**9), "offset": shift, "zone": name, "daylight": bool(moment.dst())}


@cache
def _zone(zone_id: str) -> tuple[str, tzinfo]:
    match = re.fullmatch(r"(GMT|UTC)?([+-])(\d\d?):?(\d\d)?:?(\d\d)?", zone_id)
    if match:
        prefix, sign, *parts = match.groups()
        hours, minutes, seconds = (int(part or 0) for part in parts)
        total = (hours * 3600 + minutes * 60 + seconds) * (-1 if sign == "-" else 1)
        name = (prefix or "") + f"{sign}{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
        return name, timezone(timedelta(seconds=total))
    if zone_id == "Z":
        return "Z", UTC
    with resources.files("tzdata").joinpath("zoneinfo", *zone_id.split("/")).open("rb") as file:
        return zone_id, ZoneInfo.from_file(file, zone_id)


def _moment(pattern: str, fields: dict[str, Any]) -> str:
    era = "G" in re.sub("'[^']*'", "", pattern)
    written, rest = _section(pattern, fields, era)
    assert not rest
    assert written is not None, "the value lacks a field"
    return written


def _section(pattern: str, fields: dict[str, Any], era: bool) -> tuple[str | None, str]:
    """What is printed up to the bracket that ends this section, None if a field lacks; and the rest."""
    out: list[str] = []
    complete = True
    while pattern and pattern[0] != "]":
        if pattern[0] == "[":
            inner, pattern = _section(pattern[1:], fields, era)
            out.append(inner or "")
            pattern = pattern[1:]
            continue
        if quoted := re.match(r"'((?:[^']|'')*)'", pattern):
            out.append(quoted[1].replace("''", "'") or "'")
            pattern = pattern[quoted.end() :]
            continue
        run = re.match(r"([A-Za-z])\1*|.", pattern, re.DOTALL)
        assert run is not None
        pattern = pattern[run.end() :]
        if run[1] is None:
            out.append(run[0])
            continue
        try:
            out.append(_letter(run[1], len(run[0]), fields, era))
        except KeyError:
            complete = False
    return ("".join(out) if complete else None), pattern


def _letter(letter: str, count: int, fields: dict[str, Any], era: bool) -> str:
    if letter in "GyMLdDEFQqg":
        return _day_letter(letter, count, fields["day"], era)
    if letter in "HkKhmsa":
        hour, minute, second = fields["second"] // 3600, fields["second"] // 60 % 60, fields["second"] % 60
        if letter == "a":
            return "AM" if hour < 12 else "PM"
        number = {"H": hour, "k": hour or 24, "K": hour % 12, "h": hour % 12 or 12, "m": minute, "s": second}
        return f"{number[letter]:0{count}}"
    if letter == "S":
        return f"{fields['fraction']:09}"[:count]
    if letter in "XxZO":
        return _offset_letter(letter, count, fields["offset"])
    if letter == "V":
        return str(fields["zone"])
    names = ZONE_NAMES.get(fields["zone"], (fields["zone"],) * 4)
    return str(names[(2 if count == 4 else 0) + fields["daylight"]])


def _day_letter(letter: str, count: int, day: int, era: bool) -> str:
    cycles, ordinal = divmod(day + 719_162, CYCLE_DAYS)
    calendar = date.fromordinal(ordinal + 1)
    year = calendar.year + 400 * cycles
    if letter == "G":
        return {True: ("AD", "Anno Domini"), False: ("BC", "Before Christ")}[year > 0][count == 4]
    if letter == "y":
        return _year(year if year > 0 or not era else 1 - year, count)
    if letter == "E":
        return WEEKDAYS[calendar.weekday()][: None if count == 4 else 3]
    if letter in "ML" and count > 2:
        return MONTHS[calendar.month - 1][: None if count == 4 else 3]
    quarter = (calendar.month - 1) // 3
    if letter in "Qq" and count > 2:
        return f"{ORDINALS[quarter]} quarter" if count == 4 else f"Q{quarter + 1}"
    number: int = {
        "M": calendar.month,
        "L": calendar.month,
        "d": calendar.day,
        "D": calendar.timetuple().tm_yday,
        "F": (calendar.day - 1) % 7 + 1,
        "Q": quarter + 1,
        "q": quarter + 1,
        "g": day + 40_587,
    }[letter]
    return f"{number:0{count + (number < 0)}}"


def _year(year: int, count: int) -> str:
    if count == 2:
        return f"{abs(year) % 100:02}"
    plus = "+" if count >= 4 and len(str(year)) > count and year > 0 else ""
    return plus + f"{year:0{count + (year < 0)}}"


def _offset_letter(letter: str, count: int, offset: int) -> str:
    sign, size = ("-" if offset < 0 else "+"), abs(offset)
    hour, minute, second = f"{size // 3600:02}", f"{size // 60 % 60:02}", f"{size % 60:02}"
    if letter == "O" or (letter, count) == ("Z", 4):
        if not offset:
            return "GMT"
        parts = list(_trimmed([minute, second], keep=1 if count == 4 else 0))
        return f"GMT{sign}" + ":".join([hour if count == 4 else str(int(hour)), *parts])
    style = {("Z", 1): 2, ("Z", 2): 2, ("Z", 3): 2, ("Z", 5): 5}.get((letter, count), count)
    parts = list(_trimmed([minute, second][: 2 if style > 3 else 1], keep=0 if style == 1 else 1))
    between = ":" if style in (3, 5) else ""
    written = between.join([hour, *parts])
    if int(written.replace(":", "")):
        return sign + written
    if letter == "X" or (letter, count) == ("Z", 5):
        return "Z"
    return "+" + between.join([hour, *parts[:1]])


def _trimmed(parts: list[str], keep: int) -> Iterator[str]:
    """The parts without zeros at the end, but at least ``keep`` of them."""
    while len(parts) > keep and parts[-1] == "00":
        parts = parts[:-1]
    yield from parts
