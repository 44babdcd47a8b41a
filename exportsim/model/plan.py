"""Agree: what a destination server and customer data come to."""

from __future__ import annotations

from dataclasses import dataclass

from exportsim.model.places import Place
from formats import Format


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
