"""A CSV file: its dialect, its columns, its rows, and what is odd about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from exportsim.inspection import dialect, tokens
from exportsim.inspection.csv_options import CsvFacts
from exportsim.inspection.kinds import kind_of
from exportsim.inspection.records import Parsed, parse
from exportsim.inspection.scan import Scan
from exportsim.inspection.table import Table, table
from exportsim.inspection.values import ColumnFound, Fact, RowCount, Tokens, plural, quoted

PATTERNS = {"date": "dateFormat", "timestamp": "timestampFormat"}


@dataclass(frozen=True)
class CsvFound:
    options: tuple[Fact, ...]
    rows: RowCount
    columns: tuple[ColumnFound, ...]
    oddities: tuple[str, ...]
    tokens: Tokens


def look(seen: Scan, size: int) -> CsvFound:
    """Look at a text that is taken for CSV; ``size`` in bytes of text in the whole file."""
    choice = dialect.choose(seen.sample, whole=seen.sample_is_all)
    parsed = parse(seen.sample, choice.parsed.dialect, whole=seen.sample_is_all)
    found = table(parsed)
    in_place = tokens.seen(found)
    null, empty = tokens.facts(in_place)
    nothing = {*in_place.empties, *(in_place.words if null.value else ())}
    columns = _columns(found, nothing)
    options = (*CsvFacts(choice, found).all(), null, empty, *_patterns(columns))
    oddities = (*_ragged(parsed), *_line_ends(parsed), *_end(seen, parsed), *_header(found), *_nuls(seen, parsed))
    return CsvFound(options, _rows(seen, found, size), columns, oddities, in_place)


def _rows(seen: Scan, found: Table, size: int) -> RowCount:
    parsed = found.parsed
    records = len(parsed.records) + len(parsed.broken)
    header = found.header.value == "true"
    if seen.sample_is_all or not parsed.end:
        return RowCount(max(records - header, 0), seen.sample_is_all)
    per_character = records / parsed.end
    characters = seen.characters * max(size / max(seen.size, 1), 1)
    return RowCount(max(round(per_character * characters) - header, 0), exact=False)


def _columns(found: Table, nothing: set[str]) -> tuple[ColumnFound, ...]:
    by_column = list(zip(*found.rows, strict=True)) or [()] * len(found.names)
    columns = []
    for name, raws in zip(found.names, by_column, strict=True):
        counted = Counter(raws)
        texts = [found.values.get(raw, raw) for raw in counted if raw not in nothing]
        kind = kind_of(texts)
        type = kind.name if kind else "string" if texts else "nothing but null"
        nulls = sum(counted[raw] for raw in nothing)
        columns.append(ColumnFound(name, type, kind.pattern if kind else "", nulls, len(texts)))
    return tuple(columns)


def _patterns(columns: tuple[ColumnFound, ...]) -> list[Fact]:
    """``dateFormat`` and ``timestampFormat``, where all columns of the type agree on one."""
    facts = []
    for type, option in PATTERNS.items():
        of_type = [column for column in columns if column.type == type]
        patterns = {column.pattern for column in of_type}
        if len(patterns) == 1:
            evidence = f"Every value of the column {quoted(of_type[0].name)} is written so."
            facts.append(Fact(option, patterns.pop(), "likely", evidence))
    return facts


def _ragged(parsed: Parsed) -> list[str]:
    found = []
    others = [
        (place, len(record))
        for place, record in zip(parsed.places, parsed.records, strict=True)
        if len(record) != parsed.width
    ]
    empty = [place for place, record in zip(parsed.places, parsed.records, strict=True) if record == [""]]
    if parsed.width > 1 and empty:
        found.append(f"{plural(len(empty), 'empty line')}, the first at record {empty[0]}.")
    others = [(place, width) for place, width in others if place not in set(empty)]
    if others:
        place, width = others[0]
        number = plural(len(others), "record")
        found.append(f"Ragged rows: {number} not of {parsed.width} fields; the first is record {place}, with {width}.")
    if parsed.broken:
        place, beginning = parsed.broken[0]
        number = plural(len(parsed.broken), "record")
        found.append(
            f"Broken quotes: in {number} a quoted field does not end; first record {place}: {quoted(beginning)}."
        )
    return found


def _line_ends(parsed: Parsed) -> list[str]:
    separator, quote = parsed.dialect.line_separator, parsed.dialect.quote
    if separator == "\n":
        both = sum(record[-1][-1:] == "\r" and record[-1][:1] != quote for record in parsed.records)
        return [f"Mixed line ends: {both:,} of {plural(len(parsed.records), 'record')} end with CR LF."] if both else []
    if separator == "\r\n":
        bare = [raw for raw in parsed.fields if raw[:1] != quote and ("\n" in raw or "\r" in raw)]
        return [f"Mixed line ends: a bare LF or CR outside quotes, as in {quoted(bare[0])}."] if bare else []
    return []


def _end(seen: Scan, parsed: Parsed) -> list[str]:
    if not seen.whole or seen.damage or not seen.last:
        return []
    if "\x1a" in seen.last[-2:]:
        return ["The file ends with 1A, the end-of-file character of DOS."]
    if seen.last.endswith("\0\0\0\0"):
        return ["The file ends with zero bytes: space that was reserved and not written."]
    if seen.last.endswith(parsed.dialect.line_separator):
        return []
    return [f"Behind the last line separator stands {quoted(seen.last)}: Spark ends every row with a separator."]


def _header(found: Table) -> list[str]:
    if found.header.value != "true":
        return []
    blank = [name for name in found.names if name != name.strip()]
    return [f"The column name {quoted(blank[0])} has blanks around it."] if blank else []


def _nuls(seen: Scan, parsed: Parsed) -> list[str]:
    of_quotes = "\0" in (parsed.dialect.quote if parsed.quoted else "") + parsed.dialect.delimiter
    if not seen.nuls or of_quotes:
        return []
    return [f"{plural(seen.nuls, 'zero byte')} in the text (U+0000): many readers end a value there."]
