"""The filter ``format``: Java's ``String.format``, as far as texts, numbers and booleans go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal

from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.values import Value, kind, text_of

_PLACE = re.compile(
    r"%(?:(?P<number>[0-9]{1,3})\$)?(?P<flags>[-#+ 0,(]*)(?P<width>[1-9][0-9]{0,4})?(?:\.(?P<precision>[0-9]{1,3}))?"
    r"(?P<conversion>[sSdxXfbBn%])"
)
_KNOWN = "%s %d %x %f %b %n %% with flags - + 0 , ( and blank, a width and a precision"
_ENOUGH = Context(prec=2_000)


def formatted(value: Value, arguments: dict[str, Value], budget: Budget) -> Value:
    """A text with places such as ``%s``, filled from the arguments in order or by number (``%1$s``)."""
    if value is None:
        return None
    return "".join(_pieces(text_of(value, budget), list(arguments.values()), budget))


def _pieces(text: str, arguments: list[Value], budget: Budget) -> Iterator[str]:
    at = taken = 0
    while (begin := text.find("%", at)) >= 0:
        yield text[at:begin]
        place = _PLACE.match(text, begin)
        if place is None:
            raise Fault(f'formats by "{text[begin : begin + 10]}"', _KNOWN)
        at = place.end()
        if place["conversion"] in "n%":
            yield "\n" if place["conversion"] == "n" else "%"
            continue
        number = int(place["number"]) - 1 if place["number"] else taken
        taken += not place["number"]
        if not 0 <= number < len(arguments):
            raise Fault(f'has no argument for "{place[0]}"', f"{len(arguments)} were given")
        budget.step()
        budget.text(int(place["width"] or 0))
        yield _filled(place, arguments[number], budget)
    yield text[at:]


def _filled(place: re.Match[str], value: Value, budget: Budget) -> str:
    flags, width = place["flags"], int(place["width"] or 0)
    match place["conversion"]:
        case "s" | "S":
            text = _cut(text_of(value, budget), place)
        case "b" | "B":
            text = _cut("false" if value is None or value is False else "true", place)
        case "d" | "f":
            return _number(place, value)
        case _:
            text = _hexadecimal(place, value)
            if "0" in flags:
                return text.rjust(width, "0")
    text = text.upper() if place["conversion"].isupper() else text
    return text.ljust(width) if "-" in flags else text.rjust(width)


def _cut(text: str, place: re.Match[str]) -> str:
    return text if place["precision"] is None else text[: int(place["precision"])]


def _hexadecimal(place: re.Match[str], value: Value) -> str:
    if type(value) is not int or place["precision"]:
        raise _misfit(place, value)
    return f"{'0x' if '#' in place['flags'] else ''}{value % 2**64:x}"


def _number(place: re.Match[str], value: Value) -> str:
    flags, width = place["flags"], int(place["width"] or 0)
    if value is None:
        return "null".ljust(width) if "-" in flags else "null".rjust(width)
    digits, negative = _digits(place, value)
    sign = "+" if "+" in flags else " " if " " in flags else ""
    before, behind = (("(", ")") if "(" in flags else ("-", "")) if negative else (sign, "")
    if "0" in flags:
        digits = digits.rjust(width - len(before) - len(behind), "0")
    text = before + digits + behind
    return text.ljust(width) if "-" in flags else text.rjust(width)


def _digits(place: re.Match[str], value: Value) -> tuple[str, bool]:
    comma = "," if "," in place["flags"] else ""
    if place["conversion"] == "d" and type(value) is int and place["precision"] is None:
        return f"{abs(value):{comma}d}", value < 0
    if place["conversion"] == "f" and type(value) is float and abs(value) < float("inf"):
        precision = 6 if place["precision"] is None else int(place["precision"])
        # Java rounds the shortest decimal that stands for the double, half up.
        exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP, _ENOUGH)
        return f"{exact.copy_abs():{comma}f}", exact.is_signed()
    raise _misfit(place, value)


def _misfit(place: re.Match[str], value: Value) -> Fault:
    return Fault(f'formats {kind(value)} by "{place[0]}"', "%s takes anything, %d whole numbers, %f others")
