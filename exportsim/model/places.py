"""Where files go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
