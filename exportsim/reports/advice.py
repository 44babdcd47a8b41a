"""What the findings tell together: in which order they count, and which cause several of them share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from exportsim.model import Export, Finding, Group, Report
from exportsim.reports.hints import ENDED, RECORDS, hint
from exportsim.reports.shifted import shifted

MOVED = "Values of this row stand in the wrong columns: an earlier one was split in two, or two were read as one."
BORDERS = "Records begin or end at the wrong place, as a quote inside a value is taken for its end."
FIRST = "The first row of each file is missing: look for a row that is skipped as if it were a header."
LAST = "The last row of each file is missing: look for a last batch that is never handed on."

Place = tuple[str, int | None]
"""File and row."""
Cells = dict[Place, dict[str, Finding]]
"""The misread cells among the examples, by row and column."""


@dataclass(frozen=True)
class Hint:
    """One cause."""

    sentence: str

    columns: int
    """In how many columns it was found; 1 also for a cause that names its columns itself."""

    def __str__(self) -> str:
        return f"In {self.columns} columns: {self.sentence}" if self.columns > 1 else self.sentence


@dataclass(frozen=True)
class Advice:
    """A group of findings and what probably caused them."""

    group: Group

    each: tuple[str, ...]
    """For each example of the group a sentence, empty where its values do not tell."""

    hints: tuple[Hint, ...]
    """The different ones among them, the most frequent first."""


def advise(report: Report) -> list[Advice]:
    """Put the groups in order of the cells or rows that they spoil, most first, each with its causes."""
    told = _Causes(report)
    each = {group: tuple(map(told.cause, group.examples)) for group in sorted(report.groups, key=told.weight)}
    columns: dict[str, set[str]] = defaultdict(set)
    for group, sentences in each.items():
        for sentence in sentences:
            columns[sentence].add(group.column)
    return [
        Advice(
            group,
            sentences,
            tuple(
                Hint(sentence, told.spread(sentence, columns[sentence]))
                for sentence, _ in Counter(filter(None, sentences)).most_common()
            ),
        )
        for group, sentences in each.items()
    ]


def once(advices: Iterable[Advice]) -> Iterator[Advice]:
    """Leave out of each the causes that one before it has told."""
    told: set[str] = set()
    for advice in advices:
        yield replace(advice, hints=tuple(one for one in advice.hints if one.sentence not in told))
        told.update(one.sentence for one in advice.hints)


class _Causes:
    """The findings of a report, seen beside each other."""

    def __init__(self, report: Report) -> None:
        self.file_type = report.export.plan.format.file_type
        self.rows_sent = report.rows_sent
        self.cells: Cells = defaultdict(dict)
        for group in report.groups:
            for finding in group.examples:
                if finding.column and finding.row is not None:
                    self.cells[finding.file, finding.row][finding.column] = finding
        self.order = {column.target: i for i, column in enumerate(report.export.activation.columns)}
        self.exchanged = self._exchanged()
        self.swaps = self._swaps(report.groups)
        self.crossed = self._crossed()
        self.shifted = shifted((cell for row in self.cells.values() for cell in row.values()), _telling)
        self.moved = {place for place, row in self.cells.items() if self._moved(place, row)}
        self.columns = _renamed(report.groups)
        self.rows = self._row_causes(report)

    def weight(self, group: Group) -> int:
        """Sort by it; a column that was not read is as bad as all its cells."""
        return -(self.rows_sent if group.kind == "missing-column" else group.count)

    def spread(self, sentence: str, columns: set[str]) -> int:
        """Count the columns in which a cause was found; findings about whole rows have none."""
        names_them = sentence in (*self.swaps.values(), *self.crossed.values(), *self.columns.values())
        return 1 if names_them else max(len(columns - {""}), 1)

    def cause(self, finding: Finding) -> str:
        if finding.kind.endswith("-column"):
            return hint(finding, self.file_type) or self.columns.get(finding.column, "")
        if finding.kind.endswith("-row"):
            return self.rows.get(finding.kind, "")
        if finding.column in self.swaps:
            return self.swaps[finding.column]
        place = finding.file, finding.row
        if crossed := self.crossed.get((place, finding.column)):
            return crossed
        if finding.column in self.shifted:
            return self.shifted[finding.column]
        if place in self.moved and finding.column != min(self.cells[place], key=self._position):
            return MOVED
        return hint(finding, self.file_type)

    def _row_causes(self, report: Report) -> dict[str, str]:
        """Tell what rows that were lost or made up have in common, by the kind of finding."""
        rows = {group.kind: group for group in report.groups if group.kind in ("missing-row", "extra-row")}
        missing, extra = rows.get("missing-row"), rows.get("extra-row")
        if missing and extra and (how := next(_key_causes(missing, extra, self.file_type), "")):
            return dict.fromkeys(rows, f"The key was changed. {how}")
        cells = {self.cause(cell) for row in self.cells.values() for cell in row.values()}
        if ENDED in cells:
            return dict.fromkeys(rows, BORDERS)
        if RECORDS in cells:
            return dict.fromkeys(rows, RECORDS)
        return {"missing-row": _row_of_each_file(missing, report.export)} if missing else {}

    def _position(self, column: str) -> int:
        return self.order.get(column, len(self.order))

    def _exchanged(self) -> dict[tuple[str, str], list[Place]]:
        """Where two columns were read each as the other, by the two."""
        found: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place, row in self.cells.items():
            for pair in combinations(sorted(row, key=self._position), 2):
                one, other = row[pair[0]], row[pair[1]]
                if (one.sent, other.sent) == (other.read, one.read) and (_telling(one.sent) or _telling(other.sent)):
                    found[pair].append(place)
        return found

    def _swaps(self, groups: Iterable[Group]) -> dict[str, str]:
        """Tell of each column that was read as another, and the other as it, in most rows where either is misread."""
        seen = Counter(column for row in self.cells.values() for column in row)
        # Of a frequent fault only the first cells are seen, and a row or two of another can be most of these.
        total: Counter[str] = Counter()
        for group in groups:
            total[group.column] += group.count
        found: dict[str, str] = {}
        for pair, places in self.exchanged.items():
            fewer, more = sorted(total[name] for name in pair)
            if 2 * len(places) > max(seen[name] for name in pair) and 2 * fewer > more:
                found |= dict.fromkeys(pair, f"Columns {pair[0]} and {pair[1]} seem to be swapped.")
        return found

    def _crossed(self) -> dict[tuple[Place, str], str]:
        """Tell of cells that were swapped in their row, where the columns as a whole were not.

        With a null among the two they may as well stand at the end of a row that moved, where null fills the gap.
        """
        return {
            (place, column): f"Columns {pair[0]} and {pair[1]} seem to be swapped in some rows."
            for pair, places in self.exchanged.items()
            for place in places
            if all(_telling(self.cells[place][column].sent) for column in pair)
            for column in pair
            if column not in self.swaps
        }

    def _moved(self, place: Place, row: dict[str, Finding]) -> bool:
        """Whether a value of this row was read in a column that is not its own, and not swapped with it."""
        left = [
            cell for cell in row.values() if cell.column not in self.swaps and (place, cell.column) not in self.crossed
        ]
        sent = {cell.sent for cell in left if _telling(cell.sent)}
        return any(cell.read in sent for cell in left)


def _telling(value: str | None) -> bool:
    """Whether a value is not one of those that many columns share."""
    return value is not None and len(value) > 1 and value.lower() not in ("true", "false", "yes", "no", "null")


def _renamed(groups: Iterable[Group]) -> dict[str, str]:
    """Tell of each missing column that was read under a name which differs in case, blanks or signs only."""
    missing = {_bare(group.column): group.column for group in groups if group.kind == "missing-column"}
    found: dict[str, str] = {}
    for group in groups:
        name = missing.get(_bare(group.column))
        if group.kind == "extra-column" and name and _bare(name):
            sentence = f"Column {name} seems to be read under the name {group.column}."
            found |= dict.fromkeys((name, group.column), sentence)
    return found


def _bare(name: str) -> str:
    name = name.removeprefix("\ufeff").removeprefix("ï»¿")
    return "".join(character for character in name.casefold() if character.isalnum())


def _row_of_each_file(missing: Group, export: Export) -> str:
    """Tell whether the rows missing are the first, or the last, of each file."""
    if not missing.count == len(missing.examples) == len(export.files):
        return ""
    sizes = {file.name: file.rows for file in export.files}
    if all(row.row == 1 for row in missing.examples):
        return FIRST
    return LAST if all(row.row == sizes[row.file] for row in missing.examples) else ""


def _key_causes(missing: Group, extra: Group, file_type: str) -> Iterator[str]:
    for lost in missing.examples:
        for made in extra.examples:
            cell = replace(lost, kind="text", sent=lost.key, read=made.key)
            if how := hint(cell, file_type):
                yield how
