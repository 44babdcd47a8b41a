"""What to rehearse: the settings of one trip, from ``exportsim.toml`` and from the command line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from exportsim.destinations import parse_rate
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Audience, Column, MergePolicy
from exportsim.profiles.headers import parse_column

AUDIENCE = Audience("11111111-2222-4333-8444-555555555555", "VIP subscribers")


@dataclass(frozen=True)
class Rehearsal:
    """Everything that decides the bytes, and what reads them; the same rehearsal gives the same files."""

    server: Path | None = None
    """The destination server's JSON; None: the bundled Amazon S3 sample."""

    destination: Path | None = None
    """The destination configuration's JSON; None: any customer data will do, and any activation."""

    customer_data: Path | None = None
    """The customer's values as JSON; None: none, or the sample's with the sample's server."""

    settings: Mapping[str, str] = field(default_factory=dict)
    """Customer data by name, over those of the file."""

    switches: Mapping[str, str] = field(default_factory=dict)
    """Sides taken of what the vendor leaves undocumented."""

    preset: str | None = None
    """Formatting in place of the server's, by a name in the catalogue of presets."""

    options: Mapping[str, str] = field(default_factory=dict)
    """Single formatting options by name, over those of the preset or the server."""

    pgp_key: Path | None = None
    """A file with the public key that files are encrypted to; None: they are not."""

    pgp_subkey: str | None = None
    """The id or fingerprint of one of its keys; None: the newest subkey that can encrypt."""

    pgp_armor: bool | None = None
    """Over the switch encrypted-armor."""

    profiles: Path | None = None
    """A file of profiles; None: synthetic ones."""

    count: int = 1_000
    seed: int = 0
    schema: Path | None = None
    """Of synthetic profiles; None: the built-in one."""

    edge_cases: float = 0.0
    """The share of text cells that hold a catalogued nasty value."""

    audience: Audience = AUDIENCE
    of: str | None = None
    """``people``, ``accounts``, ``prospects`` or ``datasets``; None: what the destination takes, or people."""

    merge_policy: MergePolicy | None = None
    """Makes one file of all ``audiences``, with a column for each."""

    audiences: tuple[Audience, ...] = ()
    """Of a grouped file."""

    enrichment: tuple[Column, ...] = ()
    """Columns that an uploaded audience has of its own, behind the others."""

    folder_append: tuple[str, ...] | None = None
    """Macros that a data set's folders are named by; None: the destination's, or its id and the time."""

    columns: tuple[Column, ...] = ()
    """Empty: twelve common ones, or with a schema all of its fields."""

    key: tuple[str, ...] = ()
    """Header names; empty: the first column."""

    mandatory: tuple[str, ...] = ()
    """Header names; a profile without a value for one of them is left out."""

    deduplication: tuple[str, ...] = ()
    """Header names; of the profiles that share these values only the latest stays."""

    nested: bool = False
    """Whether arrays, maps and objects may be columns."""

    latest: str | None = None
    """The path of the time that tells which is the latest; None: when membership was last updated."""

    filename: str | None = None
    filename_append: tuple[str, ...] | None = None
    custom_text: str = ""
    max_file_rows: int | None = None
    """Over the server's limit, so that a small rehearsal splits too."""

    now: datetime | None = None
    """The time of the run; None: given by the caller's clock."""

    run_id: str | None = None
    destination_name: str | None = None
    """What ``DESTINATION`` stands for; None: the destination configuration's name, or exportsim."""

    instance_id: str | None = None
    """Of the data flow, in names and in the manifest's name; this and the next three have samples' values if None."""

    instance_name: str | None = None
    organization: str | None = None
    sandbox: str | None = None
    out: Path | None = None
    parser: str | None = None

    to: str | None = None
    """A URL to send the export to, or ``plan``: where the server says; None: it stays where it is written."""

    sending: Mapping[str, Any] = field(default_factory=dict)
    """How it is sent, by the names of the options of ``exportsim push``."""

    schedule: Mapping[str, Any] = field(default_factory=dict)
    """When it is exported, and how the people change meanwhile, by the names of the keys of ``[schedule]``."""


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


