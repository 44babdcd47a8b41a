"""A report in the terminal: a page at most."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console, RenderableType

from exportsim.model import S3, DataLandingZone, Delivery, Export, Finding, Group, Receipt, Report, Switch
from exportsim.reports import as_json, text
from exportsim.reports.facts import delivery_line


def printed(renderable: RenderableType, width: int = 80) -> str:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    console.print(renderable)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"


def test_a_failed_verdict_shows_what_was_sent_and_read(failed: Report) -> None:
    """First the outcome and the questions, then each kind of finding with a hint, last what was decided."""
    assert printed(text.verification(failed), 100) == EXPECTED_FAIL


def test_a_passed_verdict_is_short(passed: Report) -> None:
    """Without findings there is the outcome, the questions, and what was decided."""
    assert printed(text.verification(passed)) == EXPECTED_PASS


@pytest.mark.parametrize("width", [80, 120])
def test_a_bad_parser_gets_a_page_and_not_a_wall(overwhelmed: Report, width: int) -> None:
    """However much is wrong, there are at most 60 lines that fit the terminal, and the rest is counted."""
    switches = tuple(Switch(f"switch-number-{number}", "documented-default", "why") for number in range(12))
    plan = replace(overwhelmed.export.plan, switches=switches)
    lines = printed(
        text.verification(replace(overwhelmed, export=replace(overwhelmed.export, plan=plan))), width
    ).splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= width
    assert "and 9,037 more findings in 10 groups: .exportsim/report.html" in lines


def test_the_heaviest_findings_of_each_kind_stand_first(overwhelmed: Report) -> None:
    """Groups go by their counts, and a kind that occurs once is not hidden behind a dozen heavy groups."""
    headings = [line for line in printed(text.verification(overwhelmed)).splitlines() if line.startswith("✗")]
    assert headings == [
        "✗ Text that was read differently in column_11: 1,011  (newline 500, emoji 400)",
        "✗ Text that was read differently in column_10: 1,010  (newline 500, emoji 400)",
        "✗ Text that was read differently in column_9: 1,009  (newline 500, emoji 400)",
        "✗ Rows that were not read: 1",
        "✗ Text read as missing in name: 1",
    ]


def test_a_cause_that_columns_share_is_told_once(overwhelmed: Report) -> None:
    """The first group says in how many columns it was found, the others do not repeat it."""
    lines = [line for line in printed(text.verification(overwhelmed)).splitlines() if "cut off" in line]
    assert lines == ["  → In 12 columns: The value was cut off: look for a limit on its length."]


def test_a_heading_lists_the_cases_that_fit(failed: Report) -> None:
    """In a narrow terminal edge cases are left out, never cut in the middle of their name."""
    cases = (("carriage-return", 200), ("quote-delimiter", 100), ("backslash-quote", 50))
    odd = replace(failed, groups=(replace(failed.groups[1], count=350, cases=cases),))
    told = "✗ Text that was read differently in name: 350"
    for width, shown in (
        (120, f"{told}  (carriage-return 200, quote-delimiter 100, backslash-quote 50)"),
        (90, f"{told}  (carriage-return 200, quote-delimiter 100)"),
        (80, f"{told}  (carriage-return 200)"),
        (60, told),
    ):
        assert shown in printed(text.verification(odd), width).splitlines()


def test_files_are_named_by_what_tells_them_apart(failed: Report, export: Export) -> None:
    """Of an export of several files the end of the name is shown, from the piece in which they differ."""
    name = "exports/people_20260301_120000_2.csv.gz"
    both = (*export.files, replace(export.files[0], name=name))
    group = failed.groups[2]
    second = replace(group, examples=(*group.examples, replace(group.examples[0], file=name)))
    shown = printed(text.verification(replace(failed, export=replace(export, files=both), groups=(second,))))
    assert EXPECTED_FILES in shown


def test_columns_that_one_side_lacks_are_a_line(failed: Report) -> None:
    """There is nothing to show of their cells, so their names are all, and the cause where it is known."""
    lost, *more = (
        Group(kind, column, 1, (), (Finding(kind, "", None, "", column, None, None, None),))
        for kind, column in (
            ("missing-column", "notes"),
            ("missing-column", "first.name"),
            ("missing-column", "id"),
            ("extra-column", "First_Name"),
        )
    )
    assert EXPECTED_COLUMNS in printed(text.verification(replace(failed, groups=(lost, *more))))
    assert "\n✗ Column notes was not read\n\n" in printed(text.verification(replace(failed, groups=(lost,))))


def test_what_was_not_judged_has_not_passed(passed: Report) -> None:
    """A question that nothing could be asked of says so, and the outcome names it."""
    rows, text_, nulls = passed.verdicts
    nothing = [replace(verdict, looked_at=0, judged=False) for verdict in (text_, nulls)]
    lines = printed(text.verification(replace(passed, verdicts=(replace(rows, wrong=3), *nothing)))).splitlines()
    assert lines[0] == " FAIL  Misread: 3 of 3 rows. Not judged: text, nulls."
    assert [line.split()[-2:] for line in lines[4:7]] == [["3", "fail"], ["not", "judged"], ["not", "judged"]]


def test_notes_stand_above_the_verdicts(passed: Report) -> None:
    """What is to be known before the findings are read is read before them."""
    lines = printed(text.verification(replace(passed, notes=("The key was not read.",)))).splitlines()
    assert lines[1:5] == ["python naive.py {file}: 3 sent, 3 read, 0.5 s", "", "! The key was not read.", ""]


def test_markup_in_values_is_shown_as_it_is(failed: Report) -> None:
    """Square brackets are the terminal library's markup, and here somebody's text."""
    group = failed.groups[1]
    odd = replace(group, examples=(replace(group.examples[0], sent="[red]a[/red]", read="[/bold]"),))
    shown = printed(text.verification(replace(failed, groups=(odd,))), 120)
    assert "[red]a[/red]" in shown
    assert "[/bold]" in shown


def test_an_export_lists_its_files(export: Export) -> None:
    """The files with rows, size and the beginning of their digest, the manifest last."""
    assert printed(text.export(export)) == EXPECTED_EXPORT


def test_a_long_export_is_counted(export: Export) -> None:
    """After a dozen files the rest is a number."""
    many = replace(export, files=export.files * 15, manifest=None)
    assert "  and 3 more files" in printed(text.export(many)).splitlines()


def test_a_delivery_lists_its_receipts() -> None:
    """The keys as they stand in the place, with sizes and attempts."""
    receipts = (
        Receipt("in/people.csv", 1234, "ab", "md5", 1, 0.25),
        Receipt("in/people_2.csv", 10, "cd", "md5", 3, 2),
    )
    assert printed(text.delivery(Delivery(S3("kestrel-loyalty", ""), receipts))) == EXPECTED_DELIVERY


def test_a_landing_zone_does_not_keep_files() -> None:
    """Whoever reads of a delivery there reads of the seven days."""
    delivery = Delivery(DataLandingZone("in"), (Receipt("a.csv", 1, "ab", "md5", 1, 0.25),))
    told = "the platform deletes every file of a landing zone seven days after it arrived"
    assert f"! {told}" in printed(text.delivery(delivery), 100)
    assert as_json.delivery(delivery)["notes"] == [told]
    assert delivery_line(delivery) == f"1 file at data-landing-zone: path in, proved by md5; {told}"


EXPECTED_FAIL = """\
 FAIL  Misread: 1 of 3 rows, 1 of 4 texts, 1 of 4 nulls.
