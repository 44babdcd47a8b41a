"""The values that travel between the stages: plain, frozen, trusted once made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pyarrow as pa

from formats import Format

# -- places -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LocalFolder:
    """A folder of this machine: the rehearsal stage, and the only place that needs no account."""

    path: Path


@dataclass(frozen=True)
class S3:
    """An Amazon S3 bucket, or one that speaks its dialect; ``path`` is the prefix of every key."""

    bucket: str
    path: str = ""


@dataclass(frozen=True)
class AzureBlob:
    container: str
    path: str = ""
    account: str = ""
    """The storage account; empty: the one that the credentials name."""


@dataclass(frozen=True)
class Adls:
    """Azure Data Lake Storage Gen2: a filesystem of an account; both empty where only credentials name them."""

    path: str = ""
    filesystem: str = ""
    account: str = ""


@dataclass(frozen=True)
class Gcs:
    bucket: str
    path: str = ""


@dataclass(frozen=True)
class Sftp:
    host: str
    port: int = 22
    path: str = "/"
    user: str = ""
    """Empty: the one that the environment names."""


@dataclass(frozen=True)
class DataLandingZone:
    """The platform's own container; which one, only the credentials know."""

    path: str = ""


Place = LocalFolder | S3 | AzureBlob | Adls | Gcs | Sftp | DataLandingZone
"""Where files go; closed, so that ``match`` with ``assert_never`` finds what we forget."""


# -- agree --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Switch:
    """A choice the vendor leaves undocumented, and the side this plan takes."""

    name: str
    value: str
    why: str


@dataclass(frozen=True)
class PublicKey:
    """An OpenPGP key that files can be encrypted to, found usable when it was read; nothing in it is secret."""

    armored: str
    """The ASCII armor of the primary key, its user ids and the one subkey that is used."""

    fingerprint: str
    """Of the primary key, upper-case hexadecimal."""

    subkey: str
    """The fingerprint of the key that files are encrypted to; the primary's own where it does that itself."""


@dataclass(frozen=True)
class Encryption:
    """How finished files are encrypted: PGP, after compression."""

    key: PublicKey
    armor: bool = False
    """ASCII armor instead of binary packets."""

    suffix: str = ".gpg"
    """Behind the whole extension of a file's name; may be empty."""

    manifest: bool = False
    """Whether the manifest is encrypted too."""


@dataclass(frozen=True)
class Plan:
    """What a destination server and customer data resolve to; nothing in it is templated any more."""

    format: Format
    place: Place
    folder: str
    """The path below the place's root, ``/``-separated, neither leading nor trailing slash; macros still in it."""

    max_file_rows: int = 5_000_000
    manifest: bool = False
    switches: tuple[Switch, ...] = ()
    warnings: tuple[str, ...] = ()
    """Sentences about odd but accepted configuration."""

    encryption: Encryption | None = None
    """None: files travel as they are written."""

    @property
    def extension(self) -> str:
        """What names of export files end with, encryption included: ``.csv.gz.gpg``."""
        return self.format.extension + (self.encryption.suffix if self.encryption else "")


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


# -- choose -------------------------------------------------------------------------------------------


class Slice(NamedTuple):
    """Some consecutive rows."""

    columns: pa.RecordBatch
    """The values, one Arrow column for each column of the file."""

    cases: pa.RecordBatch | None
    """For each column of ``columns``, by the same name, the edge-case id of each cell (``string``, null where the
    value is ordinary); None when the slice holds no edge case."""


@dataclass(frozen=True)
class LeftOut:
    """Profiles that stand in no file, for one reason."""

    why: str
    """Continues ``3 profiles``: ``without a value for email, which is mandatory``."""

    profiles: int


def _nobody() -> tuple[LeftOut, ...]:
    return ()


