"""A report as JUnit XML, the form that build servers show: a test case for each verdict, column and file."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from exportsim import model
from exportsim.reports.advice import Advice, advise
from exportsim.reports.explanations import EXPLANATIONS, QUESTIONS
from exportsim.reports.facts import column_line, columns, count, verdict_line
from exportsim.reports.values import contrast, shorten, visible

EXAMPLES = 5
VALUE_WIDTH = 120


def verification(report: model.Report) -> str:
    """Write a verdict as one test suite.

    A verdict's case fails with its count and the findings about whole rows, a column's case with its own. A verdict
    that was not judged is an error.
    A file's case passes when the parser answered for it; what it got wrong stands at its column.
    """
    suite = Element("testsuite", name="exportsim verify")
    advices = advise(report)
    for verdict in report.verdicts:
        _verdict(suite, verdict, advices)
    for column in columns(report):
        _column(suite, column, [advice for advice in advices if advice.group.column == column])
    for file in report.export.files:
        _file(suite, report, file)
    failures = len(suite.findall("testcase/failure"))
    figures = {
        "tests": str(len(suite)),
        "failures": str(failures),
        "errors": str(len(suite.findall("testcase/error"))),
        "time": f"{report.seconds:.3f}",
    }
    for name, value in figures.items():
        suite.set(name, value)
    SubElement(suite, "system-out").text = "\n".join(_notes(report)) or None
    root = Element("testsuites", figures)
    root.append(suite)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _verdict(suite: Element, verdict: model.Verdict, advices: list[Advice]) -> None:
    case = SubElement(suite, "testcase", classname="verdict", name=f"{verdict.name}: {QUESTIONS[verdict.name]}")
    if verdict.wrong:
        rows = [advice for advice in advices if not advice.group.column] if verdict.name == "rows" else []
        _fail(case, verdict.name, f"{verdict_line(verdict)} are wrong", rows)
    elif not verdict.judged:
        SubElement(case, "error", type="not-judged", message="not judged: nothing could be looked at")


def _column(suite: Element, column: str, advices: list[Advice]) -> None:
    case = SubElement(suite, "testcase", classname="column", name=visible(column))
    if advices:
        _fail(case, advices[0].group.kind, ", ".join(map(_told, advices)), advices)


def _told(advice: Advice) -> str:
    group = advice.group
    if group.kind.endswith("-column"):
        return column_line(group.kind, [visible(group.column)])
    return f"{EXPLANATIONS[group.kind].title.lower()}: {group.count:,}"


def _file(suite: Element, report: model.Report, file: model.ExportFile) -> None:
    case = SubElement(suite, "testcase", classname="file", name=f"{visible(file.name)}: the parser answered")
    reading = next((reading for reading in report.ingestion.readings if reading.file == file.name), None)
    if reading is None:
        _fail(case, "not-read", f"the parser was not run on a file of {count(file.rows, 'row')}", [])
    else:
        case.set("time", f"{reading.seconds:.3f}")


def _fail(case: Element, kind: str, message: str, advices: list[Advice]) -> None:
    failure = SubElement(case, "failure", type=kind, message=message)
    lines = [
        _line(finding, hint)
        for advice in advices
        for finding, hint in list(zip(advice.group.examples, advice.each, strict=True))[:EXAMPLES]
    ]
    failure.text = "\n".join(lines) or None


def _line(finding: model.Finding, hint: str) -> str:
    row = "" if finding.row is None else f", row {finding.row:,}"
    sent, read = contrast(finding.sent, finding.read, VALUE_WIDTH)
    values = f": sent {sent}, read {read}" if finding.sent is not None or finding.read is not None else ""
    key = f", key {shorten(finding.key, VALUE_WIDTH)}" if finding.key else ""
    return f"{visible(finding.file)}{row}{key}{values}" + (f". {visible(hint)}" if hint else "")


def _notes(report: model.Report) -> list[str]:
    plan = report.export.plan
    switches = [f"{switch.name}={switch.value}: {switch.why}" for switch in plan.switches]
    return [visible(line) for line in (*report.notes, *switches, *plan.warnings)]
