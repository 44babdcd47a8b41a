"""A report as JUnit XML, the form that build servers show: a test case for each verdict, column and file."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from exportsim import model
from exportsim.reports.explanations import EXPLANATIONS, QUESTIONS
from exportsim.reports.facts import columns, count, verdict_line
from exportsim.reports.hints import hint
from exportsim.reports.values import contrast, shorten, visible

EXAMPLES = 5
VALUE_WIDTH = 120


def verification(report: model.Report) -> str:
    """Write a verdict as one test suite.

    A verdict's case fails with its count and the findings about whole rows, a column's case with its own.
    A file's case passes when the parser answered for it; what it got wrong stands at its column.
    """
    suite = Element("testsuite", name="exportsim verify", timestamp=report.export.run.started.isoformat())
    for verdict in report.verdicts:
        _verdict(suite, report, verdict)
    for column in columns(report):
        _column(suite, report, column)
    for file in report.export.files:
        _file(suite, report, file)
    failures = len(suite.findall("testcase/failure"))
    figures = {
        "tests": str(len(suite)),
        "failures": str(failures),
        "errors": "0",
        "time": f"{report.seconds:.3f}",
    }
    for name, value in figures.items():
        suite.set(name, value)
    SubElement(suite, "system-out").text = "\n".join(_plan_notes(report.export.plan)) or None
    root = Element("testsuites", figures)
    root.append(suite)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _verdict(suite: Element, report: model.Report, verdict: model.Verdict) -> None:
    case = SubElement(suite, "testcase", classname="verdict", name=f"{verdict.name}: {QUESTIONS[verdict.name]}")
    if not verdict.passed:
        message = f"{verdict_line(verdict)} are wrong"
        groups = [group for group in report.groups if not group.column] if verdict.name == "rows" else []
        _fail(case, verdict.name, message, groups, report)


def _column(suite: Element, report: model.Report, column: str) -> None:
    case = SubElement(suite, "testcase", classname="column", name=visible(column))
    groups = [group for group in report.groups if group.column == column]
    if groups:
        message = ", ".join(f"{EXPLANATIONS[group.kind].title.lower()}: {group.count:,}" for group in groups)
        _fail(case, groups[0].kind, message, groups, report)


def _file(suite: Element, report: model.Report, file: model.ExportFile) -> None:
    case = SubElement(suite, "testcase", classname="file", name=f"{visible(file.name)}: the parser answered")
    reading = next((reading for reading in report.ingestion.readings if reading.file == file.name), None)
    if reading is None:
        _fail(case, "not-read", f"the parser was not run on a file of {count(file.rows, 'row')}", [], report)
    else:
        case.set("time", f"{reading.seconds:.3f}")


def _fail(case: Element, kind: str, message: str, groups: list[model.Group], report: model.Report) -> None:
    failure = SubElement(case, "failure", type=kind, message=message)
    file_type = report.export.plan.format.file_type
    lines = [_line(finding, file_type) for group in groups for finding in group.examples[:EXAMPLES]]
    failure.text = "\n".join(lines) or None


def _line(finding: model.Finding, file_type: str) -> str:
    row = "" if finding.row is None else f", row {finding.row:,}"
    sent, read = contrast(finding.sent, finding.read, VALUE_WIDTH)
    values = f": sent {sent}, read {read}" if finding.sent is not None or finding.read is not None else ""
    key = f", key {shorten(finding.key, VALUE_WIDTH)}" if finding.key else ""
    return f"{visible(finding.file)}{row}{key}{values}. {hint(finding, file_type)}"


def _plan_notes(plan: model.Plan) -> list[str]:
    switches = [f"{switch.name}={switch.value}: {switch.why}" for switch in plan.switches]
    return [visible(line) for line in (*switches, *plan.warnings)]
