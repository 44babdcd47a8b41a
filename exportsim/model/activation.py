"""Agree: what a customer chose, and one execution of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class Audience:
    id: str
    name: str
    namespace: str = "ups"


Kind = Literal["people", "accounts", "prospects", "datasets"]
"""Whose data an export can be of."""


@dataclass(frozen=True)
class MergePolicy:
    """How fragments become profiles."""

    id: str
    name: str


@dataclass(frozen=True)
class Column:
    """One column of the file: what it is read from and its header name."""

    source: str
    """A profile path, or an expression over some: ``size_of(orders)``."""

    target: str
    transformation: str = ""
    """What becomes of the value ``$``: ``sha256(lower($))``; empty: nothing."""


@dataclass(frozen=True)
class Activation:
    """What a customer chose when they activated an audience."""

    audience: Audience
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Header names by which a row is found again in what a parser read; their values are unique together."""

    filename: str = "%DESTINATION%_%SEGMENT_ID%"
    """The fixed beginning of file names: text and ``%MACRO%`` pieces."""

    filename_append: tuple[str, ...] = ("DATETIME",)
    """Macro names that follow it, in any order: the platform puts them in its own."""

    custom_text: str = ""
    """What ``CUSTOM_TEXT`` stands for."""

    identity: str = ""
    """The header of the column that is an identity namespace, with a row for each identity; empty: none is."""

    name_spaces: str = "underscore"
    """What becomes of a blank of a macro's value in a file's name: ``underscore`` or ``keep``."""

    date_form: str = "YYYYMMDD_HHMMSS"
    """What ``DATETIME`` looks like."""

    of: Kind = "people"
    """Whose data it is: of a data set ``audience`` has the id and the name."""

    merge_policy: MergePolicy | None = None
    """By which audiences are grouped into one file; None: the file is of one audience."""

    grouped: tuple[Audience, ...] = ()
    """The audiences of such a file: each is a column behind the others, ``active``, ``expired`` or empty."""

    folder_append: tuple[str, ...] = ()
    """Of a data set's folder: macros, each a folder below the plan's."""

    mandatory: tuple[str, ...] = ()
    """Header names; a profile that lacks a value for one of them is left out."""

    empty_is_missing: bool = False
    """Whether an empty text counts as no value where one is mandatory."""

    deduplication: tuple[str, ...] = ()
    """Header names; of the profiles that share these values only the latest stays."""

    status: tuple[str, str] = ("realized", "exited")
    """How membership is spelled, of members and of those who left."""

    qualified: str = "timestamp"
    """How the time of the last qualification is spelled: ``timestamp``, as any other, or a name of a text's form."""

    nested: bool = False
    """Whether arrays, maps and objects may be columns."""

    latest: str = ""
    """The path of the time by which one of them is the latest; empty: when the membership was last updated."""


@dataclass(frozen=True)
class Run:
    """One execution for one audience: given by the caller, never asked of the clock."""

    id: str
    scheduled: datetime
    started: datetime
    destination: str = "exportsim"
    instance_id: str = "7b891e5f-025a-4f0d-9e73-1919e71da3b0"
    instance_name: str = "Rehearsal"
    organization: str = "Example Organization"
    sandbox: str = "prod"
