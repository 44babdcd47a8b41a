"""What findings tell together that one of them does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from exportsim.model import Column, ExportFile, Finding, Group, Report
from exportsim.reports.advice import BORDERS, FIRST, LAST, MOVED, advise, once
from exportsim.reports.facts import column_line, folder, short_names
from exportsim.reports.hints import ENDED, RECORDS
from exportsim.reports.shifted import EARLY, LATE

FILE = "exports/people_20260301_120000.csv.gz"

Cell = tuple[int, str, str | None, str | None]
"""Row, column, sent, read."""


def misread(report: Report, cells: Iterable[Cell], rows: Iterable[Group] = ()) -> Report:
    """A report on these cells, a group for each kind and column, of an export with five columns."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for row, column, sent, read in cells:
        kind = "null-read-as-text" if sent is None else "text-read-as-null" if read is None else "text"
        finding = Finding(kind, FILE, row, f"k{row}", column, sent, read, None)
        groups.setdefault((kind, column), []).append(finding)
    told = (Group(kind, column, len(found), (), tuple(found)) for (kind, column), found in groups.items())
    columns = tuple(Column(name, name) for name in "abcde")
    activation = replace(report.export.activation, columns=columns)
    return replace(report, export=replace(report.export, activation=activation), groups=(*rows, *told))


def rows(kind: str, *found: tuple[int | None, str]) -> Group:
    return Group(
        kind, "", len(found), (), tuple(Finding(kind, FILE, row, key, "", None, None, None) for row, key in found)
    )


def causes(report: Report) -> dict[tuple[str, str], list[str]]:
    return {(advice.group.kind, advice.group.column): [str(one) for one in advice.hints] for advice in advise(report)}


def test_swapped_columns_are_seen(passed: Report) -> None:
    """What was read in one column was sent in the other, and the other way round; nulls are swapped too."""
    cells: list[Cell] = [
        (1, "b", "Ada", "Lovelace"),
        (1, "c", "Lovelace", "Ada"),
        (2, "b", None, "Hopper"),
        (2, "c", "Hopper", None),
        (3, "b", "Grace\nX", "Grace"),
    ]
    told = ["Columns b and c seem to be swapped."]
    assert list(causes(misread(passed, cells)).values()) == [told, told, told, told]
    assert [len(advice.hints) for advice in once(advise(misread(passed, cells)))] == [1, 0, 0, 0]


def test_a_row_swapped_hides_no_other_fault(passed: Report) -> None:
    """Where most misread rows of a column tell of something else, only the cells that were swapped are said to be."""
    cells: list[Cell] = [
        (1, "b", "a long note", "2026-01-01"),
        (1, "c", "2026-01-01", "a long note"),
        (2, "b", "another note", "another n"),
        (3, "b", "the last note", "the last n"),
    ]
    swapped = "Columns b and c seem to be swapped in some rows."
    cut = "The value was cut off: look for a limit on its length."
    assert causes(misread(passed, cells)) == {("text", "b"): [cut, swapped], ("text", "c"): [swapped]}


def test_few_examples_of_a_frequent_fault_make_no_swap(passed: Report) -> None:
    """The first cells are seen of many: a swapped row among them counts against all."""
    report = misread(passed, [(1, "b", "a note", "2026-01-01"), (1, "c", "2026-01-01", "a note")])
    often = replace(report, groups=(replace(report.groups[0], count=326), report.groups[1]))
    swapped = "Columns b and c seem to be swapped in some rows."
    assert causes(often) == {("text", "b"): [swapped], ("text", "c"): [swapped]}


def test_inverted_booleans_are_no_swap(passed: Report) -> None:
    """Values that many columns share prove nothing."""
    cells: list[Cell] = [(1, "b", "true", "false"), (1, "c", "false", "true")]
    assert list(causes(misread(passed, cells)).values()) == [[], []]


@pytest.mark.parametrize(("by", "told"), [(1, LATE), (-1, EARLY)])
def test_a_column_shifted_by_a_row_is_seen(passed: Report, by: int, told: str) -> None:
    """Its values were read in the rows beside their own; nulls and shared values are no matter."""
    sent = ["Ada", "Grace", "true", "Edsger", "Barbara"]
    cells: list[Cell] = [
        (row, "b", value, sent[row - by] if 0 <= row - by < len(sent) else None) for row, value in enumerate(sent)
    ]
    assert causes(misread(passed, cells)) == {("text", "b"): [told], ("text-read-as-null", "b"): [told]}


def test_one_value_in_the_row_beside_it_is_no_shift(passed: Report) -> None:
    """It may be chance."""
    cells: list[Cell] = [(1, "b", "Ada", "Grace"), (2, "b", "Edsger", "Ada")]
    assert causes(misread(passed, cells)) == {("text", "b"): []}


