"""Single values of an exportsim.toml: each is read by a function that knows what it must be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from exportsim.destinations import MOST_JOBS, parse_rate
from exportsim.model import Audience, Column, MergePolicy
from exportsim.profiles.headers import parse_column
from exportsim.rehearsal.moments import parse_day, parse_time, parse_time_of_day

Read = Callable[[Any, Path], Any]
"""Takes what stands in the file, and the folder of the file; ``TypeError`` or ``ValueError`` says what is wrong."""


def as_of(kind: type, what: str) -> Read:
    def read(value: Any, _folder: Path) -> Any:
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise TypeError(f"{value!r} is not {what}")
        return value

    return read


def as_path(value: Any, folder: Path) -> Path:
    return folder / str(as_text(value, folder))


def as_positive(value: Any, folder: Path) -> int:
    number = as_of(int, "a whole number")(value, folder)
    if number < 1:
        raise ValueError(f"{number} is not 1 or more")
    return int(number)


def as_count(value: Any, folder: Path) -> int:
    number = as_of(int, "a whole number")(value, folder)
    if number < 0:
        raise ValueError(f"{number} is below 0")
    return int(number)


def as_connections(value: Any, folder: Path) -> int:
    number = as_positive(value, folder)
    if number > MOST_JOBS:
        raise ValueError(f"{number} is more than {MOST_JOBS}")
    return number


def as_parser(value: Any, folder: Path) -> str:
    text = str(as_text(value, folder))
    # A function in a file is a path like others here; a command's words are its own.
    return str(folder / text) if re.fullmatch(r"[^{}]+\.py:[\w.]+", text) else text


def as_share(value: Any, _folder: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{value!r} is not a share between 0 and 1")
    return float(value)


def as_time(value: Any, _folder: Path) -> datetime:
    return value if isinstance(value, datetime) and value.tzinfo else parse_time(str(value))


def as_times(value: Any, folder: Path) -> tuple[datetime, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list of times")
    return tuple(as_time(item, folder) for item in value)


def as_day(value: Any, _folder: Path) -> date:
    return value if isinstance(value, date) and not isinstance(value, datetime) else parse_day(str(value))


def as_time_of_day(value: Any, _folder: Path) -> time:
    return value if isinstance(value, time) else parse_time_of_day(str(value))


def as_texts(value: Any, _folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{value!r} is not a list of texts")
    return tuple(value)


def as_one_of(*allowed: str) -> Read:
    def read(value: Any, folder: Path) -> str:
        if value not in allowed:
            raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
        return str(value)

    return read


def as_some_of(*allowed: str) -> Read:
    def read(value: Any, folder: Path) -> tuple[str, ...]:
        return tuple(as_one_of(*allowed)(item, folder) for item in as_texts(value, folder))

    return read


def as_url(value: Any, folder: Path) -> str:
    """A URL as it is; a path is relative to the file's folder."""
    text = str(as_text(value, folder))
    if not text:
        raise ValueError("is empty: a URL, a path, or plan")
    return text if "://" in text or text == "plan" else str(folder / text)


def as_rate(value: Any, folder: Path) -> float:
    return parse_rate(str(as_text(value, folder)))


def as_seconds(value: Any, _folder: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise ValueError(f"{value!r} is no number of seconds above 0")
    return float(value)


def as_lag(value: Any, folder: Path) -> float:
    """Seconds, or none at all."""
    return 0.0 if value == 0 and not isinstance(value, bool) else as_seconds(value, folder)


def as_columns(value: Any, folder: Path) -> tuple[Column, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list of columns")
    return tuple(as_column(item, folder) for item in value)


def as_column(value: Any, folder: Path) -> Column:
    """One line, or a table where a transformation is asked for."""
    if isinstance(value, str):
        return parse_column(value)
    if not isinstance(value, dict) or not {"source"} <= set(value) <= {"source", "target", "transformation"}:
        raise TypeError(f"{value!r} is no column: a text, or a table with source, target and transformation")
    source, target, transformation = (str(as_text(value.get(name, ""), folder)) for name in _COLUMN)
    named = parse_column(f"{source}={target}") if target else parse_column(source)
    return replace(named, transformation=transformation)


def as_audience(value: Any, folder: Path) -> Audience:
    if not isinstance(value, dict) or not {"id", "name"} <= set(value) <= {"id", "name", "namespace"}:
        raise TypeError("an audience has an id, a name and maybe a namespace")
    return Audience(**{name: str(as_text(text, folder)) for name, text in value.items()})


def as_audiences(value: Any, folder: Path) -> tuple[Audience, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list of audiences")
    return tuple(as_audience(item, folder) for item in value)


def as_merge_policy(value: Any, folder: Path) -> MergePolicy:
    if not isinstance(value, dict) or set(value) != {"id", "name"}:
        raise TypeError("a merge policy has an id and a name")
    return MergePolicy(**{name: str(as_text(text, folder)) for name, text in value.items()})


def as_setting(value: Any, _folder: Path) -> str:
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

as_text = as_of(str, "a text")
as_flag = as_of(bool, "true or false")
as_number = as_of(int, "a whole number")