@dataclass(frozen=True)
class Rows:
    """What of the profiles stands in the files; ``slices`` can be read once."""

    schema: pa.Schema
    slices: Iterable[Slice]
    total: int | None = None
    """How many rows there will be; None when the source cannot tell."""

    left_out: Callable[[], tuple[LeftOut, ...]] = _nobody
    """Who stands in no row; only known when ``slices`` has been read to its end."""


# -- write --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ExportFile:
    name: str
    """Relative to the export's folder, ``/``-separated: ``acme/2026/people_2.csv.gz``."""

    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Export:
    """All files of one run in one folder; ``load_export(folder)`` reads it back."""

    folder: Path
    files: tuple[ExportFile, ...]
    manifest: ExportFile | None
    """``rows`` is 0."""

    plan: Plan
    activation: Activation
    run: Run
    source: dict[str, Any] = field(default_factory=dict)
    """Where the profiles came from: seed and count, or a file; plain JSON values."""

    left_out: tuple[LeftOut, ...] = ()

    home: Path | None = None
    """The folder of record and truth, where several exports share ``folder``; None: its ``.exportsim``."""

    @property
    def record(self) -> Path:
        return (self.home or self.folder / ".exportsim") / "export.json"

    @property
    def truth(self) -> Path:
        return self.record.with_name("truth.parquet")

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)


@dataclass(frozen=True)
class Preview:
    """An export that has not been written."""

    plan: Plan
    activation: Activation
    schema: pa.Schema
    rows: int | None
    """None when the source cannot tell."""

    files: tuple[str, ...]
    """Names in order, the manifest last; only the first when the number of rows is not known."""


# -- send ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Receipt:
    """The proof for one file that arrived."""

    key: str
    size: int
    checksum: str
    algorithm: str
    attempts: int
    seconds: float


@dataclass(frozen=True)
class Delivery:
    place: Place
    receipts: tuple[Receipt, ...]
    """Of every file that lies there whole; no attempt was needed for one that had arrived before."""

    left: tuple[str, ...] = ()
    """Names under which other content was found and left."""

    behaviours: tuple[str, ...] = ()
    """Ways of the outside world in which it was made, for the sake of who reads it."""


Step = Literal["send", "keep", "replace", "leave", "refuse"]
"""What would be done with a file: it is new, lies there whole, or other content lies under its name."""


@dataclass(frozen=True)
class PlannedDelivery:
    """A delivery that has not been made."""

    place: Place
    steps: tuple[tuple[ExportFile, Step], ...]
    """In the order in which files would arrive."""


CheckOutcome = Literal["ok", "failed", "not tried"]


@dataclass(frozen=True)
class Check:
    """One thing that was tried at a place."""

    name: str
    """``settings``, ``name``, ``connection``, ``tls``, ``clock``, ``write``, ``read``, ``list``, ``delete``; at Amazon
    S3 ``location`` and ``parts`` too."""

    outcome: CheckOutcome
    told: str
    """What was found, or why it failed or was not tried."""

    remedy: str = ""
    """What to do; empty where it went well, or nothing is known to help."""

    lacks: str = ""
    """The permission that is missing, which the platform needs too; empty where none is."""


@dataclass(frozen=True)
class Diagnosis:
    """What keeps files from a place, or that nothing does."""

    place: Place
    checks: tuple[Check, ...]

    @property
    def healthy(self) -> bool:
        return all(check.outcome != "failed" for check in self.checks)


# -- read ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """What the parser made of one export file: rows in a file that DuckDB can scan."""

    file: str
    """The export file's name, as in ``ExportFile.name``."""

    output: Path
    format: str
    """``jsonl``, ``csv``, ``parquet`` or ``arrow``."""

    seconds: float
    peak_memory: int
    """Bytes, as the operating system accounted for the process."""

    stderr_tail: str


@dataclass(frozen=True)
class Ingestion:
    parser: str
    readings: tuple[Reading, ...]
    hint: str = ""
    """A sentence about the parser as it was given, for when it turns out wrong."""


