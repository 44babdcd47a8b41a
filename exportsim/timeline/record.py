"""``.exportsim/timeline.json``: what a timeline is, so that it can be read back from its folder."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from exportsim.errors import ConfigurationError, Problem
from exportsim.export import FOLDER
from exportsim.timeline.calendar import Occurrence, Schedule

KIND = "timeline"
RECORD = f"{KIND}.json"


def home(folder: Path, number: int) -> Path:
    """Where record and truth of an export lie."""
    return folder / FOLDER / "exports" / f"{number:05}"


def schedule_as_json(schedule: Schedule) -> dict[str, Any]:
    return {
        "mode": schedule.mode,
        "frequency": schedule.frequency,
        "start": _iso(schedule.start),
        "end": schedule.end.isoformat() if schedule.end else None,
        "evaluation": f"{schedule.evaluation:%H:%M}",
        "export_now": [_iso(moment) for moment in schedule.export_now],
    }


def occurrence_as_json(number: int, occurrence: Occurrence) -> dict[str, Any]:
    return {
        "export": number,
        "scheduled": _iso(occurrence.at),
        "kind": occurrence.kind,
        "people_as_of": _iso(occurrence.state),
        "since": _iso(occurrence.since) if occurrence.since else None,
    }


def load_record(folder: Path) -> dict[str, Any]:
    """The record of a timeline that lies in ``folder``; ``ConfigurationError`` where there is none that can be read."""
    path = folder / FOLDER / RECORD
    try:
        record: dict[str, Any] = json.loads(path.read_text("utf-8"))
        record["exports"], record["end_state"], record["key"]
    except FileNotFoundError:
        allowed = f"a folder that exportsim timeline wrote, with {FOLDER}/{RECORD}"
        raise ConfigurationError([Problem(str(folder), "is not a timeline", allowed)]) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError([Problem(str(path), f"cannot be read: {error}", "play the timeline again")]) from error
    return record


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
