"""The settings of one trip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from exportsim.model import Audience, Column, MergePolicy

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


def overridden(rehearsal: Rehearsal, **given: Any) -> Rehearsal:
    """The rehearsal with what the command line says; None and empty tuples say nothing, mappings are laid over."""
    changes: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, Mapping):
            changes[name] = {**getattr(rehearsal, name), **value}
        elif value is not None and value != ():
            changes[name] = value
    return replace(rehearsal, **changes)