# -- judge --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """One difference between what was meant and what was read."""

    kind: str
    """``missing-row``, ``extra-row``, ``duplicate-row``, ``missing-column``, ``extra-column``, ``text``,
    ``null-read-as-text`` or ``text-read-as-null``."""

    file: str
    row: int | None
    """The row's number in its file, from 1, the header not counted; None for a row that was never sent."""

    key: str
    column: str
    sent: str | None
    read: str | None
    case: str | None
    """The edge-case id of the cell sent, None for an ordinary value."""


@dataclass(frozen=True)
class Verdict:
    """One of the three questions: how many were looked at, how many were wrong."""

    name: str
    """``rows``, ``text`` or ``nulls``."""

    looked_at: int
    """Rows sent, and rows read beyond them; cells of matched rows with text on both sides, and columns that only
    one side has; cells of matched rows."""

    wrong: int
    judged: bool = True
    """False where rows were sent and nothing could be looked at: such a verdict has not passed, it says nothing."""

    @property
    def passed(self) -> bool:
        return self.judged and self.wrong == 0


@dataclass(frozen=True)
class Group:
    """All findings of one kind in one column: their number, and the first few."""

    kind: str
    column: str
    count: int
    cases: tuple[tuple[str, int], ...]
    """Edge-case ids among them with their numbers, most frequent first; ordinary values are not listed."""

    examples: tuple[Finding, ...]


@dataclass(frozen=True)
class Report:
    """The verdict told: everything a renderer needs."""

    export: Export
    ingestion: Ingestion
    verdicts: tuple[Verdict, ...]
    groups: tuple[Group, ...]
    rows_sent: int
    rows_read: int
    seconds: float
    notes: tuple[str, ...] = ()
    """Sentences to read before the findings, about all of them."""

    delivery: Delivery | None = None
    """How the files that were read had arrived; None: they were read where they had been written."""

    @property
    def passed(self) -> bool:
        return all(verdict.passed for verdict in self.verdicts)


# -- call ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Request:
    """One HTTP request to a partner's own API. It may hold secrets, so nothing of it is shown by accident."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None

    def __repr__(self) -> str:
        return f"<Request {self.method}>"


@dataclass(frozen=True)
class Reply:
    """What the API answered."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    text: str
    seconds: float = 0.0


@dataclass(frozen=True)
class Answered:
    """A reply, looked at as the platform would."""

    event: str
    """What was asked for: ``create``, ``update``, …"""

    status: int
    reason: str
    fields: tuple[tuple[str, str], ...]
    """What the template takes from the reply, by name."""

    findings: tuple[str, ...] = ()
    """Why the platform would not be content, each as a sentence; empty: it would."""

    remarks: tuple[str, ...] = ()
    """What is odd, though it would do."""

    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        return not self.findings


# -- lint ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Region:
    """A piece of a text file; lines and columns from 1, the end is behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Loss:
    """The proof that a file cannot say everything: two different rows of one text."""

    rows: tuple[tuple[str | None, ...], tuple[str | None, ...]]
    written: str
    """What either comes to."""


@dataclass(frozen=True)
class LintFinding:
    """One thing that is wrong, lossy or odd in a configuration."""

    code: str
    """Its kind, by a stable name: ``timestamp-without-hours``."""

    severity: str
    """``error``, ``warning`` or ``note``."""

    title: str
    """The kind in a few words."""

    file: str
    """As it was given: a path."""

    path: str
    """The JSON path; ``$`` for the file as a whole."""

    what: str
    """What stands there."""

    why: str
    """Why it hurts."""

    instead: str
    """What to write instead."""

    region: Region | None = None
    """Where that is in the file's text."""

    loss: Loss | None = None


@dataclass(frozen=True)
class LintReport:
    """Some configurations, looked at."""

    files: tuple[str, ...]
    """Those that were configurations, in the order in which they were given."""

    findings: tuple[LintFinding, ...]
    """File by file, in the order of the lines."""
