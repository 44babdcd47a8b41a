from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from verdict.judging import counts, judged, sent, shown, text, verdicts

from exportsim.errors import ConfigurationError, ParserError
from exportsim.model import Verdict
from exportsim.verdict import sides
from formats.base import Lookalikes


def test_a_perfect_reading_passes(tmp_path: Path) -> None:
    """Rows read as they were sent give three verdicts without a wrong and no groups."""
    export = sent(tmp_path, {"id": text("a", "b"), "city": text("Rome", None)})
    report = judged(export, [{"id": "a", "city": "Rome"}, {"id": "b", "city": None}])
    assert verdicts(report) == {"rows": (2, 0), "text": (3, 0), "nulls": (4, 0)}
    assert (report.groups, report.passed, report.rows_sent, report.rows_read) == ((), True, 2, 2)


def test_rows_are_found_by_key_whatever_their_order_and_file(tmp_path: Path) -> None:
    """A row counts as read where its key stands, in any order and in the reading of any file."""
    export = sent(tmp_path, {"id": text("a", "b", "c"), "n": text("1", "2", "3")}, parts=[2, 1])
    report = judged(export, [{"id": "c", "n": "3"}], [{"id": "b", "n": "2"}, {"id": "a", "n": "1"}])
    assert report.passed


def test_missing_extra_and_duplicate_rows(tmp_path: Path) -> None:
    """A key not read is missing, one never sent is extra and has no row, one read twice is a duplicate."""
    export = sent(tmp_path, {"id": text("a", "b", "c")}, parts=[2, 1])
    report = judged(export, [{"id": "a"}, {"id": "c"}], [{"id": "x"}, {"id": "c"}, {"id": "c"}])
    assert shown(report) == [
        ("missing-row", "people_1.csv", 2, "b", "", None, None),
        ("extra-row", "people_2.csv", None, "x", "", None, None),
        ("duplicate-row", "people_2.csv", 1, "c", "", None, None),
        ("duplicate-row", "people_2.csv", 1, "c", "", None, None),
    ]
    assert verdicts(report)["rows"] == (6, 4)


def test_a_key_sent_twice_may_be_read_twice(tmp_path: Path) -> None:
    """Rows that share a key pair up in order; only what is over or under their number is a finding."""
    export = sent(tmp_path, {"id": text("a", "a", "b"), "n": text("1", "2", "3")})
    twice = [{"id": "b", "n": "3"}, {"id": "a", "n": "1"}, {"id": "a", "n": "2"}]
    assert judged(export, twice).passed
    assert counts(judged(export, twice[:2])) == {("missing-row", ""): 1}
    assert counts(judged(export, [*twice, twice[1]])) == {("duplicate-row", ""): 1}


def test_a_mangled_key_is_a_row_missing_and_a_row_extra(tmp_path: Path) -> None:
    """A key that was read otherwise than sent cannot be told from another row."""
    report = judged(sent(tmp_path, {"id": text("007")}), [{"id": 7}])
    assert counts(report) == {("missing-row", ""): 1, ("extra-row", ""): 1}


def test_a_file_without_reading_is_missing_whole(tmp_path: Path) -> None:
    """The rows of a file that nobody read are missing, each at its place."""
    export = sent(tmp_path, {"id": text("a", "b", "c")}, parts=[1, 2])
    assert [finding[1:4] for finding in shown(judged(export, [{"id": "a"}]))] == [
        ("people_2.csv", 1, "b"),
        ("people_2.csv", 2, "c"),
    ]


def test_nothing_read_is_rows_missing_and_not_columns(tmp_path: Path) -> None:
    """JSON Lines without rows name no columns, so no column is missing."""
    assert counts(judged(sent(tmp_path, {"id": text("a")}), [])) == {("missing-row", ""): 1}


def test_an_export_without_rows_passes(tmp_path: Path) -> None:
    """No rows sent and none read is a match."""
    report = judged(sent(tmp_path, {"id": text()}), [])
    assert (report.passed, report.rows_sent, report.rows_read) == (True, 0, 0)


def test_keys_of_several_columns(tmp_path: Path) -> None:
    """All columns of the key together find a row, null among them, and a reader sees them joined."""
    columns = {"id": text("a", "a", "b"), "zone": text("x", "y", None), "n": text("1", "2", "3")}
    export = sent(tmp_path, columns, key=("id", "zone"))
    rows = [{"id": "a", "zone": "y", "n": "2"}, {"id": "b", "n": "3"}, {"id": "a", "zone": "x", "n": "!"}]
    assert shown(judged(export, rows)) == [("text", "people_1.csv", 1, "a, x", "n", "1", "!")]


@pytest.mark.parametrize("format", ["jsonl", "arrow"])
def test_keys_that_are_numbers_are_found_as_text_and_typed(tmp_path: Path, format: str) -> None:
    """An integer key matches a number, a JSON number and its text."""
    export = sent(tmp_path, {"id": pa.array([2**60 + 1, -3], pa.int64())})
    values = [2**60 + 1, -3]
    assert judged(
        export, pa.table({"id": values}) if format == "arrow" else [{"id": v} for v in values], format=format
    ).passed
    if format == "jsonl":
        assert judged(export, [{"id": str(v)} for v in values]).passed


