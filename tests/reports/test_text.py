"""A report in the terminal: a page at most."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console, RenderableType

from exportsim.model import S3, Delivery, Export, Receipt, Report, Switch
from exportsim.reports import text


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
    assert "and 10,065 more findings in 10 groups" in lines


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


EXPECTED_FAIL = """\
 FAIL  Misread: 1 of 3 rows, 1 of 4 texts, 1 of 4 nulls.
python naive.py {file}: 3 sent, 2 read, 0.5 s

  verdict  question                            looked at  wrong
  rows     Was every row read, and only once?          3      1  fail
  text     Does every cell say what was sent?          4      1  fail
  nulls    Are nulls null, and nothing else?           4      1  fail

✗ Rows that were not read: 1
  file                row  key
  …301_120000.csv.gz    3  c
  → Count records, not lines: a quoted value may hold line breaks. Look for rows dropped as
  malformed.

✗ Text that was read differently in name: 1  (quote-inside 1)
  file               row  key  sent             read
  …01_120000.csv.gz    1  a    say "<script>"␤  say \\"<script>\\"␤
  → The platform escapes a quote with a backslash, not by doubling it: set that escape character.

✗ Text read as missing in name: 1
  file               row  key  sent  read
  …01_120000.csv.gz    2  b    NULL  (null)
  → The parser takes this word for a missing value; here it is somebody's text.

Not documented by the vendor, decided here: time-zone=UTC

! server.json: $.x: is not a known key and is ignored
"""

EXPECTED_PASS = """\
 PASS  Everything that was sent was read as it was meant.
python naive.py {file}: 3 sent, 3 read, 0.5 s

  verdict  question                            looked at  wrong
  rows     Was every row read, and only once?          3      0  pass
  text     Does every cell say what was sent?          6      0  pass
  nulls    Are nulls null, and nothing else?           6      0  pass

Not documented by the vendor, decided here: time-zone=UTC

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

  key                  size  attempts  seconds
  in/people.csv      1.2 kB         1      0.2
  in/people_2.csv  10 bytes         3      2.0
"""