python naive.py {file}: 3 sent, 2 read, 0.5 s

  verdict  question                            looked at  wrong
  rows     Was every row read, and only once?          3      1  fail
  text     Does every cell say what was sent?          4      1  fail
  nulls    Are nulls null, and nothing else?           4      1  fail

✗ Rows that were not read: 1
  row  key
    3  c
  → The last row of each file is missing: look for a last batch that is never handed on.

✗ Text that was read differently in name: 1  (quote-inside 1)
  row  key  sent             read
    1  a    say "<script>"␤  say \\"<script>\\"␤
  → The platform escapes a quote with a backslash, not by doubling it: set that escape character.

✗ Text read as missing in name: 1
  row  key  sent  read
    2  b    NULL  (null)
  → The parser takes this word for a missing value; here it is somebody's text.

1 undocumented choice taken (see report.html or --json)

! server.json: $.x: is not a known key and is ignored
"""

EXPECTED_FILES = """\
✗ Text read as missing in name: 1
  file               row  key  sent  read
  …_120000.csv.gz      2  b    NULL  (null)
  …_120000_2.csv.gz    2  b    NULL  (null)
"""

EXPECTED_COLUMNS = """
✗ Columns notes, first.name and id were not read

✗ Column First_Name was read and never sent
  → Column first.name seems to be read under the name First_Name.

"""

EXPECTED_PASS = """\
 PASS  Everything that was sent was read as it was meant.
python naive.py {file}: 3 sent, 3 read, 0.5 s

  verdict  question                            looked at  wrong
  rows     Was every row read, and only once?          3      0  pass
  text     Does every cell say what was sent?          6      0  pass
  nulls    Are nulls null, and nothing else?           6      0  pass

1 undocumented choice taken (see report.html or --json)

! server.json: $.x: is not a known key and is ignored
"""

EXPECTED_EXPORT = """\
3 rows in 1 file: OUT
csv, files end in .csv.gz; for s3: bucket kestrel-loyalty

  file                                  rows       size  sha-256
  …s/people_20260301_120000.csv.gz         3     1.2 kB  abababababab
  exports/manifest-d-r.json         manifest  210 bytes  cdcdcdcdcdcd

Not documented by the vendor, decided here: time-zone=UTC

! server.json: $.x: is not a known key and is ignored
"""

EXPECTED_DELIVERY = """\
2 files delivered, 1.2 kB, to s3: bucket kestrel-loyalty

  key                  size  proved by  attempts  seconds
  in/people.csv      1.2 kB        md5         1      0.2
  in/people_2.csv  10 bytes        md5         3      2.0
"""