def test_a_key_that_looks_like_null_is_found(tmp_path: Path) -> None:
    """Where null and empty are written alike, an empty key read as null is the same key."""
    export = sent(tmp_path, {"id": text("", "b")}, lookalikes=Lookalikes(null="", empty='""'))
    assert judged(export, [{"id": None}, {"id": "b"}]).passed


def test_windows_do_not_change_the_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows far from their place, lost, doubled and changed are found alike in windows of any size."""
    monkeypatch.setattr(sides, "WINDOW_ROWS", 2048)
    ids = [f"{number:05}" for number in range(10_000)]
    export = sent(tmp_path, {"id": text(*ids), "n": text(*ids)}, parts=[6000, 4000])
    order = [*ids[1:5000], *ids[5001:], ids[0], ids[0]]
    rows = [{"id": id_, "n": "?" if id_ == "07777" else id_} for id_ in order]
    assert shown(judged(export, rows[:3000], rows[3000:])) == [
        ("missing-row", "people_1.csv", 5001, "05000", "", None, None),
        ("duplicate-row", "people_1.csv", 1, "00000", "", None, None),
        ("text", "people_2.csv", 1778, "07777", "n", "07777", "?"),
    ]


def test_examples_are_the_first_by_file_and_row(tmp_path: Path) -> None:
    """A group counts all findings and shows the first few in the order sent, not in the order read."""
    ids = [str(number) for number in range(100)]
    export = sent(tmp_path, {"id": text(*ids), "n": text(*ids)}, parts=[50, 50])
    rows = [{"id": id_, "n": "?"} for id_ in reversed(ids)]
    (group,) = judged(export, rows[:50], rows[50:], examples=3).groups
    assert (group.count, [finding.key for finding in group.examples]) == (100, ["0", "1", "2"])


def test_edge_cases_are_counted(tmp_path: Path) -> None:
    """A group says how often each edge case is among its findings, the most frequent first."""
    export = sent(
        tmp_path,
        {"id": text("a", "b", "c", "d"), "n": text("1", "2", "3", "4")},
        cases={"n": ["quote", "emoji", None, "emoji"]},
    )
    (group,) = judged(export, [{"id": id_, "n": "?"} for id_ in "abcd"]).groups
    assert group.cases == (("emoji", 2), ("quote", 1))
    assert [finding.case for finding in group.examples] == ["quote", "emoji", None, "emoji"]


def test_missing_and_extra_columns_count_once(tmp_path: Path) -> None:
    """A column that no reading has, or that was never sent, is one finding of the text verdict."""
    export = sent(tmp_path, {"id": text("a", "b"), "Email": text("x", "y")})
    report = judged(export, [{"id": "a", "email": "x"}, {"id": "b", "email": "y"}])
    assert counts(report) == {("missing-column", "Email"): 1, ("extra-column", "email"): 1}
    assert verdicts(report) == {"rows": (2, 0), "text": (4, 2), "nulls": (2, 0)}


def test_a_missing_key_column_leaves_every_row_unfound(tmp_path: Path) -> None:
    """Without the key's column no row can be matched: one finding, all rows wrong, the other questions unanswered."""
    export = sent(tmp_path, {"id": text("a", "b"), "n": text("1", "2")})
    report = judged(export, [{"n": "1", "ID": "a"}, {"n": "2"}, {"n": "2"}])
    assert shown(report) == [("missing-column", "", None, "", "id", None, None)]
    assert report.verdicts == (
        Verdict("rows", 2, 2),
        Verdict("text", 0, 0, judged=False),
        Verdict("nulls", 0, 0, judged=False),
    )
    assert (report.passed, report.rows_read) == (False, 3)
    assert report.notes == (
        'rows are found again by "id", which the rows read do not have, so no cell could be compared; '
        'they have "n", "ID"',
    )


def test_many_columns_are_not_all_listed(tmp_path: Path) -> None:
    """A note names a dozen of the columns read and counts the rest."""
    report = judged(sent(tmp_path, {"id": text("a")}), [{f"c{number}": "" for number in range(15)}])
    assert report.notes[0].endswith(
        'they have "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11" and 3 more'
    )


def test_rows_without_any_column_have_no_key_either(tmp_path: Path) -> None:
    """Empty JSON objects are rows that cannot be matched, not columns left out."""
    report = judged(sent(tmp_path, {"id": text("a", "b")}), [{}, {}])
    assert (counts(report), report.rows_read) == ({("missing-column", "id"): 1}, 2)


