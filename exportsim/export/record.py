"""``.exportsim/export.json``: what an export is, so that it can be read back from its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import formats
from exportsim import __version__
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import (
    Activation,
    Audience,
    Column,
    Encryption,
    Export,
    ExportFile,
    LeftOut,
    MergePolicy,
    Place,
    Plan,
    PublicKey,
    Run,
    Switch,
)

FOLDER = ".exportsim"
NAME = "export.json"

PLACES = {kind.__name__: kind for kind in get_args(Place)}


def save(export: Export) -> None:
    """Write the record to its place, whose folder must be there.

    The key that files are encrypted to stands in it: it is public.
    """
    format = export.plan.format
    plan = {
        "file_type": format.file_type,
        "options": format.options(),
        "legacy_nulls": getattr(format, "legacy_nulls", False),
        "place": {"kind": type(export.plan.place).__name__} | asdict(export.plan.place),
        **{name: _plain(getattr(export.plan, name)) for name in _simple_plan_fields()},
    }
    record = {
        "exportsim": __version__,
        "plan": plan,
        "activation": _plain(export.activation),
        "run": _plain(export.run),
        "source": export.source,
        "left_out": _plain(export.left_out),
        "files": _plain(export.files),
        "manifest": _plain(export.manifest),
    }
    text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
    export.record.write_text(text + "\n", encoding="utf-8")


def load(folder: Path, home: Path | None = None) -> Export:
    """The export that lies in ``folder``, its record in ``home`` or else below it.

    ``ConfigurationError`` when there is none, or its record cannot be read.
    """
    path = (home or folder / FOLDER) / NAME
    try:
        record = json.loads(path.read_text("utf-8"))
        return _export(folder, home, record)
    except FileNotFoundError:
        problem = Problem(
            str(folder), "is not an export", f"a folder that exportsim generate wrote, with {FOLDER}/{NAME}"
        )
    except OSError as error:
        problem = Problem(str(path), f"cannot be read: {error.strerror}")
    except json.JSONDecodeError as error:
        problem = Problem(str(path), f"is not JSON: {error}", "generate the export again")
    except (ValueError, KeyError, TypeError, AttributeError):
        problem = Problem(str(path), f"is no record that exportsim {__version__} wrote", "generate the export again")
    raise ConfigurationError([problem])


def is_ours(folder: Path, mark: str) -> bool:
    """Whether this program made the folder; ``mark`` is the file that tells of what kind it is."""
    return (folder / FOLDER / mark).is_file()


def _simple_plan_fields() -> list[str]:
    return [field.name for field in fields(Plan) if field.name not in ("format", "place")]


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _export(folder: Path, home: Path | None, record: dict[str, Any]) -> Export:
    plan, activation, run = dict(record["plan"]), dict(record["activation"]), dict(record["run"])
    place = dict(plan.pop("place"))
    kind = PLACES[place.pop("kind")]
    if "path" in place and kind is PLACES["LocalFolder"]:
        place["path"] = Path(place["path"])
    format = formats.from_options(plan.pop("file_type"), plan.pop("options"), legacy_nulls=plan.pop("legacy_nulls"))
    plan["switches"] = tuple(Switch(**switch) for switch in plan["switches"])
    plan["warnings"] = tuple(plan["warnings"])
    if encryption := plan.get("encryption"):
        plan["encryption"] = Encryption(**{**encryption, "key": PublicKey(**encryption["key"])})
    activation["audience"] = Audience(**activation["audience"])
    activation["grouped"] = tuple(Audience(**one) for one in activation.get("grouped", ()))
    if policy := activation.get("merge_policy"):
        activation["merge_policy"] = MergePolicy(**policy)
    activation["columns"] = tuple(Column(**column) for column in activation["columns"])
    activation |= {name: tuple(value) for name, value in activation.items() if isinstance(value, list)}
    run |= {name: datetime.fromisoformat(run[name]) for name in ("scheduled", "started")}
    return Export(
        folder=folder,
        files=tuple(ExportFile(**file) for file in record["files"]),
        manifest=ExportFile(**record["manifest"]) if record["manifest"] else None,
        plan=Plan(format=format, place=kind(**place), **plan),
        activation=Activation(**activation),
        run=Run(**run),
        source=record["source"],
        left_out=tuple(LeftOut(**one) for one in record.get("left_out", ())),
        home=home,
    )