def test_a_row_that_moved_is_blamed_on_its_first_column(passed: Report) -> None:
    """Behind a value that was split the others stand one column further; only the first has a cause of its own."""
    cells: list[Cell] = [
        (1, "b", '","', "\\"),
        (1, "c", "Ada", '\\""'),
        (1, "d", "Paris", "Ada"),
        (1, "e", None, "Paris"),
        (2, "d", "Rome", "ROME"),
    ]
    assert causes(misread(passed, cells)) == {
        ("text", "b"): [ENDED],
        ("text", "c"): [f"In 3 columns: {MOVED}"],
        ("text", "d"): [f"In 3 columns: {MOVED}", "The letter case was changed: keep the text as it is."],
        ("null-read-as-text", "e"): [f"In 3 columns: {MOVED}"],
    }


def test_the_end_of_a_row_that_moved_is_no_swap(passed: Report) -> None:
    """A value that swallowed its neighbour leaves a gap, which is read as null and may have been one before."""
    cells: list[Cell] = [
        (1, "b", "C:\\", "C:,Ada"),
        (1, "c", "Ada", None),
        (1, "d", None, "Paris"),
        (1, "e", "Paris", None),
        (2, "e", "Rome", "ROME"),
        (3, "e", "Oslo", "OSLO"),
    ]
    told = causes(misread(passed, cells))
    assert told["null-read-as-text", "d"] == told["text-read-as-null", "e"] == [f"In 3 columns: {MOVED}"]


def test_a_missing_column_weighs_all_its_cells(passed: Report) -> None:
    """It stands before a group of fewer findings than rows were sent, and behind a group of more."""
    lost = Group("missing-column", "e", 1, (), (Finding("missing-column", FILE, None, "", "e", None, None, None),))
    heavy, light = (Group("text", name, count, (), ()) for name, count in (("b", 4), ("c", 2)))
    report = replace(passed, groups=(light, lost, heavy), rows_sent=3)
    assert [advice.group for advice in advise(report)] == [heavy, lost, light]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ((1, "b", 'say "hi"', 'say \\hi\\""'), BORDERS),
        ((1, "b", "one\ntwo", '"one'), RECORDS),
        ((1, "b", "one", "something else"), None),
    ],
)
def test_lost_rows_are_explained_by_misread_cells(passed: Report, cell: Cell, told: str | None) -> None:
    """Where cells show that records were misjudged, the rows lost and made up have the same cause."""
    lost, made = rows("missing-row", (2, "ab-1"), (3, "ab-2")), rows("extra-row", (None, "two"))
    hints = causes(misread(passed, [cell], [lost, made]))
    assert hints["missing-row", ""] == hints["extra-row", ""] == ([told] if told else [])


def test_a_changed_key_is_seen(passed: Report) -> None:
    """A row lost and a row made up, whose keys tell what was done to them."""
    hints = causes(misread(passed, [], [rows("missing-row", (2, "007")), rows("extra-row", (None, "7"))]))
    told = "The key was changed. The value was read as a number and written anew: keep the column as text."
    assert hints == {("missing-row", ""): [told], ("extra-row", ""): [told]}


@pytest.mark.parametrize(("row", "told"), [(1, [FIRST]), (2, []), (3, [LAST])])
def test_the_same_row_of_each_file_is_seen(passed: Report, row: int, told: list[str]) -> None:
    """The first row taken for a header, or the last never handed on, is missing in each file."""
    assert causes(misread(passed, [], [rows("missing-row", (row, "k"))])) == {("missing-row", ""): told}


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["x/p_1_06.csv"], ["p_1_06.csv"]),
        (["x/p_1_06.csv", "x/p_1_06_2.csv", "x/p_1_06_10.csv"], ["…_06.csv", "…_06_2.csv", "…_06_10.csv"]),
        (["one.csv", "two.csv"], ["one.csv", "two.csv"]),
        (["x/p.csv", "y/p.csv"], ["x/p.csv", "y/p.csv"]),
    ],
)
def test_short_names_tell_files_apart(passed: Report, names: list[str], short: list[str]) -> None:
    """What all have in common is left out, to the last underscore; the same name in two folders stays whole."""
    export = replace(passed.export, files=tuple(ExportFile(name, 1, 1, "ab") for name in names))
    assert list(short_names(export).values()) == short


def test_the_folder_of_an_export_without_files_is_the_plans(passed: Report) -> None:
    """Otherwise it is that of the files."""
    templated = replace(passed.export, plan=replace(passed.export.plan, folder="in/%SEGMENT_NAME%"))
    assert (folder(templated), folder(replace(templated, files=()))) == ("exports", "in/%SEGMENT_NAME%")


def test_many_columns_are_counted() -> None:
    """A line names eight columns and counts the rest."""
    assert column_line("missing-column", list("abcdefghij")) == (
        "Columns a, b, c, d, e, f, g, h and 2 more were not read"
    )
