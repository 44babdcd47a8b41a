"""Names of export files and their folder, made from templates and macros.

Sources: the vendor's batch configuration and activation pages; ``DATETIME`` is the time of writing in UTC, not the
scheduled one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Activation, Audience, Run

ORDER = (
    "DESTINATION",
    "SEGMENT_ID",
    "SEGMENT_NAME",
    "DESTINATION_INSTANCE_ID",
    "DESTINATION_INSTANCE_NAME",
    "ORGANIZATION_NAME",
    "SANDBOX_NAME",
    "DATETIME",
    "TIMESTAMP",
    "CUSTOM_TEXT",
)
"""The order in which the platform shows appended macros, whatever order they were configured in."""

_MACRO = re.compile(r"%([A-Z][A-Z0-9_]*)%")
LONGEST = 255
"""Characters of a file name, extension included."""


def base_name(activation: Activation, run: Run) -> str:
    """The name of the first file without its extension; appended macros follow the template, joined by ``_``.

    A blank or a slash inside a macro's value becomes ``_``. Raises ``ConfigurationError`` for an unknown macro.
    """
    started = run.started.astimezone(UTC)
    values = {
        "DESTINATION": run.destination,
        "SEGMENT_ID": activation.audience.id,
        "SEGMENT_NAME": activation.audience.name,
        "DESTINATION_INSTANCE_ID": run.instance_id,
        "DESTINATION_INSTANCE_NAME": run.instance_name,
        "ORGANIZATION_NAME": run.organization,
        "SANDBOX_NAME": run.sandbox,
        "DATETIME": started.strftime("%Y%m%d_%H%M%S"),
        "TIMESTAMP": str(int(started.timestamp())),
        "CUSTOM_TEXT": activation.custom_text,
    }
    values = {macro: re.sub(r"[\s/\\\0]", "_", value) for macro, value in values.items()}
    unknown = [macro for macro in activation.filename_append if macro not in values]
    if unknown:
        raise ConfigurationError([_unknown("filename_append", macro, values) for macro in unknown])
    appended = [values[macro] for macro in sorted(activation.filename_append, key=ORDER.index)]
    pieces = [_filled("filename", activation.filename, values), *appended]
    name = "_".join(piece for piece in pieces if piece)
    if not name or "/" in name or name.startswith("."):
        raise ConfigurationError([Problem("filename", f'"{name}" is not a file name', "letters, digits and macros")])
    return name


def folder_path(template: str, audience: Audience) -> str:
    """The folder below the place's root; its macros keep the blanks of their values."""
    values = {"SEGMENT_ID": audience.id, "SEGMENT_NAME": audience.name.replace("/", "_")}
    path = _filled("path", template.strip("/"), values)
    if any(part in (".", "..") for part in path.split("/")) or "\0" in path:
        raise ConfigurationError(
            [Problem("path", f'"{path}" would leave the export folder', "folder names joined by /")]
        )
    return path


def part_name(base: str, number: int, extension: str) -> str:
    """``people.csv.gz``, ``people_2.csv.gz``, …: the first part bears no number."""
    name = f"{base}{f'_{number}' if number > 1 else ''}{extension}"
    if len(name) > LONGEST:
        what = f'"{name[:40]}…" has {len(name)} characters'
        raise ConfigurationError([Problem("filename", what, f"at most {LONGEST}, extension included")])
    return name


def _filled(where: str, template: str, values: Mapping[str, str]) -> str:
    unknown = [macro for macro in _MACRO.findall(template) if macro not in values]
    if unknown:
        raise ConfigurationError([_unknown(where, macro, values) for macro in unknown])
    return _MACRO.sub(lambda macro: values[macro[1]], template)


def _unknown(where: str, macro: str, values: Mapping[str, str]) -> Problem:
    return Problem(where, f"%{macro}% is not a macro here", "known: " + ", ".join(f"%{known}%" for known in values))
