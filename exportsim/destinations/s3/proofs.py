"""Whether what a service holds is a local file, by what the service says of it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from exportsim.destinations.content import stretches
from exportsim.destinations.s3.dialect import AMAZON, GOOGLE

Head = Mapping[str, Any]
"""An answer about an object, of a HEAD, a PUT or a completed upload."""


class Proof(NamedTuple):
    """What was compared and found equal."""

    checksum: str
    algorithm: str


def compare(
    head: Head, file: Path, sha256: str, *, part_size: Callable[[], int]
) -> Proof | Literal["other", "unknown"]:
    """Hold what is said of an object of the file's size against the file: by a SHA-256, Google's hashes, an MD5.

    ``part_size`` is asked for the size of the object's first part, where it was sent in several.
    """
    confirmed = head.get("ChecksumSHA256", "")
    if "-" in confirmed:
        digests = _digests(file, "sha256", part_size())
        ours = AMAZON.expected(digests, parts=True)
        known = confirmed.endswith(f"-{len(digests)}")
        return Proof(ours, "sha256-of-parts") if ours == confirmed else "other" if known else "unknown"
    if confirmed:
        same = confirmed == base64.b64encode(bytes.fromhex(sha256)).decode()
        return Proof(sha256, "sha256") if same else "other"
    hashes = _google_hashes(head)
    if "md5" in hashes:
        md5 = _md5(file)
        return Proof(md5.hex(), "md5") if hashes["md5"] == base64.b64encode(md5).decode() else "other"
    if "crc32c" in hashes:
        return Proof(hashes["crc32c"], "crc32c") if hashes["crc32c"] == _crc32c(file) else "other"
    return _by_etag(head, file, part_size) or "unknown"


def etag_of(head: Head) -> str:
    return str(head.get("ETag", "")).strip('"')


def _by_etag(head: Head, file: Path, part_size: Callable[[], int]) -> Proof | None:
    """The proof by an ETag that is an MD5, or one of the parts' MD5s; of any other ETag nothing can be said."""
    etag = etag_of(head)
    _, dash, parts = etag.partition("-")
    if not dash:
        return Proof(etag, "md5") if etag == _md5(file).hex() else None
    digests = _digests(file, "md5", part_size())
    same = len(digests) == int(parts or 0) and GOOGLE.expected(digests, parts=True) == etag
    return Proof(etag, "md5-of-parts") if same else None


def _google_hashes(head: Head) -> dict[str, str]:
    """``x-goog-hash: crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==``; what was sent in parts has no MD5."""
    header = head.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("x-goog-hash", "")
    pairs = (pair.strip().partition("=") for pair in header.split(",") if pair.strip())
    return {name: value for name, _, value in pairs}


def _digests(file: Path, algorithm: str, part_size: int) -> list[bytes]:
    with file.open("rb") as source:
        digests = []
        for part in stretches(file, source, part_size):
            part.feed(digest := hashlib.new(algorithm, usedforsecurity=False))
            digests.append(digest.digest())
        return digests


def _md5(file: Path) -> bytes:
    with file.open("rb") as content:
        return hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False)).digest()


def _crc32c(file: Path) -> str:
    # Its library is of the extra gcs; nobody else's answers hold such a hash.
    from exportsim.destinations.s3.crc32c import crc32c_of

    return crc32c_of(file)
