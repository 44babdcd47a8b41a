"""The filter ``date``: Java's ``SimpleDateFormat``, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.text_filters import number, string
from exportsim.adobe.pebble.values import Safe, Value, is_number

DEFAULT_PATTERN = "yyyy-MM-dd'T'HH:mm:ssZ"
"""What Pebble reads and writes when it is told nothing."""

ZONE = UTC
"""Of dates without one; in Pebble it is the machine's, which for the platform is not documented."""

LONGEST_PATTERN = 200

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(1583, 1, 1, tzinfo=UTC)
"""Java counts days before by the Julian calendar."""

_NUMBERS = "yMdHhkKmsSDu"
_LETTERS = _NUMBERS + "EaZXz"
_NUMERIC_ZONE = r"[+-][0-9]{2}:?[0-9]{2}"
_ZONES = {"Z": rf"(?:GMT|UTC|{_NUMERIC_ZONE})", "z": rf"(?:GMT{_NUMERIC_ZONE}|GMT|UTC|{_NUMERIC_ZONE})"}


@dataclass(frozen=True)
class Piece:
    """A run of one letter, or a text as it stands (``letter`` empty)."""

    letter: str
    count: int
    text: str


def dated(value: Value, arguments: dict[str, Value], _budget: Budget) -> Value:
    """A date, a text or milliseconds since 1970, written by a pattern."""
    if value is None:
        return None
    pattern = _argument(arguments, "format")
    if is_number(value):
        moment = _from_milliseconds(number(value, "input of date"))
    else:
        moment = _parsed(string(value, "input of date"), _argument(arguments, "existingFormat"))
    if moment < _FIRST:
        raise Fault("has a date before 1583", "later ones")
    name = arguments.get("timeZone")
    zone = ZONE if name is None else _zone(string(name, "timeZone of date"))
    return Safe("".join(_written(piece, moment.astimezone(zone)) for piece in pieces(pattern)))


def _argument(arguments: dict[str, Value], name: str) -> str:
    given = arguments.get(name)
    return DEFAULT_PATTERN if given is None else string(given, f"{name} of date")


def pieces(pattern: str) -> list[Piece]:
    """Cut a pattern; ``Fault`` for letters that are not reproduced."""
    if len(pattern) > LONGEST_PATTERN:
        raise Fault(f"has a date pattern of {len(pattern)} characters", f"at most {LONGEST_PATTERN}")
    return list(_cut(pattern))


def _cut(pattern: str) -> Iterator[Piece]:
    for found in re.finditer(r"'((?:[^']|'')*)('?)|([A-Za-z])\3*|[^A-Za-z']+", pattern):
        if found[3]:
            if found[3] not in _LETTERS or (found[3] == "X" and len(found[0]) > 3):
                raise Fault(f'has "{found[0]}" in the date pattern "{pattern[:40]}"', f"known letters: {_LETTERS}")
            yield Piece(found[3], len(found[0]), "")
        elif found[0].startswith("'"):
            if not found[2]:
                raise Fault(f'has a quote that is never closed in the date pattern "{pattern[:40]}"')
            yield Piece("", 0, found[1].replace("''", "'") or "'")
        else:
            yield Piece("", 0, found[0])


def _written(piece: Piece, moment: datetime) -> str:
    letter, count = piece.letter, piece.count
    match letter:
        case "":
            return piece.text
        case "y" if count == 2:
            return f"{moment.year % 100:02d}"
        case "M" if count >= 3:
            name = MONTHS[moment.month - 1]
            return name if count > 3 else name[:3]
        case "E":
            name = DAYS[moment.weekday()]
            return name if count > 3 else name[:3]
        case "a":
            return "AM" if moment.hour < 12 else "PM"
        case "Z" | "X" | "z":
            return _offset(moment, letter, count)
    return str(_number(letter, moment)).rjust(count, "0")


def _number(letter: str, moment: datetime) -> int:
    numbers = {
        "y": moment.year,
        "M": moment.month,
        "d": moment.day,
        "H": moment.hour,
        "h": moment.hour % 12 or 12,
        "k": moment.hour or 24,
        "K": moment.hour % 12,
        "m": moment.minute,
        "s": moment.second,
        "S": moment.microsecond // 1000,
        "D": moment.timetuple().tm_yday,
        "u": moment.isoweekday(),
    }
    return numbers[letter]


