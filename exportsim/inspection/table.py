"""A parsed sample of CSV as a table: header or not, values by column, and which raw fields stand for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from exportsim.inspection.kinds import KINDS, kind_of
from exportsim.inspection.records import Parsed
from exportsim.inspection.values import Confidence, Fact, plural, quoted
from formats.csv.procedure import BLANKS

_NAME = re.compile(r"[A-Za-z_@#][\w.@:/ -]*")
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+|[a-z]+[A-Z]\w*|\w+_\w+")

ENOUGH_ROWS = 5
"""Rows below which the types of columns prove nothing."""


@dataclass(frozen=True)
class Table:
    """The records that have the usual number of fields."""

    parsed: Parsed
    header: Fact

    @cached_property
    def rows(self) -> list[list[str]]:
        """Raw fields, without those of the header."""
        return _usual(self.parsed)[self.header.value == "true" :]

    @cached_property
    def values(self) -> dict[str, str]:
        """The value of every quoted raw field; all others are their own."""
        return self.parsed.dialect.values(self.parsed.quoted)

    @cached_property
    def names(self) -> list[str]:
        """Of the columns: the header's, or those that Spark gives where there is none."""
        first = _usual(self.parsed)[:1]
        if self.header.value == "true" and first:
            return [self.values.get(raw, raw) for raw in first[0]]
        return [f"_c{index}" for index in range(self.parsed.width)]

    def cells(self) -> Iterator[tuple[int, str]]:
        """Every raw field, the header's too, with the number of its record in the file."""
        for place, record in zip(self.parsed.places, self.parsed.records, strict=True):
            if len(record) == self.parsed.width:
                for raw in record:
                    yield place, raw

    @cached_property
    def quoted_everywhere(self) -> bool:
        """Whether every field is in quotes."""
        quote = self.parsed.dialect.quote
        return bool(self.parsed.quoted) and all(raw[:1] == quote for _, raw in self.cells())


def table(parsed: Parsed) -> Table:
    """Decide on the header, then on everything that depends on it."""
    return Table(parsed, _header(parsed))


def _usual(parsed: Parsed) -> list[list[str]]:
    return [record for record in parsed.records if len(record) == parsed.width]


def _header(parsed: Parsed) -> Fact:
    """Names are distinct and no data; where the columns below have types that the first row has not, it is one."""
    rows = _usual(parsed)
    values = parsed.dialect.values(parsed.quoted)
    first = [values.get(raw, raw) for raw in rows[0]] if rows else []
    if not first:
        return Fact("header", "true", "default", "There is no row to tell by.")
    folded = [name.strip(BLANKS).lower() for name in first]
    again = next((name for index, name in enumerate(first) if folded[index] in folded[:index]), None)
    if again:
        return _no(f"The first row holds {quoted(again)} twice, and two columns cannot have one name.", "certain")
    if first.count("") > 1 or (len(first) > 1 and "" in rows[0]):
        return _no("The first row has empty fields.", "likely")
    data = next((name for name in first if any(kind.shape.fullmatch(name) for kind in KINDS)), None)
    if data:
        return _no(f"The first row holds {quoted(data)}, which is a value rather than a name.", "likely")
    columns = [[values.get(row[index], row[index]) for row in rows[1:]] for index in range(parsed.width)]
    typed = [
        (name, kind)
        for name, column in zip(first, columns, strict=True)
        if (kind := kind_of(value for value in column if value)) and not kind.shape.fullmatch(name)
    ]
    if typed:
        name, kind = typed[0]
        rest = f" ({plural(len(typed), 'such column')})" if len(typed) > 1 else ""
        evidence = f"The first row says {quoted(name)} where every row below has a value of type {kind.name}{rest}."
        return Fact("header", "true", "certain" if len(rows) > ENOUGH_ROWS else "likely", evidence)
    if any(name in column for name, column in zip(first, columns, strict=True) if name):
        return _no("A value of the first row comes again further down in its column.", "likely")
    path = next((name for name in first if _PATH.fullmatch(name)), None)
    if path and all(map(_NAME.fullmatch, first)):
        return Fact("header", "true", "likely", f"The first row looks like names: {quoted(path)}.")
    return Fact("header", "true", "default", "No column has a type by which its name could be told from its values.")


def _no(evidence: str, confidence: Confidence) -> Fact:
    return Fact("header", "false", confidence, evidence)
