"""A timeline for the terminal and as JSON: what would be exported, what was, and how a partner's table compares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exportsim.reports.facts import count
from exportsim.reports.values import visible
from exportsim.timeline.agenda import Agenda, Entry, is_estimate
from exportsim.timeline.calendar import Occurrence, Schedule
from exportsim.timeline.end_state import CHANGES, EndState
from exportsim.timeline.judge import Explanation, Judgement
from exportsim.timeline.play import Timeline, exported_as_json
from exportsim.timeline.record import occurrence_as_json, schedule_as_json

SHOWN = 40
"""Exports that the terminal lists: all of them, or the first and the last few of more."""

LAST = 5

WHAT = {"missed": "missed", "replayed": "ingested again at the end", "out-of-order": "ingested after the next"}

PEOPLE = "rows are counted by people: identities make more of them, mandatory attributes and deduplication fewer"

KINDS = {
    "full": "full",
    "first-full": "full, the first",
    "incremental": "incremental",
    "now": "full, export file now",
}


def preview(agenda: Agenda, entries: Sequence[Entry]) -> RenderableType:
    """Tell what would be written."""
    rows = sum(entry.people for entry in entries)
    about = "about " if is_estimate(agenda) else ""
    title = Text.assemble(
        "Would write ", (count(len(entries), "export"), "bold"), f" with {about}{count(rows, 'row')}: "
    )
    listed = _table([(entry.occurrence, f"{entry.people:,}") for entry in entries], "expected rows")
    told = [Text(f"! {PEOPLE}")] if _has_other_rows(agenda) else []
    return Group(title.append(schedule_line(agenda.schedule)), Text(), listed, *told, *notes(agenda))


def _has_other_rows(agenda: Agenda) -> bool:
    """Whether there may be another number of rows than of people."""
    activation = agenda.activation
    return bool(activation.identity or activation.mandatory or activation.deduplication)


def preview_as_json(agenda: Agenda, entries: Sequence[Entry]) -> dict[str, Any]:
    """Tell what would be written."""
    return {
        "schedule": schedule_as_json(agenda.schedule),
        "estimate": is_estimate(agenda),
        "exports": [
            {**occurrence_as_json(number, entry.occurrence), "expected_rows": entry.people}
            for number, entry in enumerate(entries, start=1)
        ],
        "leavers": agenda.status is not None,
        "switches": [{"name": one.name, "value": one.value, "why": one.why} for one in agenda.plan.switches],
        "warnings": [*agenda.plan.warnings, *([PEOPLE] if _has_other_rows(agenda) else [])],
    }


def played(timeline: Timeline) -> RenderableType:
    """Tell what was written, and what a partner must hold after it."""
    rows = sum(one.rows for one in timeline.exports)
    title = Text.assemble((count(len(timeline.exports), "export"), "bold"), f" with {count(rows, 'row')}: ")
    listed = _table([(one.occurrence, f"{one.rows:,}") for one in timeline.exports], "rows")
    must = (count(timeline.end_state.rows, "row"), "bold")
    held = Text.assemble("A partner who ingested all of it in order holds ", must)
    judge = Text(f"Judge a partner's table: exportsim timeline verify {timeline.folder} --state FILE", "dim")
    listing = (Text(), listed, Text(), held, *_effects(timeline.end_state, len(timeline.exports)), judge)
    return Group(title.append(str(timeline.folder)), *listing, *notes(timeline.agenda))


def _effects(end_state: EndState, exports: int) -> list[RenderableType]:
    """For each scenario how many of its exports it would show in."""
    lines = []
    for scenario, what in WHAT.items():
        about = [effect for effect in end_state.effects if effect.scenario == scenario]
        seen = [effect for effect in about if effect.shows(exports)]
        lines.append(Text(f"  {len(seen)} of {count(len(about), 'export')} would show if {what}", "dim"))
    return [*lines]


def played_as_json(timeline: Timeline) -> dict[str, Any]:
    """Tell what was written."""
    agenda = timeline.agenda
    return {
        "folder": str(timeline.folder),
        "schedule": schedule_as_json(agenda.schedule),
        "exports": [exported_as_json(one) for one in timeline.exports],
        "end_state": timeline.end_state.as_json(),
        "switches": [vars(switch) for switch in agenda.plan.switches],
        "warnings": list(agenda.plan.warnings),
    }


def judgement(judged: Judgement) -> RenderableType:
    """Tell how a partner's table differs from what it must be, and why that may be."""
    word, style = ("PASS", "bold white on green") if judged.passed else ("FAIL", "bold white on red")
    figures = f"{count(judged.rows, 'row')} must be held, {judged.held:,} are"
    lines: list[RenderableType] = [Text.assemble((f" {word} ", style), " ", (figures, "bold"))]
    for change in CHANGES:
        if number := getattr(judged, change):
            lines.append(Text(f"{number:,} {change}: {visible('; '.join(judged.examples[change]))}"))
    if judged.twice:
        lines.append(Text(f"{count(judged.twice, 'key')} with more than one row"))
    if judged.columns:
        columns = ", ".join(f"{name} ({number:,})" for name, number in judged.columns.items())
        lines.append(Text(f"stale in {columns}"))
    if judged.not_judged:
        lines.append(Text(f"not judged, as the table lacks them: {', '.join(judged.not_judged)}", "dim"))
    lines += [Text(explanation(one, judged), "bold" if one.exact else "") for one in judged.explanations]
    if judged.different and not judged.explanations:
        lines.append(Text("no single file missed, replayed or out of order would do this"))
    return Group(*lines)


