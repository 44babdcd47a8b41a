"""Names of export files and their folder, made from templates and macros.

Sources: the vendor's batch configuration and activation pages; ``DATETIME`` is the time of writing in UTC, not the
scheduled one.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from exportsim.errors import ConfigurationError, Problem
from exportsim.export import macros
from exportsim.model import Activation, Plan, Run

ORDER = (
    "DESTINATION",
    "SEGMENT_ID",
    "SEGMENT_NAME",
    "DESTINATION_INSTANCE_ID",
    "DESTINATION_INSTANCE_NAME",
    "ORGANIZATION_NAME",
    "SANDBOX_NAME",
    "MERGE_POLICY_ID",
    "MERGE_POLICY_NAME",
    "DATETIME",
    "TIMESTAMP",
    "CUSTOM_TEXT",
)
"""The order in which the platform shows appended macros, whatever order they were configured in."""

TIMES = ("DATETIME", "TIMESTAMP")
"""Without one of these a name is static, and each export overwrites the one before."""

DATASET_PART = 100_000
"""Rows of a part of a data set whose size is not known beforehand."""

LONGEST = 255
"""Characters of a file name, extension included."""

FOLDER_END = re.compile(r"(?:[^%]*/)?(?:%SEGMENT_NAME%|%SEGMENT_ID%|%SEGMENT_NAME%/%SEGMENT_ID%)")
"""In a folder's path macros can only be its end, one of them or both in this order."""


@dataclass(frozen=True)
class Names:
    """The names of one export."""

    folder: str
    """Below the place's root, ``/``-separated, without a slash at either end; may be empty."""

    base: str
    """Of the first file, without its extension."""

    extension: str

    task: int | None = None
    """Of a data set, whose parts have the names that the platform's pipeline gives them; None: of audiences."""

    @classmethod
    def of(cls, plan: Plan, activation: Activation, run: Run) -> Names:
        """Make the names; ``ConfigurationError`` with everything that makes them impossible."""
        if activation.of == "datasets":
            return _of_dataset(plan, activation, run)
        known = macros.values(activation, run)
        problems = [*_check_template(activation, known), *_check_folder(plan.folder, activation)]
        if problems:
            raise ConfigurationError(problems)
        clean = partial(_clean, blank="_" if activation.name_spaces == "underscore" else " ")
        appended = sorted(map(macros.canonical, activation.filename_append), key=ORDER.index)
        pieces = [activation.filename, *(f"%{macro}%" for macro in appended)]
        named = [macros.filled(piece, known, run.started, clean) for piece in pieces]
        base = "_".join(piece for piece in named if piece)
        audience = {"SEGMENT_ID": activation.audience.id, "SEGMENT_NAME": activation.audience.name.replace("/", "_")}
        folder = macros.filled(plan.folder.strip("/"), audience, run.started)
        if problems := [*_check_base(base), *_check_path(folder)]:
            raise ConfigurationError(problems)
        return cls(folder, base, plan.extension)

    def part(self, number: int) -> str:
        """``people.csv.gz``, ``people_2.csv.gz``, …: the first part bears no number."""
        if self.task is not None:
            return self.below(f"part-{number - 1:05}-{self.base}-{self.task + number}-1-c000{self.extension}")
        name = f"{self.base}{f'_{number}' if number > 1 else ''}{self.extension}"
        if len(name) > LONGEST:
            what = f'"{name[:40]}…" has {len(name)} characters'
            raise ConfigurationError([Problem("filename", what, f"at most {LONGEST}, extension included")])
        return self.below(name)

    def below(self, name: str) -> str:
        """The path of a file in the export's folder."""
        return f"{self.folder}/{name}" if self.folder else name


def row_limit(plan: Plan, activation: Activation, run: Run, rows: int | None) -> int:
    """After how many rows a new part begins; a data set is cut as its lake is, also where it is small."""
    if activation.of != "datasets":
        return plan.max_file_rows
    parts = 2 + run.id.encode()[-1] % 3
    return max(1, -(-rows // parts)) if rows is not None else DATASET_PART


def is_static(activation: Activation) -> bool:
    """Whether every export gets the same name."""
    return activation.of != "datasets" and not {*TIMES} & {
        *macros.used(activation.filename),
        *activation.filename_append,
    }


def _clean(value: str, blank: str) -> str:
    """What is left of a value in a file's name."""
    return re.sub(r"[/\\\0]", "_", re.sub(r"\s", blank, value))


def _check_template(activation: Activation, known: dict[str, str]) -> Iterator[Problem]:
    template, append = activation.filename, tuple(map(macros.canonical, activation.filename_append))
    fixed = macros.used(template)
    yield from macros.check("filename", template, known)
    for macro in append:
        yield from macros.check("filename_append", f"%{macro}%", known)
        if macro in fixed:
            yield Problem("filename_append", f"{macro} is in the filename already", "each macro once")
        elif append.count(macro) > 1:
            yield Problem("filename_append", f"{macro} is there {append.count(macro)} times", "each macro once")
    if "CUSTOM_TEXT" in fixed:
        yield Problem("filename", "%CUSTOM_TEXT% can only be appended", "filename_append")
    if {*TIMES} <= {*fixed, *append}:
        yield Problem("filename", "comes to DATETIME and TIMESTAMP, which exclude each other", "one of them")
    if not template and not append:
        yield Problem("filename", "is empty, and nothing is appended", "text, or at least one macro")


def _of_dataset(plan: Plan, activation: Activation, run: Run) -> Names:
    """Folders by id and time, parts by numbers that nobody chooses: here they follow from the run's id."""
    known = macros.values(activation, run)
    template = "/".join([plan.folder.strip("/"), *(f"%{macro}%" for macro in activation.folder_append)]).strip("/")
    if problems := [*macros.check("folder_append", template, known)]:
        raise ConfigurationError(problems)
    folder = macros.filled(template, known, run.started, partial(_clean, blank=" "))
    if problems := [*_check_path(folder)]:
        raise ConfigurationError(problems)
    drawn = hashlib.blake2b(run.id.encode(), digest_size=32).digest()
    number = 10**17 + int.from_bytes(drawn[:8], "big") % (9 * 10**18)
    parts_id = uuid.UUID(bytes=drawn[8:24], version=4)
    return Names(
        folder, f"tid-{number}-{parts_id}", plan.extension, task=100_000 + int.from_bytes(drawn[24:27], "big") % 800_000
    )


def _check_folder(template: str, activation: Activation) -> Iterator[Problem]:
    if macros.used(template) and activation.merge_policy:
        yield Problem("path", f'"{template}" names one audience, and the file is of several', "a path without macros")
    if macros.used(template) and not FOLDER_END.fullmatch(template.strip("/")):
        yield Problem(
            "path",
            f'"{template}" has a macro where a folder cannot have one',
            "at the end: /%SEGMENT_NAME%, /%SEGMENT_ID% or /%SEGMENT_NAME%/%SEGMENT_ID%",
        )


def _check_base(name: str) -> Iterator[Problem]:
    if not name or "/" in name or name.startswith("."):
        yield Problem("filename", f'"{name}" is not a file name', "letters, digits and macros")


def _check_path(path: str) -> Iterator[Problem]:
    if any(part in (".", "..") for part in path.split("/")) or "\0" in path:
        yield Problem("path", f'"{path}" would leave the export folder', "folder names joined by /")