def _offset(moment: datetime, letter: str, count: int) -> str:
    seconds = round((moment.utcoffset() or timedelta()).total_seconds())
    sign = "-" if seconds < 0 else "+"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    if letter == "X":
        if seconds == 0:
            return "Z"
        return f"{sign}{hours:02d}" + ("" if count == 1 else f"{':' if count == 3 else ''}{minutes:02d}")
    if letter == "z":
        name = moment.tzname() or ""
        return name if name.isalpha() else f"GMT{sign}{hours:02d}:{minutes:02d}"
    return f"{sign}{hours:02d}{minutes:02d}"


def _parsed(text: str, pattern: str) -> datetime:
    """Read a date; what stands behind it does not matter, and fields that are too large carry over."""
    cut = pieces(pattern)
    found = re.match("".join(_read(cut, index) for index in range(len(cut))), text, re.IGNORECASE)
    if found is None:
        raise Fault(f'has the text "{text[:40]}", which is no date in the form {pattern}')
    fields: dict[str, str] = {}
    for index, piece in enumerate(cut):
        if piece.letter:
            fields[piece.letter] = found[f"p{index}"]
    return _assembled(fields)


def _read(cut: list[Piece], index: int) -> str:
    """The regular expression for one piece; digits of numbers that touch are counted."""
    letter, count = cut[index].letter, cut[index].count
    if not letter:
        return re.escape(cut[index].text)
    if letter == "y" and count <= 2:
        raise Fault("reads a year of two digits, whose century depends on the day", "yyyy")
    touching = index + 1 < len(cut) and cut[index + 1].letter in _NUMBERS and bool(cut[index + 1].letter)
    match letter:
        case "M" if count >= 3:
            expected = "|".join(sorted({*MONTHS, *(name[:3] for name in MONTHS)}, key=len, reverse=True))
        case "E":
            expected = "|".join(sorted({*DAYS, *(name[:3] for name in DAYS)}, key=len, reverse=True))
        case "a":
            expected = "AM|PM"
        case "X":
            expected = "Z|[+-][0-9]{2}" + ("" if count == 1 else f"{':' if count == 3 else ''}[0-9]{{2}}")
        case "Z" | "z":
            expected = _ZONES[letter]
        case _:
            expected = f"[0-9]{{{count}}}" if touching else "[0-9]{1,9}"
    return f"[ \\t]*(?P<p{index}>{expected})"


def _assembled(fields: dict[str, str]) -> datetime:
    given = {letter: int(text) for letter, text in fields.items() if letter in _NUMBERS and text.isdecimal()}
    month = _month(fields.get("M", "1")) - 1
    hour = given.get("H", given.get("k", 0) % 24)
    if "h" in given or "K" in given:
        hour = given.get("h", given.get("K", 0)) % 12 + (12 if fields.get("a", "AM").upper() == "PM" else 0)
    try:
        year = datetime(given.get("y", 1970) + month // 12, 1 if "D" in given else month % 12 + 1, 1, tzinfo=UTC)
        local = year + timedelta(
            days=given.get("D", given.get("d", 1)) - 1,
            hours=hour,
            minutes=given.get("m", 0),
            seconds=given.get("s", 0),
            milliseconds=given.get("S", 0),
        )
    except (ValueError, OverflowError):
        raise Fault("has a date beyond the year 9999", "earlier ones") from None
    offset = next((fields[letter] for letter in "XZz" if letter in fields), "")
    return local.replace(tzinfo=_numeric_zone(offset)) if offset else local.replace(tzinfo=ZONE)


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return next(index for index, name in enumerate(MONTHS, 1) if name[:3].lower() == text[:3].lower())


def _numeric_zone(text: str) -> tzinfo:
    digits = re.sub(r"[^0-9+-]", "", text)
    if not digits:
        return UTC
    minutes = int(digits[1:3]) * 60 + int(digits[3:5] or 0)
    if minutes >= 24 * 60:
        raise Fault(f'has the offset "{text}"', "less than a day")
    return timezone(timedelta(minutes=-minutes if digits[0] == "-" else minutes))


def _zone(name: str) -> tzinfo:
    """A zone by name; what Java does not know is GMT."""
    custom = re.fullmatch(r"GMT([+-])([0-9]{1,2})(?::?([0-9]{2}))?", name)
    if custom:
        return _numeric_zone(f"{custom[1]}{int(custom[2]):02d}{custom[3] or '00'}")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return timezone(timedelta(), "GMT")


def _from_milliseconds(value: int | float) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=int(value))
    except (OverflowError, ValueError):
        raise Fault("has a number beyond the year 9999 for a date", "milliseconds since 1970") from None
