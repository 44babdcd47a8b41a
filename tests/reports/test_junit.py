"""A report as JUnit XML: what a build server makes of it."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from exportsim.model import Report
from exportsim.reports import junit
from exportsim.reports.hints import ESCAPED

FILE = "exports/people_20260301_120000.csv.gz"


def cases(report: Report) -> dict[str, tuple[str, str | None] | None]:
    """Read the page back: the name of each case, and message and text of its failure."""
    suite = ElementTree.fromstring(junit.verification(report)).find("testsuite")
    assert suite is not None
    found: dict[str, tuple[str, str | None] | None] = {}
    for case in suite.findall("testcase"):
        failure = case.find("failure")
        name = f"{case.attrib['classname']} {case.attrib['name'].split(':')[0]}"
        found[name] = None if failure is None else (failure.attrib["message"], failure.text)
    return found


def test_each_verdict_column_and_file_is_a_case(failed: Report) -> None:
    """Failures carry their counts and the first examples, with control characters made visible."""
    assert cases(failed) == {
        "verdict rows": (
            "1 of 3 rows are wrong",
            f"{FILE}, row 3, key c. "
            "The last row of each file is missing: look for a last batch that is never handed on.",
        ),
        "verdict text": ("1 of 4 texts are wrong", None),
        "verdict nulls": ("1 of 4 nulls are wrong", None),
        "column id": None,
        "column name": (
            "text that was read differently: 1, text read as missing: 1",
            f'{FILE}, row 1, key a: sent say "<script>"␤, read say \\"<script>\\"␤. {ESCAPED}\n'
            f"{FILE}, row 2, key b: sent NULL, read (null). "
            "The parser takes this word for a missing value; here it is somebody's text.",
        ),
        f"file {FILE}": None,
    }


def test_a_passed_verdict_has_no_failure(passed: Report) -> None:
    """Every case is there and none fails; the figures of the suite say the same."""
    page = junit.verification(passed)
    assert set(cases(passed).values()) == {None}
    root = ElementTree.fromstring(page)
    assert root.attrib == {"tests": "6", "failures": "0", "errors": "0", "time": "0.500"}
    assert root.findtext("testsuite/system-out") == (
        "time-zone=UTC: schedules are in UTC\nserver.json: $.x: is not a known key and is ignored"
    )


def test_what_xml_forbids_is_written_as_an_escape(failed: Report) -> None:
    """Control characters, half surrogates and noncharacters in values and names do not break the page."""
    nasty = "\0\x1b\x0b\uffff\ud800]]>&"
    group = failed.groups[1]
    odd = replace(group, column=nasty, examples=(replace(group.examples[0], sent=nasty, read="", key=nasty),))
    told = cases(replace(failed, groups=(odd,)))["column ␀\\x1b\\x0b\\uffff\\ud800]]>&"]
    assert told is not None
    assert told[1] is not None
    assert "sent ␀\\x1b\\x0b\\uffff\\ud800]]>&, read (empty)" in told[1]


def test_a_file_the_parser_was_not_run_on_fails(passed: Report) -> None:
    """A file without a reading is not silently counted as read."""
    unread = replace(passed, ingestion=replace(passed.ingestion, readings=()))
    assert cases(unread)[f"file {FILE}"] == ("the parser was not run on a file of 3 rows", None)


def test_what_was_not_judged_is_an_error(passed: Report) -> None:
    """A question that nothing could be asked of is no success, nor is anything misread."""
    rows, text, nulls = passed.verdicts
    unjudged = replace(text, looked_at=0, judged=False)
    root = ElementTree.fromstring(junit.verification(replace(passed, verdicts=(rows, unjudged, nulls))))
    assert root.attrib == {"tests": "6", "failures": "0", "errors": "1", "time": "0.500"}
    errors = [case.attrib["name"] for case in root.iter("testcase") if case.find("error") is not None]
    assert errors == ["text: Does every cell say what was sent?"]


def test_the_time_of_the_export_is_not_that_of_the_tests(passed: Report) -> None:
    """When the parser was run is not known, so the suite has no time stamp; notes are kept with it."""
    suite = ElementTree.fromstring(junit.verification(replace(passed, notes=("Mind\0this.",)))).find("testsuite")
    assert suite is not None
    assert "timestamp" not in suite.attrib
    assert (suite.findtext("system-out") or "").splitlines()[0] == "Mind␀this."
