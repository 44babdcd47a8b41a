"""Filters of numbers."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_EVEN, Context, Decimal

from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.text_filters import number, string
from exportsim.adobe.pebble.values import Value

DEFAULT_FORMAT = "#,##0.###"
"""Java's of the English language; which language the platform runs in is not documented."""

LONGEST_FORMAT = 100

_PATTERN = re.compile(
    r"(?P<prefix>[^#0,.;%‰¤']*%?)(?P<whole>[#,]*[0,]*)(?P<point>\.(?P<fraction>0*#*))?(?P<suffix>(?!E)[^#0,.;‰¤']*)"
)
_ENOUGH = Context(prec=1_500)


def absolute(value: Value, _arguments: dict[str, Value], _budget: Budget) -> Value:
    return abs(number(value, "input of abs"))


def number_formatted(value: Value, arguments: dict[str, Value], _budget: Budget) -> Value:
    """A number by a pattern such as ``#,##0.00``: half-way cases go to the even neighbour."""
    if value is None:
        return None
    value = number(value, "input of numberformat")
    given = arguments.get("format")
    pattern = DEFAULT_FORMAT if given is None else string(given, "format of numberformat")
    positive, _, negative = pattern.partition(";")
    found, other = _PATTERN.fullmatch(positive), _PATTERN.fullmatch(negative) if negative else None
    if found is None or not found["whole"] + (found["fraction"] or "") or len(pattern) > LONGEST_FORMAT:
        raise Fault(f'formats numbers by "{pattern[:40]}"', "0 and # for digits, one point, commas, a text around them")
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "-∞"
    digits = _digits(value, found)
    below = Decimal(value).is_signed()
    sides = other if below and other else found
    sign = "-" if below and other is None else ""
    return f"{sign}{sides['prefix']}{digits}{sides['suffix']}"


def _digits(value: int | float, pattern: re.Match[str]) -> str:
    """A number's size by a pattern, without sign and surrounding text."""
    whole, fraction = pattern["whole"], pattern["fraction"] or ""
    least = whole.count("0")
    if not least and "#" in whole:
        # Java reads "#.##" as "0.##".
        least = 1 if pattern["point"] else 0
    size = Decimal(value).copy_abs()
    if "%" in pattern["prefix"] + pattern["suffix"]:
        size = size.scaleb(2, _ENOUGH)
    size = size.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_EVEN, _ENOUGH)
    before, _, behind = f"{size:f}".partition(".")
    before = before.lstrip("0").rjust(least, "0")
    kept = behind.rstrip("0").ljust(fraction.count("0"), "0")
    if not before and not kept:
        before = "0"
    group = len(whole) - whole.rindex(",") - 1 if "," in whole else 0
    return (_grouped(before, group) if group else before) + ("." + kept if kept else "")


def _grouped(digits: str, size: int) -> str:
    first = len(digits) % size
    groups = [digits[:first], *(digits[at : at + size] for at in range(first, len(digits), size))]
    return ",".join(group for group in groups if group)