def test_a_key_column_of_nulls_may_be_left_out(tmp_path: Path) -> None:
    """JSON may leave out nulls, so a column of the key that is null in all rows sent needs not be there."""
    export = sent(tmp_path, {"id": text("a", "b"), "zone": text(None, None)}, key=("id", "zone"))
    assert verdicts(judged(export, [{"id": "b"}, {"id": "a"}]))["rows"] == (2, 0)


def test_a_question_that_nothing_was_looked_at_for_has_not_passed(tmp_path: Path) -> None:
    """Where rows were sent and none was found again, text and nulls are not judged."""
    report = judged(sent(tmp_path, {"id": text("a")}), [])
    assert [(verdict.judged, verdict.passed) for verdict in report.verdicts] == [
        (True, False),
        (False, False),
        (False, False),
    ]


def test_rows_without_a_text_pass(tmp_path: Path) -> None:
    """Rows found again whose cells are all null leave no text to be wrong."""
    export = sent(tmp_path, {"id": text(None)}, lookalikes=Lookalikes(null="", empty='""'))
    report = judged(export, [{"id": None}])
    assert (verdicts(report)["text"], report.passed) == ((0, 0), True)


def test_what_a_parser_said_about_a_file_it_read_nothing_of_is_noted(tmp_path: Path) -> None:
    """Where a file has rows and none was read, the parser's last words are a note; without words there is none."""
    export = sent(tmp_path, {"id": text("a", "b", "c")}, parts=[1, 1, 1])
    said = "gzip: people_1.csv: not in gzip format\n"
    report = judged(export, "", [{"id": "b"}], "\n", stderr=said, hint="no shell is involved")
    assert report.notes == (
        "the parser printed nothing for people_1.csv; its stderr said: gzip: people_1.csv: not in gzip format",
        "the parser read no row of people_3.csv; its stderr said: gzip: people_1.csv: not in gzip format",
        "no shell is involved",
    )
    assert judged(export, "", "", "").notes == ()


def test_many_silent_files_are_told_in_few_notes(tmp_path: Path) -> None:
    """The first few files that nothing was read of are told one by one, the rest counted."""
    export = sent(tmp_path, {"id": text(*"abcdefg")}, parts=[1] * 7)
    notes = judged(export, *[""] * 7, stderr="one\n\ntwo\nthree\nfour").notes
    assert (len(notes), notes[-1]) == (6, "and 2 more files in the same way")
    assert notes[0] == "the parser printed nothing for people_1.csv; its stderr said: two; three; four"


def test_a_report_that_passed_needs_no_notes(tmp_path: Path) -> None:
    """A hint and words on stderr belong to failures."""
    assert judged(sent(tmp_path, {"id": text("a")}), [{"id": "a"}], stderr="done", hint="no shell").notes == ()


def test_a_column_that_only_some_readings_have_is_null_in_the_others(tmp_path: Path) -> None:
    """Readings are united by column name; JSON may leave out a null."""
    export = sent(tmp_path, {"id": text("a", "b", "c"), "n": text(None, "2", "3")}, parts=[1, 2])
    report = judged(export, [{"id": "a"}], [{"id": "b", "n": "2"}, {"id": "c"}])
    assert shown(report) == [("text-read-as-null", "people_2.csv", 2, "c", "n", "3", None)]


def test_an_unreadable_output_is_the_parsers_fault(tmp_path: Path) -> None:
    """An output that is not what its format says names the file that was parsed."""
    with pytest.raises(ParserError) as error:
        judged(sent(tmp_path, {"id": text("a")}), "PAR1 is not enough", format="parquet")
    said, begins = str(error.value).splitlines()
    assert said.startswith("people_1.csv: what the parser wrote is not readable as Parquet: Parquet magic bytes")
    assert begins == "  it begins with 'PAR1 is not enough'"


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (b"id\na,b,c\n", "line 2: it has 3 values, the header has 1\n  a,b,c"),
        (b'id,n\n"a\nb",1\nx\n', "line 4: it has 1 value, the header has 2\n  x"),
        (b'id\r\n"x"y\r\n', "line 2: ',' expected after '\"'\n  \"x\"y"),
        (b"id\na\n\xe9\n", "line 3: it is not UTF-8\n  \\xe9"),
        (b"id\n" + b"a," * 80, f"line 2: it has 81 values, the header has 1\n  {'a,' * 40}…"),
    ],
)
def test_an_unreadable_csv_is_shown(tmp_path: Path, output: bytes, told: str) -> None:
    """A row of CSV that is none is told by the line it begins on, its fault and its beginning, and by no path."""
    with pytest.raises(ParserError) as error:
        judged(sent(tmp_path, {"id": text("a")}), output, format="csv")
    assert str(error.value) == f"people_1.csv: what the parser wrote is not readable as CSV: {told}"


def test_an_export_without_truth_is_refused(tmp_path: Path) -> None:
    """The truth's path stands in the error when the file is not there."""
    export = sent(tmp_path, {"id": text("a")})
    export.truth.unlink()
    with pytest.raises(ConfigurationError, match=r"truth\.parquet"):
        judged(export, [{"id": "a"}])
