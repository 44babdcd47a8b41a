"""Every export of a timeline on disk, one after the other, as the destination would hold them."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from exportsim import __version__
from exportsim.export import FOLDER, load_export, staged, write_export
from exportsim.model import Export, ExportFile, Run
from exportsim.profiles.hashing import salt
from exportsim.progress import SILENT, Progress
from exportsim.rehearsal import Rehearsal
from exportsim.simulate import choose, run_of, source_of
from exportsim.timeline.agenda import Agenda
from exportsim.timeline.calendar import Occurrence
from exportsim.timeline.end_state import EndState, conclude
from exportsim.timeline.record import KIND, RECORD, home, occurrence_as_json, schedule_as_json


@dataclass(frozen=True)
class Played:
    """One export that was written; its files lie among those of the others."""

    number: int
    occurrence: Occurrence
    run: Run
    files: tuple[ExportFile, ...]
    manifest: ExportFile | None

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)


@dataclass(frozen=True)
class Timeline:
    """All exports of a timeline in one folder, and what a partner must hold after them."""

    folder: Path
    agenda: Agenda
    exports: tuple[Played, ...]
    end_state: EndState


def play(rehearsal: Rehearsal, agenda: Agenda, folder: Path, progress: Progress = SILENT) -> Timeline:
    """Write all exports into ``folder``, which appears whole or not at all; one file overwrites another of its name.

    Record and truth of each lie below ``.exportsim/exports``, the end state and its index beside them. Memory depends
    neither on the number of people nor on that of exports. Raises ``ConfigurationError`` for a folder that is not ours,
    ``ExportError`` when the disk refuses.
    """
    with staged(folder, KIND) as building:
        (building / FOLDER / "exports").mkdir(parents=True)
        progress.start("Playing", len(agenda.occurrences), "exports")
        exports = []
        for number, occurrence in enumerate(agenda.occurrences, start=1):
            exports.append(_written(rehearsal, agenda, number, occurrence, building))
            progress.advance(1)
        progress.finish()
        last = load_export(building, home(building, len(exports)))
        homes = [home(building, played.number) for played in exports]
        end_state = conclude(last, homes, agenda.status, replaces=agenda.replaces, folder=building / FOLDER)
        timeline = Timeline(building, agenda, tuple(exports), end_state)
        text = json.dumps(document(timeline, rehearsal), ensure_ascii=False, indent=2)
        (building / FOLDER / RECORD).write_text(text + "\n", encoding="utf-8")
    return replace(timeline, folder=folder)


def _written(rehearsal: Rehearsal, agenda: Agenda, number: int, occurrence: Occurrence, folder: Path) -> Played:
    """Write one export aside, then move its files to where the others are."""
    aside = folder / FOLDER / "aside"
    rows = choose(rehearsal, agenda.activation, moment=agenda.crowd(occurrence))
    run = run_at(rehearsal, occurrence)
    source = source_of(rehearsal) | {KIND: occurrence_as_json(number, occurrence)}
    export = write_export(rows, agenda.plan, agenda.activation, run, aside, source=source)
    for name in _names(export):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (aside / name).replace(folder / name)
    (aside / FOLDER).rename(home(folder, number))
    shutil.rmtree(aside)
    return Played(number, occurrence, run, export.files, export.manifest)


def _names(export: Export) -> Iterator[str]:
    yield from (file.name for file in export.files)
    if export.manifest:
        yield export.manifest.name


def run_at(rehearsal: Rehearsal, occurrence: Occurrence) -> Run:
    """A run of its own for each export, begun some minutes after its time as the platform's are."""
    named = f"{rehearsal.audience.id} {rehearsal.seed} {occurrence.kind} {occurrence.at.isoformat()}"
    run_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"exportsim:{named}"))
    # Odd seconds are for what was asked for, so that its name is not that of a scheduled export.
    seconds = 300 + 2 * int(salt(rehearsal.seed, f"delay {named}") % 300) + (occurrence.kind == "now")
    started = occurrence.at + timedelta(seconds=seconds)
    return replace(run_of(rehearsal, occurrence.at), id=run_id, started=started)


def document(timeline: Timeline, rehearsal: Rehearsal) -> dict[str, Any]:
    """Tell all of it as plain JSON values; paths are relative to the folder."""
    agenda = timeline.agenda
    return {
        "exportsim": __version__,
        "schedule": schedule_as_json(agenda.schedule),
        "rates": vars(agenda.world.rates),
        "source": source_of(rehearsal),
        "key": list(agenda.activation.key),
        "status": agenda.status._asdict() if agenda.status else None,
        "exports": [exported_as_json(played) for played in timeline.exports],
        "end_state": timeline.end_state.as_json(),
        "switches": [vars(switch) for switch in agenda.plan.switches],
        "warnings": list(agenda.plan.warnings),
    }


def exported_as_json(played: Played) -> dict[str, Any]:
    manifest = played.manifest
    return {
        **occurrence_as_json(played.number, played.occurrence),
        "run": played.run.id,
        "started": played.run.started.isoformat(),
        "rows": played.rows,
        "files": [vars(file) for file in played.files],
        "manifest": vars(manifest) if manifest else None,
        "record": f"{FOLDER}/exports/{played.number:05}/export.json",
        "truth": f"{FOLDER}/exports/{played.number:05}/truth.parquet",
    }
