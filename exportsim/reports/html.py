"""A report as one page that can be kept: nothing is fetched, no script runs, every value is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from rich.filesize import decimal

from exportsim import model
from exportsim.reports.advice import Advice, Hint, advise, once
from exportsim.reports.document import document
from exportsim.reports.explanations import EXPLANATIONS, QUESTIONS, Explanation
from exportsim.reports.facts import (
    column_line,
    count,
    delivery_line,
    encryption_line,
    folder,
    format_line,
    place_line,
    short_names,
    summary,
    verdict_word,
)
from exportsim.reports.html_style import CSS
from exportsim.reports.values import Span, contrast, shorten, visible

VALUE_WIDTH = 160
KEY_WIDTH = 48
OPEN_GROUPS = 4
"""How many groups of findings are unfolded when the page opens."""

_NAMES = {"␀": "NUL", "␤": "LF", "␍": "CR", "⇥": "TAB", "␡": "DEL"}
_SIGNS = str.maketrans({sign: f'<span class="sign">{name}</span>' for sign, name in _NAMES.items()})

_MARKS = {"pass": "✓", "fail": "✗", "not judged": "–"}
"""By the word of a verdict."""


def verification(report: model.Report) -> str:
    """Write a verdict as a whole HTML document."""
    word = "PASS" if report.passed else "FAIL"
    body = [
        _banner(report, word),
        *(f'<p class="hint">{_text(note)}</p>' for note in report.notes),
        f'<div class="cards">{"".join(map(_card, report.verdicts))}</div>',
        *_findings(report),
        _section("What was checked", _facts(report)),
        _section("Files", _files(report)),
        *_plan_notes(report.export.plan),
    ]
    return document(f"{word}: {visible(report.export.activation.audience.name)}", CSS, body)


def _banner(report: model.Report, word: str) -> str:
    figures = f"{count(report.rows_sent, 'row')} sent, {report.rows_read:,} read, {report.seconds:.1f} s"
    return (
        f'<header class="banner {word.lower()}"><h1>{word}</h1>'
        f"<p>{_text(summary(report))}</p>"
        f'<p class="soft"><code>{_text(report.ingestion.parser)}</code>: {figures}</p></header>'
    )


def _card(verdict: model.Verdict) -> str:
    word = verdict_word(verdict)
    return (
        f'<section class="card {word.replace(" ", "-")}"><span class="mark">{_MARKS[word]} {word}</span>'
        f"<h3>{_text(verdict.name.capitalize())}</h3>"
        f'<p class="figure">{verdict.wrong:,} <small>wrong of {verdict.looked_at:,}</small></p>'
        f'<p class="soft">{_text(QUESTIONS[verdict.name])}</p></section>'
    )


def _facts(report: model.Report) -> str:
    export = report.export
    facts = {
        "Audience": export.activation.audience.name,
        "Run": f"{export.run.id}, scheduled {export.run.scheduled.isoformat()}",
        "Format": format_line(export.plan),
        "Encryption": encryption_line(export.plan.encryption) if export.plan.encryption else "none",
        "Place": place_line(export.plan.place),
        "Folder": folder(export) or "the root of the place",
        "Columns": ", ".join(column.target for column in export.activation.columns),
        "Key": ", ".join(export.activation.key),
    }
    if report.delivery:
        facts["Read from"] = delivery_line(report.delivery)
    rows = "".join(f"<dt>{name}</dt><dd>{_text(value)}</dd>" for name, value in facts.items())
    return f'<div class="panel"><dl class="facts">{rows}</dl></div>'


def _findings(report: model.Report) -> Iterable[str]:
    if not report.groups:
        return
    advices = list(once(advise(report)))
    columns = [advice for advice in advices if advice.group.kind.endswith("-column")]
    others = [advice for advice in advices if advice not in columns]
    names = short_names(report.export) if len(report.export.files) > 1 else {}
    kinds = {advice.group.kind: advice for advice in reversed(others)}
    groups = [
        _group(advice, names, unfolded=i < OPEN_GROUPS, explained=kinds[advice.group.kind] is advice)
        for i, advice in enumerate(others)
    ]
    yield _section("Findings", "".join([*_columns(columns), *groups]))


def _columns(advices: list[Advice]) -> Iterable[str]:
    """Tell all columns that one side lacks in a line for each side: there are no cells to show."""
    for kind in dict.fromkeys(advice.group.kind for advice in advices):
        same = [advice for advice in advices if advice.group.kind == kind]
        line = column_line(kind, [visible(advice.group.column) for advice in same])
        hints = "".join(map(_hint, (one for advice in same for one in advice.hints)))
        yield f'<div class="panel line"><h3>{_signed(line)}</h3>{hints}{_explained(EXPLANATIONS[kind])}</div>'


def _group(advice: Advice, names: Mapping[str, str], *, unfolded: bool, explained: bool) -> str:
    group = advice.group
    told = EXPLANATIONS[group.kind]
    column = f"<code>{_text(group.column)}</code>" if group.column else ""
    chips = "".join(f'<span class="chip">{_text(name)} × {number:,}</span>' for name, number in group.cases)
    return (
        f"<details{' open' if unfolded else ''}><summary><h3>{told.title}</h3>{column}"
        f'<span class="count">{group.count:,}</span></summary><div class="inside">'
        f'<p class="soft">{told.description}</p>{chips}{_examples(group, names)}{"".join(map(_hint, advice.hints))}'
        f"{_explained(told) if explained else ''}</div></details>"
    )


def _hint(hint: Hint) -> str:
    return f'<p class="hint">{_text(str(hint))}</p>'


def _explained(told: Explanation) -> str:
    return (
        f'<div class="advice"><div><strong>Why it matters</strong><p>{told.why}</p></div>'
        f"<div><strong>What to check</strong><p>{told.check}</p></div></div>"
    )


def _examples(group: model.Group, names: Mapping[str, str]) -> str:
    """A table of the first findings; ``names`` are short ones of files, none where there is one file only."""
    if not group.examples:
        return ""
    values = any(finding.sent is not None or finding.read is not None for finding in group.examples)
    titles = [*(["File"] if names else []), "Row", "Key", *(["Sent", "Read"] if values else [])]
    rows = []
    for finding in group.examples:
        name = names.get(finding.file, finding.file)
        file = f'<span class="mono" title="{escape(visible(finding.file))}">{_text(name)}</span>'
        cells = [_cell("File", file, "file")] if names else []
        cells += [
            _cell("Row", "–" if finding.row is None else f"{finding.row:,}", "number"),
            _cell("Key", f'<span class="mono">{_signed(shorten(finding.key, KEY_WIDTH))}</span>', "key"),
        ]
        if values:
            sent, read = contrast(finding.sent, finding.read, VALUE_WIDTH)
            cells += [_cell("Sent", _value(sent, "sent")), _cell("Read", _value(read, "read"))]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    more = group.count - len(group.examples)
    rest = f'<p class="soft">and {more:,} more</p>' if more > 0 else ""
    return _table(titles, rows, "findings") + rest


def _value(span: Span, side: str) -> str:
    different = f"<mark>{_signed(span.different)}</mark>" if span.different else ""
    cut = "" if span.length is None else f' <span class="soft">({span.length:,} characters)</span>'
    return f'<span class="value {side}">{_signed(span.before)}{different}{_signed(span.after)}{cut}</span>'


def _files(report: model.Report) -> str:
    readings = {reading.file: reading for reading in report.ingestion.readings}
    rows = [_file(file, readings.get(file.name)) for file in report.export.files]
    if manifest := report.export.manifest:
        rows.append(_file(manifest, None, manifest=True))
    names = ["File", "Rows", "Size", "SHA-256", "Parser"]
    return f'<div class="panel">{_table(names, rows)}</div>'


def _file(file: model.ExportFile, reading: model.Reading | None, *, manifest: bool = False) -> str:
    parser = f"{reading.seconds:.2f} s, {decimal(reading.peak_memory)}" if reading else "–"
    return (
        "<tr>"
        + _cell("File", f'<span class="mono">{_text(file.name)}</span>')
        + _cell("Rows", "manifest" if manifest else f"{file.rows:,}", "number")
        + _cell("Size", decimal(file.size), "number")
        + _cell("SHA-256", f'<span class="mono">{_text(file.sha256[:12])}…</span>')
        + _cell("Parser", parser)
        + "</tr>"
    )


def _plan_notes(plan: model.Plan) -> Iterable[str]:
    if plan.switches:
        rows = [
            f"<tr>{_cell('Switch', f'<code>{_text(switch.name)}</code>')}"
            f"{_cell('Taken', f'<code>{_text(switch.value)}</code>')}{_cell('Why', _text(switch.why))}</tr>"
            for switch in plan.switches
        ]
        table = _table(["Switch", "Taken", "Why"], rows)
        intro = '<p class="soft">What the vendor does not document, and what this export did.</p>'
        yield _section("Switches taken", f'<div class="panel">{intro}{table}</div>')
    if plan.warnings:
        sentences = "".join(f'<p class="hint">{_text(warning)}</p>' for warning in plan.warnings)
        yield _section("Warnings", sentences)


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>"


def _table(names: Iterable[str], rows: Iterable[str], kind: str = "") -> str:
    numbers = ("Row", "Rows", "Size")
    kinds = [f' class="{"number" if name in numbers else name.lower()}"' for name in names]
    head = "".join(f"<th{kind}>{name}</th>" for name, kind in zip(names, kinds, strict=True))
    attribute = f' class="{kind}"' if kind else ""
    return f"<table{attribute}><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cell(label: str, content: str, kind: str = "") -> str:
    # On a narrow screen a row becomes a card, and each cell says which column it is.
    attribute = f' class="{kind}"' if kind else ""
    return f'<td data-label="{label}"{attribute}>{content}</td>'


def _text(value: str) -> str:
    return _signed(visible(value))


def _signed(shown: str) -> str:
    """Escape a visible value; control characters get a badge, for few fonts draw their pictures."""
    return escape(shown).translate(_SIGNS)
