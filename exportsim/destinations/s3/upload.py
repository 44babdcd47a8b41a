"""A file on its way into a bucket: by one request, or in parts that no reader sees before the last has arrived.

The library's own ``upload_file`` is not used. It knows no conditional put, hashes nothing while it reads, so that a
file would be read once more to be held against its hash, and its largest checksum of a file in parts is a CRC. Here
every request carries the digest of its content, which the service compares before it takes it, and the digest of all
of them is compared afterwards. obstore is faster by a third on small files, and was left for the same reasons: with
a condition it sends a large file in one piece, held in memory, and it cannot seal a part.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from exportsim.destinations.ahead import ahead
from exportsim.destinations.base import Moved
from exportsim.destinations.s3.body import Body
from exportsim.destinations.s3.client import Client
from exportsim.destinations.s3.dialect import Dialect
from exportsim.destinations.s3.proofs import Head
from exportsim.destinations.settings import Settings
from exportsim.errors import TerminalFailure

LEAST_PART, MOST_PARTS = 5 << 20, 10_000
"""Of an upload in parts, but for the last part."""

MOST_AT_ONCE = 12
"""Parts of one file. A lone file may use the connections that other files would; more of them gain nothing."""


class Sent(NamedTuple):
    """What the service answered, and what its proof must be."""

    answer: Head
    expected: str


class Uploads:
    """Sends files into one bucket; called from several threads."""

    def __init__(self, client: Client, dialect: Dialect, bucket: str, settings: Settings) -> None:
        self._client, self._dialect, self._bucket, self._settings = client, dialect, bucket, settings
        self._open: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        self._on_their_way = threading.BoundedSemaphore(settings.jobs)
        self._sending = 0
        self._welcome = False
        client.meta.events.register_last("before-call.s3", self._expect)

    def part_size(self, size: int) -> int:
        """Bytes of a part of a file of this size; a file of no more goes by one request."""
        return max(self._settings.part_size, LEAST_PART, -(-size // MOST_PARTS))

    def send(self, file: Path, key: str, sha256: str, moved: Moved, condition: dict[str, str]) -> Sent:
        """Send a file and reveal it; raises what the library raises, and ``TerminalFailure`` for a changed file."""
        size = file.stat().st_size
        if size > self.part_size(size):
            with self._on_their_way:
                return self._parts(file, key, sha256, moved, condition, self.part_size(size))
        content = file.read_bytes()
        digest = self._dialect.digest(content)
        found = digest if self._dialect.algorithm == "sha256" else hashlib.sha256(content).digest()
        _check(file, found.hex(), sha256)
        with self._on_their_way:
            answer = self._client.put_object(
                Bucket=self._bucket, Key=key, Body=Body(content, moved), **self._dialect.sealed(digest), **condition
            )
        self._welcome = True
        return Sent(answer, self._dialect.expected([digest], parts=False))

    def tidy(self) -> None:
        """Abort again what could not be aborted when it failed, with the connection perhaps."""
        for key, upload in list(self._open):
            self._abort(key, upload)

    def _parts(
        self, file: Path, key: str, sha256: str, moved: Moved, condition: dict[str, str], part_size: int
    ) -> Sent:
        self.tidy()
        where = {"Bucket": self._bucket, "Key": key}
        where["UploadId"] = self._client.create_multipart_upload(**where, **self._dialect.parts)["UploadId"]
        self._welcome = True
        whole = hashlib.sha256()

        def send(part: tuple[int, bytes]) -> tuple[dict[str, Any], bytes]:
            number, content = part
            digest = self._dialect.digest(content)
            seal = self._dialect.sealed(digest)
            answer = self._client.upload_part(**where, PartNumber=number, Body=Body(content, moved), **seal)
            known = seal if self._dialect.proof == self._dialect.seal else {}
            return {"PartNumber": number, "ETag": answer["ETag"], **known}, digest

        try:
            with file.open("rb") as source, self._width() as width:
                sent = list(ahead(send, _read(source, part_size, whole), width))
            _check(file, whole.hexdigest(), sha256)
            parts, digests = zip(*sent, strict=True)
            answer = self._client.complete_multipart_upload(**where, MultipartUpload={"Parts": parts}, **condition)
        except BaseException:
            self._abort(key, where["UploadId"])
            raise
        return Sent(answer, self._dialect.expected(digests, parts=True))

    @contextlib.contextmanager
    def _width(self) -> Iterator[int]:
        """How many parts of one more large file go at once, with those in mind that are on their way."""
        with self._lock:
            self._sending += 1
            share = self._settings.jobs * self._settings.parts // self._sending
        try:
            yield max(self._settings.parts, min(share, MOST_AT_ONCE))
        finally:
            with self._lock:
                self._sending -= 1

    def _abort(self, key: str, upload: str) -> None:
        """Let the service drop an upload's parts; where that fails, remember to."""
        with self._lock:
            self._open.add((key, upload))
        with contextlib.suppress(BotoCoreError):
            with contextlib.suppress(ClientError):  # gone already, or not ours to abort: a second try changes nothing
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload)
            with self._lock:
                self._open.discard((key, upload))

    def _expect(self, params: dict[str, Any], **_: object) -> None:
        """Ask before sending (``100-continue``) only until one upload was let in: each question costs a round trip.

        Unasked, a refusal meets a client that is still sending, and is often lost with the connection.
        """
        if self._welcome:
            params["headers"].pop("Expect", None)


def _read(source: BinaryIO, part_size: int, whole: Any) -> Iterator[tuple[int, bytes]]:
    """Numbered parts; ``whole`` hashes what was read."""
    number = 0
    while content := source.read(part_size):
        whole.update(content)
        number += 1
        yield number, content


def _check(file: Path, found: str, sha256: str) -> None:
    if found != sha256:
        raise TerminalFailure(f"{file} is not the file that was written; generate the export again")