def explanation(one: Explanation, judged: Judgement) -> str:
    """Say what may have happened."""
    what = f"export {one.export} was {WHAT[one.scenario]}"
    if one.exact:
        return f"explained exactly: {what}"
    beyond = f", though {one.against:,} others would differ too" if one.against else ""
    return f"explained in part: {what}, for {one.explains:,} of {judged.different:,}{beyond}"


def judgement_as_json(judged: Judgement) -> dict[str, Any]:
    """Tell everything of it."""
    return {
        "passed": judged.passed,
        "rows": {"must_hold": judged.rows, "held": judged.held},
        **{change: getattr(judged, change) for change in (*CHANGES, "twice")},
        "columns": dict(judged.columns),
        "not_judged": list(judged.not_judged),
        "examples": {change: list(keys) for change, keys in judged.examples.items()},
        "explanations": [vars(one) for one in judged.explanations],
    }


def schedule_line(schedule: Schedule) -> str:
    end = f", until {schedule.end} exclusive" if schedule.end else ""
    return f"{schedule.mode}, {schedule.frequency}, from {schedule.start:%Y-%m-%d %H:%M} UTC{end}"


def notes(agenda: Agenda) -> list[RenderableType]:
    """What a reader should know of such a timeline."""
    told: list[RenderableType] = []
    if not agenda.replaces and agenda.status is None:
        told.append(
            "no column holds the membership status (segmentMembership.status), so no file tells who left: "
            "a partner holds them for ever"
        )
    told += agenda.plan.warnings
    lines: list[RenderableType] = [Text.assemble(("! ", "yellow"), str(line)) for line in told]
    return [Text(), *lines] if lines else []


def _table(rows: Sequence[tuple[Occurrence, str]], header: str) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name, justify in (("", "right"), ("scheduled (UTC)", "left"), ("mode", "left"), (header, "right")):
        table.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for number, (occurrence, figure) in enumerate(rows, start=1):
        if len(rows) > SHOWN and SHOWN - LAST < number <= len(rows) - LAST:
            if number == SHOWN - LAST + 1:
                table.add_row("", Text(f"… {len(rows) - SHOWN:,} more", "dim"))
            continue
        table.add_row(str(number), f"{occurrence.at:%Y-%m-%d %H:%M} {occurrence.at:%a}", KINDS[occurrence.kind], figure)
    return Padding(table, (0, 0, 0, 2))
