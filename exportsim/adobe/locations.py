"""The six kinds of file-based servers: where each keeps its location, and the place that comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from exportsim.adobe.json_file import describe, quoted
from exportsim.adobe.notes import step
from exportsim.adobe.reader import Reader
from exportsim.model import S3, Adls, AzureBlob, DataLandingZone, Gcs, Place, Sftp

DEFAULT_SFTP_PORT = 22

_ADDRESS = r"[A-Za-z][A-Za-z0-9+.-]*://[^/]*"
"""``abfs://files@account.dfs.core.windows.net``: the hard-coded examples write the account into the path."""


@dataclass(frozen=True)
class Located:
    """A location, filled in: the text of each key, and the path cut into its root and the folder below."""

    texts: Mapping[str, str]
    root: str
    port: int


@dataclass(frozen=True)
class Kind:
    """One ``destinationServerType``."""

    objects: tuple[str, ...]
    """The key of the location object, and older spellings of it."""

    folder: str
    """The key that holds the path; it may be empty, every other key must hold something."""

    names: tuple[tuple[str, ...], ...]
    """The remaining templated keys, each with its older spellings."""

    place: Callable[[Located], Place]

    plain: tuple[str, ...] = ()
    """Keys that hold a bare JSON value."""

    root: str = ""
    """A regular expression: the beginning of the path that is an address or a root, not a folder."""


def _account(address: str) -> tuple[str, str]:
    """The filesystem and the storage account of an address; either may be empty."""
    filesystem, _, host = address.rpartition("://")[2].rpartition("@")
    return filesystem, host.partition(".")[0]


KINDS: dict[str, Kind] = {
    "FILE_BASED_S3": Kind(
        ("fileBasedS3Destination",),
        "path",
        (("bucket", "bucketName"),),
        lambda located: S3(located.texts["bucket"]),
    ),
    "FILE_BASED_SFTP": Kind(
        ("fileBasedSFTPDestination", "fileBasedSftpDestination"),
        "rootDirectory",
        (("hostName", "hostname"),),
        lambda located: Sftp(located.texts["hostName"], located.port, located.root),
        ("port", "encryptionMode"),
        root="/",
    ),
    "FILE_BASED_AZURE_BLOB": Kind(
        ("fileBasedAzureBlobDestination",),
        "path",
        (("container",),),
        lambda located: AzureBlob(located.texts["container"], account=_account(located.root)[1]),
        root=_ADDRESS,
    ),
    "FILE_BASED_ADLS_GEN2": Kind(
        ("fileBasedAdlsGen2Destination",),
        "path",
        (),
        lambda located: Adls("", *_account(located.root)),
        root=_ADDRESS,
    ),
    "FILE_BASED_DLZ": Kind(("fileBasedDlzDestination",), "path", (), lambda located: DataLandingZone(), ("useCase",)),
    "FILE_BASED_GOOGLE_CLOUD": Kind(
        ("fileBasedGoogleCloudStorageDestination",),
        "path",
        (("bucket",),),
        lambda located: Gcs(located.texts["bucket"]),
    ),
}


def read_location(
    reader: Reader, kind: Kind, node: Mapping[str, Any], path: str, *, encrypted: bool
) -> tuple[Place, str] | None:
    """Read the place and the folder below its root; None where something needed could not be read.

    ``encrypted`` tells whether files will be, which a server may ask for or exclude.
    """
    texts = {}
    for names in ((kind.folder,), *kind.names):
        text = _required(reader, node, path, names, may_be_empty=names[0] == kind.folder)
        if text is not None:
            texts[names[0]] = text
    port = _port(reader, node, path) if "port" in kind.plain else DEFAULT_SFTP_PORT
    if "encryptionMode" in kind.plain:
        _encryption_mode(reader, node, path, encrypted)
    if "useCase" in kind.plain:
        _use_case(reader, node, path)
    if port is None or len(texts) <= len(kind.names):
        return None
    whole = texts[kind.folder]
    found = re.match(kind.root, whole)
    root = found[0] if found else ""
    folder = _folder(reader, whole.removeprefix(root), f"{step(path, kind.folder)}.value")
    return kind.place(Located(texts, root, port)), folder


def _required(
    reader: Reader, node: Mapping[str, Any], path: str, names: tuple[str, ...], *, may_be_empty: bool
) -> str | None:
    if not reader.spelled(node, path, names):
        reader.notes.problem(step(path, names[0]), "is missing")
        return None
    leaf = reader.one(node, path, names)
    if leaf is None:
        return None
    if leaf.missing and reader.excused.issuperset(leaf.missing):
        return None
    if leaf.missing:
        given = ", ".join(reader.customer_data) or "nothing"
        asked = ", ".join(leaf.missing)
        reader.notes.problem(leaf.path, f"asks for {asked}, which the customer data does not hold", f"given: {given}")
        return None
    if "\0" in leaf.text or not (leaf.text.strip() or may_be_empty):
        reader.notes.problem(leaf.path, f"comes to {quoted(leaf.text)}", "a name")
        return None
    return leaf.text


def _folder(reader: Reader, text: str, path: str) -> str:
    segments = [segment for segment in text.split("/") if segment]
    folder = "/".join(segments)
    if folder != text.strip("/"):
        sentence = f"has empty names between slashes and is read as {quoted(folder)}"
        reader.notes.warn(path, sentence, code="empty-folder-name")
    for segment in segments:
        if segment in (".", ".."):
            reader.notes.problem(path, f"leaves its own folder: {quoted(segment)} is a step, not a name", "plain names")
        elif re.search(r"[\x00-\x1f\x7f]", segment):
            reader.notes.problem(path, f"has a control character in {quoted(segment)}", "printable characters")
        elif len(segment.encode()) > 255:
            reader.notes.problem(path, f"has a name of {len(segment.encode())} bytes", "at most 255 bytes a name")
    if segments[:1] == [".exportsim"]:
        reader.notes.problem(path, 'begins with ".exportsim", the folder that keeps the export\'s own record')
    return folder


def _port(reader: Reader, node: Mapping[str, Any], path: str) -> int | None:
    port = node.get("port", DEFAULT_SFTP_PORT)
    if isinstance(port, int) and not isinstance(port, bool) and 1 <= port <= 65535:
        return port
    reader.notes.problem(step(path, "port"), f"is {describe(port)}", "a bare integer from 1 to 65535")
    return None


def _encryption_mode(reader: Reader, node: Mapping[str, Any], path: str, encrypted: bool) -> None:
    if "encryptionMode" not in node:
        return
    mode, at = node["encryptionMode"], step(path, "encryptionMode")
    if mode not in ("PGP", "None"):
        reader.notes.problem(at, f"is {describe(mode)}", "known: PGP, None")
    elif mode == "PGP" and not encrypted:
        sentence = "is PGP, but no public key is given: the files are not encrypted"
        reader.notes.warn(at, sentence, code="encryption-not-as-said")
    elif mode == "None" and encrypted:
        sentence = "is None, but a public key is given: the files are encrypted"
        reader.notes.warn(at, sentence, code="encryption-not-as-said")


def _use_case(reader: Reader, node: Mapping[str, Any], path: str) -> None:
    if "useCase" not in node:
        sentence = "is not given, though the reference requires one"
        reader.notes.warn(step(path, "useCase"), sentence, code="use-case-missing")
    elif not isinstance(node["useCase"], str):
        reader.notes.problem(step(path, "useCase"), f"is {describe(node['useCase'])}", "a bare string")
