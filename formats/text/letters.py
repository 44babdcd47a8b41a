"""What one letter of a date pattern prints: the number it reads of a value, and that number's text."""

from __future__ import annotations

from collections.abc import Callable

from formats.text.civil import MODIFIED_JULIAN_EPOCH, Civil, Integers
from formats.text.locales import Locale
from formats.text.patterns import Field

Spelling = Callable[[int], str]

DAY_NUMBERS: dict[str, Callable[[Civil], Integers]] = {
    "G": lambda civil: civil.year,
    "u": lambda civil: civil.year,
    "y": lambda civil: civil.year,
    "M": lambda civil: civil.month,
    "L": lambda civil: civil.month,
    "d": lambda civil: civil.day,
    "D": lambda civil: civil.day_of_year,
    "E": lambda civil: civil.weekday,
    "F": lambda civil: civil.week_of_month,
    "Q": lambda civil: civil.quarter,
    "q": lambda civil: civil.quarter,
    "g": lambda civil: civil.epoch_day + MODIFIED_JULIAN_EPOCH,
}
"""By letter: the number of each day."""

SECOND_NUMBERS: dict[str, Callable[[Integers], Integers]] = {
    "H": lambda second: second // 3600,
    "k": lambda second: (second // 3600 - 1) % 24 + 1,
    "K": lambda second: second // 3600 % 12,
    "h": lambda second: (second // 3600 - 1) % 12 + 1,
    "m": lambda second: second // 60 % 60,
    "s": lambda second: second % 60,
    "a": lambda second: second // 43_200,
}
"""By letter: the number of each second of a day."""


def spelling(field: Field, locale: Locale) -> Spelling:
    """How a field of a day or of a second writes its number."""
    count = field.count
    match field.letter:
        case "u":
            return _year(count)
        case "y":
            year = _year(count)
            return lambda number: year(number if number > 0 else 1 - number)
        case "G":
            return lambda number: locale.eras[count == 4][number > 0]
        case "E":
            return locale.weekdays[count == 4].__getitem__
        case "M" if count > 2:
            return lambda number: locale.months[count == 4][number - 1]
        case "L" if count > 2:
            return lambda number: locale.lone_months[count == 4][number - 1]
        case "Q" | "q" if count > 2:
            return lambda number: locale.quarters[count == 4][number - 1]
        case "a":
            return locale.halves.__getitem__
        case _:
            return lambda number: _padded(number, count)


def offset_text(seconds: int, letter: str, count: int) -> str:
    """Write an offset, in seconds east of Greenwich, as X, x, Z or O do, so many times.

    An offset that shows as zero after the seconds are cut off prints as zero.
    """
    sign = "-" if seconds < 0 else "+"
    hours, minutes, rest = abs(seconds) // 3600, abs(seconds) // 60 % 60, abs(seconds) % 60
    match letter, count:
        case ("O", _) | ("Z", 4):
            return _localized(sign, (hours, minutes, rest), full=count == 4)
        case "Z", 5:
            colon, with_seconds, zero = ":", True, "Z"
        case "Z", _:
            colon, with_seconds, zero = "", False, "+0000"
        case _:
            colon, with_seconds = (":" if count in (3, 5) else ""), count >= 4
            zero = "Z" if letter == "X" else "+00" if count == 1 else f"+00{colon}00"
    if not (hours or minutes or (with_seconds and rest)):
        return zero
    text = f"{sign}{hours:02}"
    if minutes or count > 1 or letter == "Z":
        text += f"{colon}{minutes:02}"
    return text + (f"{colon}{rest:02}" if with_seconds and rest else "")


def _localized(sign: str, clock: tuple[int, int, int], *, full: bool) -> str:
    """``GMT-4``, or in full ``GMT-04:00``; seconds are always shown."""
    hours, minutes, rest = clock
    if clock == (0, 0, 0):
        return "GMT"
    text = f"GMT{sign}{hours:02}" if full else f"GMT{sign}{hours}"
    if full or minutes or rest:
        text += f":{minutes:02}"
    return text + (f":{rest:02}" if rest else "")


def _padded(number: int, width: int) -> str:
    return ("-" if number < 0 else "") + str(abs(number)).zfill(width)


def _year(count: int) -> Spelling:
    """Spell years: two letters are the last two digits, four and more put a plus before a wider year."""
    if count == 2:
        return lambda number: f"{abs(number) % 100:02}"
    if count < 4:
        return lambda number: _padded(number, count)
    return lambda number: ("+" if number >= 10**count else "") + _padded(number, count)