def overridden(rehearsal: Rehearsal, **given: Any) -> Rehearsal:
    """The rehearsal with what the command line says; None and empty tuples say nothing, mappings are laid over."""
    changes: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, Mapping):
            changes[name] = {**getattr(rehearsal, name), **value}
        elif value is not None and value != ():
            changes[name] = value
    return replace(rehearsal, **changes)


def parse_time(text: str) -> datetime:
    """An ISO 8601 time; UTC where it names no offset."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not an ISO 8601 time such as 2026-03-01T06:00:00Z') from None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


def parse_day(text: str) -> date:
    """A day as ISO 8601 has it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day such as 2026-03-01") from None


def parse_time_of_day(text: str) -> time:
    """Hours and minutes, in UTC."""
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII):
        raise ValueError(f"{text!r} is not a time of the day, in UTC, such as 06:00")
    return time.fromisoformat(text)


Read = Callable[[Any, Path], Any]


def _sections(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    tables = [(name, value) for name, value in document.items() if isinstance(value, dict)]
    return [("", {name: value for name, value in document.items() if not isinstance(value, dict)}), *tables]


def _of(kind: type, what: str) -> Read:
    def read(value: Any, _folder: Path) -> Any:
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise TypeError(f"{value!r} is not {what}")
        return value

    return read


def _path(value: Any, folder: Path) -> Path:
    return folder / str(_text(value, folder))


def _positive(value: Any, folder: Path) -> int:
    number = _of(int, "a whole number")(value, folder)
    if number < 1:
        raise ValueError(f"{number} is not 1 or more")
    return int(number)


def _parser(value: Any, folder: Path) -> str:
    text = str(_text(value, folder))
    # A function in a file is a path like others here; a command's words are its own.
    return str(folder / text) if re.fullmatch(r"[^{}]+\.py:[\w.]+", text) else text


def _share(value: Any, _folder: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{value!r} is not a share between 0 and 1")
    return float(value)


def _time(value: Any, _folder: Path) -> datetime:
    return value if isinstance(value, datetime) and value.tzinfo else parse_time(str(value))


def _times(value: Any, folder: Path) -> tuple[datetime, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list of times")
    return tuple(_time(item, folder) for item in value)


def _day(value: Any, _folder: Path) -> date:
    return value if isinstance(value, date) and not isinstance(value, datetime) else parse_day(str(value))


def _time_of_day(value: Any, _folder: Path) -> time:
    return value if isinstance(value, time) else parse_time_of_day(str(value))


def _texts(value: Any, _folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{value!r} is not a list of texts")
    return tuple(value)


def _one_of(*allowed: str) -> Read:
    def read(value: Any, folder: Path) -> str:
        if value not in allowed:
            raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
        return str(value)

    return read


def _url(value: Any, folder: Path) -> str:
    """A URL as it is; a path is relative to the file's folder."""
    text = str(_text(value, folder))
    return text if "://" in text or text == "plan" else str(folder / text)


def _rate(value: Any, folder: Path) -> float:
    return parse_rate(str(_text(value, folder)))


def _seconds(value: Any, _folder: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise ValueError(f"{value!r} is no number of seconds above 0")
    return float(value)


def _columns(value: Any, folder: Path) -> tuple[Column, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list of columns")
    return tuple(_column(item, folder) for item in value)


def _column(value: Any, folder: Path) -> Column:
    """One line, or a table where a transformation is asked for."""
    if isinstance(value, str):
        return parse_column(value)
    if not isinstance(value, dict) or not {"source"} <= set(value) <= {"source", "target", "transformation"}:
        raise TypeError(f"{value!r} is no column: a text, or a table with source, target and transformation")
    source, target, transformation = (str(_text(value.get(name, ""), folder)) for name in _COLUMN)
    named = parse_column(f"{source}={target}") if target else parse_column(source)
    return replace(named, transformation=transformation)


def _audience(value: Any, folder: Path) -> Audience:
    if not isinstance(value, dict) or not {"id", "name"} <= set(value) <= {"id", "name", "namespace"}:
        raise TypeError("an audience has an id, a name and maybe a namespace")
    return Audience(**{name: str(_text(text, folder)) for name, text in value.items()})


def _audiences(value: Any, folder: Path) -> tuple[Audience, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list of audiences")
    return tuple(_audience(item, folder) for item in value)


def _merge_policy(value: Any, folder: Path) -> MergePolicy:
    if not isinstance(value, dict) or set(value) != {"id", "name"}:
        raise TypeError("a merge policy has an id and a name")
    return MergePolicy(**{name: str(_text(text, folder)) for name, text in value.items()})


def _setting(value: Any, _folder: Path) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        raise TypeError(f"{value!r} is not a text")
    return str(value)


_COLUMN = ("source", "target", "transformation")
FREQUENCIES = (
    *("once", "daily", "weekly", "monthly"),
    *("every-3-hours", "every-6-hours", "every-8-hours", "every-12-hours", "every-hour"),
)
"""How often an audience is exported; which go with which mode, the platform says."""

_text = _of(str, "a text")
_flag = _of(bool, "true or false")
_number = _of(int, "a whole number")

SECTIONS: dict[str, dict[str | None, tuple[str, Read]]] = {
    "": {
        "server": ("server", _path),
        "destination": ("destination", _path),
        "customer_data": ("customer_data", _path),
        "out": ("out", _path),
        "max_file_rows": ("max_file_rows", _positive),
    },
    "set": {None: ("settings", _setting)},
    "switches": {None: ("switches", _setting)},
    "formatting": {"preset": ("preset", _text)},
    "options": {None: ("options", _setting)},
    "encryption": {"key": ("pgp_key", _path), "subkey": ("pgp_subkey", _text), "armor": ("pgp_armor", _flag)},
    "profiles": {
        "file": ("profiles", _path),
        "count": ("count", _positive),
        "seed": ("seed", _number),
        "schema": ("schema", _path),
        "edge_cases": ("edge_cases", _share),
    },
    "activation": {
        "audience": ("audience", _audience),
        "of": ("of", _one_of("people", "accounts", "prospects", "datasets")),
        "merge_policy": ("merge_policy", _merge_policy),
        "audiences": ("audiences", _audiences),
        "enrichment": ("enrichment", _columns),
        "folder_append": ("folder_append", _texts),
        "columns": ("columns", _columns),
        "key": ("key", _texts),
        "mandatory": ("mandatory", _texts),
        "deduplication": ("deduplication", _texts),
        "latest": ("latest", _text),
        "nested": ("nested", _flag),
        "filename": ("filename", _text),
        "filename_append": ("filename_append", _texts),
        "custom_text": ("custom_text", _text),
    },
    "run": {
        "now": ("now", _time),
        "id": ("run_id", _text),
        "destination": ("destination_name", _text),
        "instance_id": ("instance_id", _text),
        "instance_name": ("instance_name", _text),
        "organization": ("organization", _text),
        "sandbox": ("sandbox", _text),
    },
    "deliver": {
        "to": ("to", _url),
        "if_exists": ("sending", _one_of("fail", "skip", "overwrite")),
        "connections": ("sending", _positive),
        "verify": ("sending", _one_of("store", "full")),
        "bandwidth": ("sending", _rate),
        "patience": ("sending", _seconds),
    },
    "verify": {"parser": ("parser", _parser)},
    "schedule": {
        "mode": ("schedule", _one_of("full", "incremental")),
        "frequency": ("schedule", _one_of(*FREQUENCIES)),
        "start": ("schedule", _day),
        "time": ("schedule", _time_of_day),
        "end": ("schedule", _day),
        "after_evaluation": ("schedule", _flag),
        "evaluation": ("schedule", _time_of_day),
        "export_now": ("schedule", _times),
        "members": ("schedule", _share),
        "churn": ("schedule", _share),
        "changes": ("schedule", _share),
        "merges": ("schedule", _share),
    },
}
"""For each section its keys, each with its field of ``Rehearsal`` and how it is read; None stands for any key."""
