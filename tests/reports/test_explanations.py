"""Every kind of finding is explained, and hints fit what happened."""

from __future__ import annotations

import inspect
import re

import pytest

from exportsim.model import Finding
from exportsim.reports.explanations import EXPLANATIONS
from exportsim.reports.hints import ENDED, ORDINARY, hint


def kinds() -> list[str]:
    """Read the kinds off the model's own words."""
    return re.findall(r"``([a-z]+(?:-[a-z]+)*)``", inspect.getsource(Finding).split("file: str")[0])


def found(kind: str, sent: str | None, read: str | None, column: str = "name") -> Finding:
    return Finding(kind, "f.csv", 1, "k", column, sent, read, None)


def test_every_kind_the_model_names_is_explained() -> None:
    """The kinds of the model and those explained are the same, and nothing in an explanation is empty."""
    assert sorted(EXPLANATIONS) == sorted(kinds())
    for told in EXPLANATIONS.values():
        assert all((told.title, told.description, told.why, told.check))


@pytest.mark.parametrize(
    ("sent", "read", "words"),
    [
        ("Zoë", "ZoÃ«", "Latin-1"),
        ("Zoë", "Zo\ufffd", "fit no character"),
        ("007", "7", "as a number"),
        ("1.10", "1.1", "as a number"),
        ("abc", '"abc"', "not part of it"),
        ('say "hi"', 'say \\"hi\\"', "backslash, not by doubling"),
        ("C:\\x", "C:\\\\x", "written twice and means one"),
        ("one\ntwo", "one", "by records, not by lines"),
        ("Doe, John", "Doe", "delimiter inside quotes"),
        ("C:\\new", "C:new", "ordinary character"),
        ("  x ", "x", "do not trim"),
        ("x", "x  ", "adds blanks"),
        ("a\r\nb", "a\nb", "were changed"),
        ("e\u0301", "é", "look alike"),
        ("Anna", "ANNA", "letter case"),
        ("a long name", "a lon", "cut off"),
        ("a long name.", "a long name", "Signs at the end"),
        ("what; now ?!", "what; now", "Signs at the end"),
        ("one\ntwo", '"one', "by records, not by lines"),
        ('say "hi", she', '"say \\"hi\\"', "delimiter inside quotes"),
        ("Tom &amp; Ann", "Tom & Ann", "HTML-unescaped"),
        ("Tom & Ann's", "Tom &amp; Ann&#x27;s", "HTML-escaped"),
        ("2026-03-01T12:00:00.000Z", "2026-03-01 14:00:00", "another time zone"),
        ("2026-03-01T12:00:00Z", "2026-03-01T17:45:00Z", "another time zone"),
        ("1955-05-13", "1955-13-05", "Day and month"),
        ("05/13/1955", "13/05/1955", "Day and month"),
        ("1955-05-03T10:00:00Z", "1955-03-05 10:00:00", "Day and month"),
        ("1955-05-13", "13/05/1955", "in another form"),
        ("NULL", "", "takes this word"),
        ("\\N", "", "takes this word"),
        ("", "null", "token for null is not translated"),
    ],
)
def test_a_hint_fits_what_was_made_of_the_value(sent: str, read: str, words: str) -> None:
    """Sent and read together tell what the parser did, whatever the file type."""
    assert words in hint(found("text", sent, read), "parquet")


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ('","', "\\"),
        ('"Ada Lovelace', '\\Ada Lovelace"'),
        ('say "hi" twice', 'say \\hi\\" twice"'),
    ],
)
def test_in_csv_a_quote_is_seen_to_have_ended_a_value(sent: str, read: str) -> None:
    """What a reader of doubled quotes makes of a backslash before a quote is known; only text files have it."""
    assert hint(found("text", sent, read), "csv") == ENDED
    assert hint(found("text", sent, read), "parquet") == ""


@pytest.mark.parametrize("read", ["C:dir,Ada", "C:dir\nAda", "C:dir,"])
def test_in_csv_a_backslash_is_seen_to_have_escaped_what_is_behind_it(read: str) -> None:
    """A reader that undoes escapes outside quotes too reads the delimiter, or the line end, as text."""
    assert hint(found("text", "C:\\dir\\", read), "csv") == ORDINARY
    assert hint(found("text", "C:\\dir\\", read), "parquet") == ""


@pytest.mark.parametrize("sent", ['a "b" c', "a\nb", "a\\b", " a", "日本", "Anna"])
@pytest.mark.parametrize("read", ["something else", ""])
def test_a_cause_is_not_guessed(sent: str, read: str) -> None:
    """A value that is easily misread is no proof of how it was misread, and an empty one is not cut off."""
    assert hint(found("text", sent, read), "csv") == ""


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (found("null-read-as-text", None, ""), "read as empty text"),
        (found("null-read-as-text", None, "null"), "map exactly this token"),
        (found("null-read-as-text", None, "0"), ""),
        (found("text-read-as-null", "NA", None), "takes this word"),
        (found("text-read-as-null", " ", None), "blank value"),
        (found("text-read-as-null", "Anna", None), ""),
        (found("extra-column", None, None, "\ufeffid"), "byte order mark"),
        (found("missing-row", None, None, ""), ""),
    ],
)
def test_other_kinds_have_hints_of_their_own(finding: Finding, words: str) -> None:
    """Nulls and columns are hinted at by what was read; where that tells nothing, nothing is said."""
    told = hint(finding, "csv")
    assert words in told if words else told == ""


@pytest.mark.parametrize("read", ["2026-03-01T12:00:07Z", "2026-03-03T12:00:00Z", "2026-13-01T12:00:00Z", "2026-03-02"])
def test_times_that_are_no_zone_apart_have_no_hint(read: str) -> None:
    """Seconds or days apart, or not a time at all."""
    assert hint(found("text", "2026-03-01T12:00:00Z", read), "csv") == ""
