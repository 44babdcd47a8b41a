"""A judgement as JUnit XML: a test case for each file."""

from __future__ import annotations

from itertools import starmap
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from exportsim.matrix.judge import Judged, Judgement, Outcome
from exportsim.matrix.rows import NOW
from exportsim.model import Finding
from exportsim.reports.values import contrast, visible

VALUE_WIDTH = 120


def judgement(judgement: Judgement) -> str:
    """Write one test suite: a failed file is a failure, a crash is an error, and an excused file is skipped."""
    suite = Element("testsuite", name="exportsim matrix", timestamp=NOW.isoformat())
    for one in judgement.judged:
        _case(suite, one)
    figures = {
        "tests": str(len(judgement.judged)),
        "failures": str(judgement.count(Outcome.FAIL)),
        "errors": str(judgement.count(Outcome.CRASH)),
        "skipped": str(judgement.count(Outcome.EXCUSED)),
    }
    for name, value in figures.items():
        suite.set(name, value)
    root = Element("testsuites", figures)
    root.append(suite)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(suite: Element, one: Judged) -> None:
    cell = one.sample.cell
    case = SubElement(suite, "testcase", classname=f"{cell.file_type}.{cell.group}", name=cell.name)
    if one.report:
        case.set("time", f"{one.report.ingestion.readings[0].seconds:.3f}")
    match one.outcome:
        case Outcome.PASS:
            return
        case Outcome.FAIL:
            SubElement(case, "failure", type="fail", message=visible(one.told)).text = "\n".join(
                starmap(_finding, one.causes)
            )
        case Outcome.CRASH:
            SubElement(case, "error", type="crash", message=visible(one.told)).text = _readable(one.error)
        case Outcome.EXCUSED:
            SubElement(case, "skipped", message=" ".join(cell.losses))


def _finding(finding: Finding, cause: str) -> str:
    sent, read = contrast(finding.sent, finding.read, VALUE_WIDTH)
    where = f" in {visible(finding.column)}" if finding.column else ""
    return f"{finding.kind}{where}: key {visible(finding.key)}, sent {sent}, read {read}. {cause}"


def _readable(text: str) -> str:
    """XML has no control characters but line ends."""
    return "\n".join(map(visible, text.splitlines()))
