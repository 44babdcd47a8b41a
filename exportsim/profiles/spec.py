"""What a schema file says of one field, checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from exportsim.errors import Problem
from exportsim.profiles import kinds
from exportsim.profiles.field import Field
from exportsim.profiles.spec_kinds import KINDS, PRECISION, WHOLE, Options, lengths_of


def build(path: str, options: Options, where: str) -> Field | list[Problem]:
    """Build the field a path's options describe, or all that is wrong with them."""
    kind = options.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return [Problem(f"{where}.kind", f"{kind!r} is no kind of field", f"known: {', '.join(KINDS)}")]
    read, problems = dict(options), list(_check_names(kind, options, where))
    for name in ("min", "max"):
        bound = KINDS[kind].bound
        if name in options and bound:
            try:
                read[name] = bound(options[name])
            except ValueError as right:
                problems.append(Problem(f"{where}.{name}", f"{options[name]!r} is no bound of {kind}", str(right)))
    problems += _check_values(options, where)
    if not problems:
        problems += _check_together(kind, read, where)
    if problems:
        return problems
    field = KINDS[kind].build(path, read)
    return replace(field, null_rate=read.get("null_rate", 0.0), empty_rate=read.get("empty_rate", 0.0))


def _check_names(kind: str, options: Options, where: str) -> Iterator[Problem]:
    known = ("kind", "null_rate", *KINDS[kind].options)
    for name in options:
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            yield Problem(f"{where}.{name}", f"{kind} has no such option", f"{hint}known: {', '.join(known)}")


def _check_values(options: Options, where: str) -> Iterator[Problem]:
    checks: dict[str, tuple[Callable[[Any], bool], str]] = {
        "null_rate": (_is_rate, "a number from 0 to 1"),
        "empty_rate": (_is_rate, "a number from 0 to 1"),
        "distribution": (lambda value: value in kinds.DISTRIBUTIONS, ", ".join(kinds.DISTRIBUTIONS)),
        "unique": (lambda value: isinstance(value, bool), "true or false"),
        "scale": (
            lambda value: _is_count(value) and value <= PRECISION,
            f"a whole number from 0 to {PRECISION}",
        ),
        "length": (_is_length, "a whole number from 1 to 100000, or two: [shortest, longest]"),
        "values": (_is_choice, "a list of texts, of whole numbers, of numbers, of booleans or of dates"),
        "weights": (_is_weights, "a list of numbers from 0 on, not all of them 0"),
    }
    for name, (right, allowed) in checks.items():
        if name in options and not right(options[name]):
            yield Problem(f"{where}.{name}", f"{options[name]!r} is not right", allowed)


def _check_together(kind: str, options: Options, where: str) -> Iterator[Problem]:
    """Find what no option shows by itself."""
    if "min" in options and "max" in options:
        if options["min"] > options["max"]:
            yield Problem(f"{where}.min", f"{options['min']} is more than max, {options['max']}")
        elif kind == "int" and options["max"] - options["min"] not in WHOLE:
            yield Problem(f"{where}.max", "the range is wider than 64 bits")
    if kind == "choice" and "values" not in options:
        yield Problem(f"{where}.values", "missing: a choice needs something to choose from", "a list")
    if "weights" in options and len(options["weights"]) != len(options.get("values", [])):
        yield Problem(
            f"{where}.weights",
            f"{len(options['weights'])} of them for {len(options.get('values', []))} values",
        )
    if kind == "choice" and options.get("empty_rate") and not isinstance(options["values"][0], str):
        yield Problem(f"{where}.empty_rate", "only a text can be empty", "leave it out, or use null_rate")
    if kind in ("sequence", "uuid", "email") and options.get("unique") is False:
        yield Problem(f"{where}.unique", f"{kind} is always unique", "true, or leave it out")
    if kind == "string" and options.get("unique") and (lengths_of(options) or (8, 8))[0] < 8:
        yield Problem(f"{where}.length", "too short for texts that are all different", "8 or more")
    if kind == "decimal":
        for name in ("min", "max"):
            if abs(options.get(name, 0)) * 10 ** options.get("scale", 2) >= 10**PRECISION:
                yield Problem(f"{where}.{name}", f"{options[name]} has more than {PRECISION} digits")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_rate(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_length(value: Any) -> bool:
    bounds = value if isinstance(value, list) and len(value) == 2 else [value, value]
    return all(_is_count(bound) for bound in bounds) and 1 <= bounds[0] <= bounds[1] <= 100_000


def _is_choice(value: Any) -> bool:
    """Values of one type, each of which a column can hold."""
    if not isinstance(value, list) or len({type(item) for item in value}) != 1:
        return False
    match value[0]:
        case str():
            return all(item.isascii() or item.encode("utf-8", "ignore").decode() == item for item in value)
        case int():
            return all(item in WHOLE for item in value)
        case _:
            return isinstance(value[0], float | date)


def _is_weights(value: Any) -> bool:
    numbers = isinstance(value, list) and all(isinstance(n, int | float) and 0 <= n < 1e15 for n in value)
    return numbers and sum(value) > 0
