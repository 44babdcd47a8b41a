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
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from exportsim.destinations.ahead import ahead
from exportsim.destinations.base import Moved
from exportsim.destinations.content import Stretch, check_unchanged, stretches
from exportsim.destinations.s3.body import Body
from exportsim.destinations.s3.client import Client
from exportsim.destinations.s3.dialect import Dialect
from exportsim.destinations.s3.proofs import Head
from exportsim.destinations.settings import Settings

LEAST_PART, MOST_PARTS = 5 << 20, 10_000
"""Of an upload in parts, but for the last part."""

MOST_AT_ONCE = 12
"""Parts of one file. A lone file may use the connections that other files would; more of them gain nothing."""


class Upload(NamedTuple):
    """What is sent, and under which name it is revealed."""

    file: Path
    key: str
    sha256: str
    moved: Moved

    condition: dict[str, str]
    """Parameters of the request that reveals it."""

    vacant: Callable[[], bool]
    """Says at the last moment whether the name is still free."""


class Sent(NamedTuple):
    """What the service answered, and what its proof must be."""

    answer: Head
    expected: str


class Occupied(Exception):
    """The name of an upload turned out to be taken when all of it but the reveal was done."""


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

    def send(self, upload: Upload) -> Sent:
        """Send a file and reveal it.

        Raises what the library raises, ``Occupied``, and ``TerminalFailure`` for a changed file.
        """
        file, size = upload.file, upload.file.stat().st_size
        if size > self.part_size(size):
            with self._on_their_way:
                return self._parts(upload, self.part_size(size))
        content = file.read_bytes()
        digest = self._dialect.hash(content).digest()
        found = digest if self._dialect.algorithm == "sha256" else hashlib.sha256(content).digest()
        check_unchanged(file, found.hex(), upload.sha256)
        if not upload.vacant():
            raise Occupied
        how = {**self._dialect.sealed(digest), **upload.condition}
        with self._on_their_way:
            body = Body(memoryview(content), upload.moved)
            answer = self._client.put_object(Bucket=self._bucket, Key=upload.key, Body=body, **how)
        self._welcome = True
        return Sent(answer, self._dialect.expected([digest], parts=False))

    def tidy(self) -> None:
        """Abort again what could not be aborted when it failed, with the connection perhaps."""
        for key, upload in list(self._open):
            self._abort(key, upload)

    def _parts(self, upload: Upload, part_size: int) -> Sent:
        self.tidy()
        where, whole = {"Bucket": self._bucket, "Key": upload.key}, hashlib.sha256()
        with ThreadPoolExecutor(1, "begin") as pool:
            # The first parts are read and hashed while the service is asked.
            begun = pool.submit(self._begin, where)

            def send(part: tuple[int, Stretch, bytes]) -> tuple[dict[str, Any], bytes]:
                number, content, digest = part
                seal = self._dialect.sealed(digest)
                how = {"UploadId": begun.result(), "PartNumber": number, **seal}
                answer = self._client.upload_part(**where, Body=Body(content, upload.moved), **how)
                known = seal if self._dialect.proof == self._dialect.seal else {}
                return {"PartNumber": number, "ETag": answer["ETag"], **known}, digest

            try:
                with upload.file.open("rb") as source, self._width() as width:
                    sent = list(ahead(send, self._read(stretches(upload.file, source, part_size), whole), width))
                check_unchanged(upload.file, whole.hexdigest(), upload.sha256)
                if not upload.vacant():
                    raise Occupied
                parts, digests = zip(*sent, strict=True)
                how = {"UploadId": begun.result(), "MultipartUpload": {"Parts": parts}, **upload.condition}
                answer = self._client.complete_multipart_upload(**where, **how)
            except BaseException:
                if not begun.exception():
                    self._abort(upload.key, begun.result())
                raise
        return Sent(answer, self._dialect.expected(digests, parts=True))

    def _begin(self, where: dict[str, str]) -> str:
        upload: str = self._client.create_multipart_upload(**where, **self._dialect.parts)["UploadId"]
        self._welcome = True
        return upload

    def _read(self, parts: Iterable[Stretch], whole: Any) -> Iterator[tuple[int, Stretch, bytes]]:
        """Numbered parts and their digests; ``whole`` hashes what was read."""
        for number, part in enumerate(parts, start=1):
            part.feed(whole, digest := self._dialect.hash())
            yield number, part, digest.digest()

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
