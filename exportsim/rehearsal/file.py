"""``exportsim.toml``: its sections and keys, read with every problem at once."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

from exportsim.errors import ConfigurationError, Problem
from exportsim.rehearsal.rehearsal import Rehearsal
from exportsim.rehearsal.values import (
    FREQUENCIES,
    Read,
    as_audience,
    as_audiences,
    as_columns,
    as_day,
    as_flag,
    as_merge_policy,
    as_number,
    as_one_of,
    as_parser,
    as_path,
    as_positive,
    as_rate,
    as_seconds,
    as_setting,
    as_share,
    as_text,
    as_texts,
    as_time,
    as_time_of_day,
    as_times,
    as_url,
)

SECTIONS: dict[str, dict[str | None, tuple[str, Read]]] = {
    "": {
        "server": ("server", as_path),
        "destination": ("destination", as_path),
        "customer_data": ("customer_data", as_path),
        "out": ("out", as_path),
        "max_file_rows": ("max_file_rows", as_positive),
    },
    "set": {None: ("settings", as_setting)},
    "switches": {None: ("switches", as_setting)},
    "formatting": {"preset": ("preset", as_text)},
    "options": {None: ("options", as_setting)},
    "encryption": {"key": ("pgp_key", as_path), "subkey": ("pgp_subkey", as_text), "armor": ("pgp_armor", as_flag)},
    "profiles": {
        "file": ("profiles", as_path),
        "count": ("count", as_positive),
        "seed": ("seed", as_number),
        "schema": ("schema", as_path),
        "edge_cases": ("edge_cases", as_share),
    },
    "activation": {
        "audience": ("audience", as_audience),
        "of": ("of", as_one_of("people", "accounts", "prospects", "datasets")),
        "merge_policy": ("merge_policy", as_merge_policy),
        "audiences": ("audiences", as_audiences),
        "enrichment": ("enrichment", as_columns),
        "folder_append": ("folder_append", as_texts),
        "columns": ("columns", as_columns),
        "key": ("key", as_texts),
        "mandatory": ("mandatory", as_texts),
        "deduplication": ("deduplication", as_texts),
        "latest": ("latest", as_text),
        "nested": ("nested", as_flag),
        "filename": ("filename", as_text),
        "filename_append": ("filename_append", as_texts),
        "custom_text": ("custom_text", as_text),
    },
    "run": {
        "now": ("now", as_time),
        "id": ("run_id", as_text),
        "destination": ("destination_name", as_text),
        "instance_id": ("instance_id", as_text),
        "instance_name": ("instance_name", as_text),
        "organization": ("organization", as_text),
        "sandbox": ("sandbox", as_text),
    },
    "deliver": {
        "to": ("to", as_url),
        "if_exists": ("sending", as_one_of("fail", "skip", "overwrite")),
        "connections": ("sending", as_positive),
        "verify": ("sending", as_one_of("store", "full")),
        "bandwidth": ("sending", as_rate),
        "patience": ("sending", as_seconds),
    },
    "verify": {"parser": ("parser", as_parser)},
    "schedule": {
        "mode": ("schedule", as_one_of("full", "incremental")),
        "frequency": ("schedule", as_one_of(*FREQUENCIES)),
        "start": ("schedule", as_day),
        "time": ("schedule", as_time_of_day),
        "end": ("schedule", as_day),
        "after_evaluation": ("schedule", as_flag),
        "evaluation": ("schedule", as_time_of_day),
        "export_now": ("schedule", as_times),
        "members": ("schedule", as_share),
        "churn": ("schedule", as_share),
        "changes": ("schedule", as_share),
        "merges": ("schedule", as_share),
    },
}
"""For each section its keys, each with its field of ``Rehearsal`` and how it is read; None stands for any key."""

COLLECTED = ("settings", "switches", "options", "sending", "schedule")
"""Fields that hold several keys of a section by their names."""


def load_rehearsal(path: Path) -> Rehearsal:
    """Read ``exportsim.toml``, whose paths are relative to its folder; ``ConfigurationError`` with every problem."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError([Problem(str(path), f"cannot be read: {error.strerror}")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError([Problem(str(path), f"is not TOML: {error}")]) from error
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for section, content in _sections(document):
        known = SECTIONS.get(section)
        if known is None:
            allowed = "sections: " + ", ".join(f"[{name}]" for name in SECTIONS if name)
            problems.append(Problem(f"{path}: {section}", "is not known", allowed))
            continue
        for key, value in content.items():
            where = f"{path}: {section}.{key}" if section else f"{path}: {key}"
            if key not in known and None not in known:
                close = difflib.get_close_matches(key, [name for name in known if name], 1)
                hint = f"did you mean {close[0]}?" if close else "known: " + ", ".join(str(name) for name in known)
                problems.append(Problem(where, "is not known", hint))
                continue
            name, read = known.get(key) or known[None]
            try:
                taken = read(value, path.parent)
            except (TypeError, ValueError) as error:
                problems.append(Problem(where, str(error)))
                continue
            values[name] = {**values.get(name, {}), key: taken} if name in COLLECTED else taken
    if problems:
        raise ConfigurationError(problems)
    return Rehearsal(**values)


def _sections(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    tables = [(name, value) for name, value in document.items() if isinstance(value, dict)]
    return [("", {name: value for name, value in document.items() if not isinstance(value, dict)}), *tables]
