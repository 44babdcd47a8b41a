"""A bucket as a store."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from botocore.exceptions import ClientError

from exportsim.destinations.ahead import ahead
from exportsim.destinations.base import Moved, Particular, Presence, Server, Stored, ignore, server_of
from exportsim.destinations.content import reading, receiving
from exportsim.destinations.s3.client import Client, authorities
from exportsim.destinations.s3.dialect import Dialect
from exportsim.destinations.s3.failures import ABSENT, DENIED, GONE, TAKEN, Teller, address_of, code_of
from exportsim.destinations.s3.proofs import Head, Proof, compare, etag_of
from exportsim.destinations.s3.rights import particulars
from exportsim.destinations.s3.upload import Occupied, Upload, Uploads
from exportsim.destinations.settings import Settings
from exportsim.errors import TerminalFailure
from exportsim.model import Receipt

ABANDONED = timedelta(days=1)
"""An upload in parts that began earlier is nobody's any more."""

PAGE = 1000
"""Names in one answer to a listing; no service gives more."""

WHO = "did another writer replace it?"


class BucketStore:
    """Files become objects under ``path``, each by one atomic request: a PUT, or the one that completes its parts."""

    ahead = 2

    def __init__(self, client: Client, dialect: Dialect, bucket: str, path: str, settings: Settings) -> None:
        self._client, self._dialect, self._bucket, self._settings = client, dialect, bucket, settings
        self._prefix = f"{path.strip('/')}/" if path.strip("/") else ""
        self._uploads = Uploads(client, dialect, bucket, settings)
        self._told = Teller(dialect, bucket, address_of(client.meta.endpoint_url), settings.timeout).told

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        began = time.monotonic()
        name = self._prefix + key
        with reading(file), self._told("written", key):
            size = file.stat().st_size
            proof = self._send(file, name, sha256, moved, overwrite=overwrite)
        if proof is None:
            raise TerminalFailure(f"{key} is there already")
        if self._settings.verify == "full":
            with self._told("read", key):
                proof = Proof(self._sha256(name), "sha256")
            if proof.checksum != sha256:
                raise TerminalFailure(f"{key} reads back with other content than was sent; {WHO}")
        return Receipt(key, size, proof.checksum, proof.algorithm, 1, time.monotonic() - began)

    def get(self, key: str, file: Path) -> None:
        with receiving(file) as sink, self._told("read", key):
            for piece in self._pieces(self._prefix + key):
                sink.write(piece)

    def list(self, folder: str = "") -> Iterator[Stored]:
        below = self._prefix + (f"{folder}/" if folder else "")
        more: dict[str, str] = {}
        while True:
            with self._told("listed", folder):
                page = self._client.list_objects_v2(Bucket=self._bucket, Prefix=below, MaxKeys=PAGE, **more)
            for entry in page.get("Contents", ()):
                # A console's folders are empty objects with such names.
                if not entry["Key"].endswith("/"):
                    yield Stored(entry["Key"].removeprefix(self._prefix), entry["Size"])
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def delete(self, key: str) -> None:
        with self._told("deleted", key):
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + key)

    def look(self, key: str, file: Path, *, sha256: str) -> Presence:
        name = self._prefix + key
        with self._told("read", key):
            head = self._head(name)
            if head is None:
                return "absent"
            return "same" if self._proof(head, name, file, sha256) else "other"

    def sweep(self, folder: str = "") -> None:
        """Abort uploads in parts that began more than a day ago: whose they were, S3 does not tell.

        The platform's own rights do not include listing them; without it they stay for the bucket's lifecycle rule.
        """
        below = self._prefix + (f"{folder}/" if folder else "")
        with self._told("listed", folder):
            try:
                self._abort_abandoned(below, datetime.now(UTC) - ABANDONED)
            except ClientError as error:
                if code_of(error) not in DENIED:
                    raise

    def servers(self) -> tuple[Server, ...]:
        return (server_of(self._client.meta.endpoint_url, authorities(self._settings)),)

    def particulars(self, key: str) -> tuple[Particular, ...]:
        return particulars(self._client, self._told, self._bucket, self._prefix + key)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._uploads.tidy()
        self._client.close()

    def _send(self, file: Path, name: str, sha256: str, moved: Moved, *, overwrite: bool) -> Proof | None:
        """Send a file; None where other content was found under its name."""
        condition = {"IfNoneMatch": "*"} if not overwrite and self._dialect.conditions else {}

        def vacant() -> bool:
            return overwrite or self._dialect.conditions or self._head(name) is None

        try:
            sent = self._uploads.send(Upload(file, name, sha256, moved, condition, vacant))
        except Occupied:
            head = self._head(name)
            return self._proof(head, name, file, sha256) if head else None
        except ClientError as error:
            if code_of(error) not in TAKEN | GONE:
                raise
            # Our own request may have gone through and only its reply been lost: then the name is taken, or the
            # upload gone, when the library sends it again.
            head = self._head(name)
            proof = self._proof(head, name, file, sha256) if head else None
            if proof or code_of(error) in TAKEN:
                return proof
            raise
        if etag_of(sent.answer) == sent.expected or sent.answer.get(self._dialect.proof) == sent.expected:
            algorithm = self._dialect.algorithm + ("-of-parts" if "-" in sent.expected else "")
            return Proof(sha256, "sha256") if algorithm == "sha256" else Proof(sent.expected, algorithm)
        # Stores that do not know the digest, and Google of what was sent in parts, say more when they are asked.
        head = self._head(name)
        proof = self._proof(head, name, file, sha256) if head else None
        if proof is None:
            raise TerminalFailure(f"{name} lies there with other content than was sent; {WHO}")
        return proof

    def _head(self, name: str, **more: Any) -> Head | None:
        """What the service says of an object; None where there is none."""
        if self._dialect.algorithm == "sha256":
            more["ChecksumMode"] = "ENABLED"
        try:
            head: Head = self._client.head_object(Bucket=self._bucket, Key=name, **more)
        except ClientError as error:
            if code_of(error) in ABSENT:
                return None
            # The refusal of a HEAD has no body that tells why; that of a GET has.
            self._client.get_object(Bucket=self._bucket, Key=name, Range="bytes=0-0")["Body"].close()
            raise
        return head

    def _proof(self, head: Head, name: str, file: Path, sha256: str) -> Proof | None:
        """The proof that an object is the file, by the strongest means: what is said of it, or what it holds."""
        size = file.stat().st_size
        if head["ContentLength"] != size:
            return None

        def part_size() -> int:
            first = self._head(name, PartNumber=1) if self._dialect.algorithm == "sha256" else None
            return int(first["ContentLength"]) if first else self._uploads.part_size(size)

        found = compare(head, file, sha256, part_size=part_size)
        if found == "unknown":
            return Proof(sha256, "sha256") if self._sha256(name) == sha256 else None
        return None if found == "other" else found

    def _sha256(self, name: str) -> str:
        """Of what is read back."""
        digest = hashlib.sha256()
        for piece in self._pieces(name):
            digest.update(piece)
        return digest.hexdigest()

    def _pieces(self, name: str) -> Iterator[bytes]:
        """An object's content in order; of a large one several ranges are fetched at once."""
        where = {"Bucket": self._bucket, "Key": name}
        answer = self._client.get_object(**where)
        size, step = answer["ContentLength"], self._uploads.part_size(0)
        with contextlib.closing(answer["Body"]) as body:
            if size <= step:
                yield body.read()
                return

        def fetch(start: int) -> bytes:
            span = f"bytes={start}-{min(start + step, size) - 1}"
            # The same object to the end, should another writer replace it meanwhile.
            part: bytes = self._client.get_object(**where, Range=span, IfMatch=answer["ETag"])["Body"].read()
            return part

        yield from ahead(fetch, range(0, size, step), self._settings.parts)

    def _abort_abandoned(self, below: str, before: datetime) -> None:
        pages = self._client.get_paginator("list_multipart_uploads")
        for page in pages.paginate(Bucket=self._bucket, Prefix=below, Delimiter="/"):
            for upload in page.get("Uploads", ()):
                # Not every server knows the delimiter.
                direct = "/" not in upload["Key"].removeprefix(below)
                if direct and upload["Initiated"] < before:
                    self._client.abort_multipart_upload(
                        Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"]
                    )
