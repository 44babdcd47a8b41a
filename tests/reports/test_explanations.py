"""Every kind of finding is explained, and hints fit what happened."""

from __future__ import annotations

import inspect
import re

import pytest

from exportsim.model import Finding
from exportsim.reports.explanations import EXPLANATIONS
from exportsim.reports.hints import ESCAPED, RECORDS, hint


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
    ],
)
def test_a_hint_fits_what_was_made_of_the_value(sent: str, read: str, words: str) -> None:
    """Sent and read together tell what the parser did, whatever the file type."""
    assert words in hint(found("text", sent, read), "parquet")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ('a "b" c', ESCAPED),
        ("a\nb", RECORDS),
        ("a\\b", "only inside"),
        (" a", "where the export keeps them"),
        ("日本", "own encoding"),
    ],
)
def test_in_csv_the_value_sent_gives_a_hint(sent: str, words: str) -> None:
    """Where the value read tells nothing, what is hard in the value sent does; but only in text files."""
    assert words in hint(found("text", sent, "something else"), "csv")
    assert hint(found("text", sent, "something else"), "parquet") == EXPLANATIONS["text"].check


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (found("null-read-as-text", None, ""), "empty string"),
        (found("null-read-as-text", None, "null"), "map exactly this token"),
        (found("null-read-as-text", None, "0"), EXPLANATIONS["null-read-as-text"].check),
        (found("text-read-as-null", "NA", None), "takes this word"),
        (found("text-read-as-null", " ", None), "blank value"),
        (found("text-read-as-null", "Anna", None), EXPLANATIONS["text-read-as-null"].check),
        (found("extra-column", None, None, "\ufeffid"), "byte order mark"),
        (found("missing-row", None, None, ""), EXPLANATIONS["missing-row"].check),
    ],
)
def test_other_kinds_have_hints_of_their_own(finding: Finding, words: str) -> None:
    """Nulls and columns are hinted at by what was read, and the general advice is the last resort."""
    assert words in hint(finding, "csv")
