"""What of S3's dialect a service speaks."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Dialect:
    """How uploads are sealed, how they are held back from a name that is taken, what rights are called."""

    scheme: str
    """Of the place's URL."""

    algorithm: Literal["sha256", "md5"]
    """The digest of every request's content, which the service compares before it takes it."""

    seal: str
    """The parameter that carries it."""

    proof: str
    """The field of an answer that holds the digest of the whole, for parts the digest of their digests."""

    parts: dict[str, str]
    """Parameters that begin an upload in parts."""

    conditions: bool
    """Whether an upload can be made to fail where its name is taken."""

    rights: dict[str, str]
    """For each deed what it needs, in the service's own words."""

    def hash(self, content: bytes = b"") -> Any:
        return hashlib.new(self.algorithm, content, usedforsecurity=False)

    def sealed(self, digest: bytes) -> dict[str, str]:
        """Parameters of a request whose content has this digest."""
        return {self.seal: base64.b64encode(digest).decode()}

    def expected(self, digests: Sequence[bytes], *, parts: bool) -> str:
        """What an answer holds of content whose request, or whose parts' requests, had these digests."""
        whole = self.hash(b"".join(digests)).digest() if parts else digests[0]
        text = whole.hex() if self.proof == "ETag" else base64.b64encode(whole).decode()
        return f"{text}-{len(digests)}" if parts else text


AMAZON = Dialect(
    scheme="s3",
    algorithm="sha256",
    seal="ChecksumSHA256",
    proof="ChecksumSHA256",
    parts={"ChecksumAlgorithm": "SHA256", "ChecksumType": "COMPOSITE"},
    conditions=True,
    rights={
        "written": "s3:PutObject",
        "read": "s3:GetObject, and s3:ListBucket to tell a missing file",
        "listed": "s3:ListBucket",
        "deleted": "s3:DeleteObject",
    },
)

# Google refuses the signature of a request with x-amz-checksum headers, takes no notice of If-None-Match on a PUT, and
# its own x-goog-if-generation-match is refused beside any x-amz header, of which a request signed with HMAC keys by
# this dialect has several.
GOOGLE = Dialect(
    scheme="gs",
    algorithm="md5",
    seal="ContentMD5",
    proof="ETag",
    parts={},
    conditions=False,
    rights={
        "written": "storage.objects.create, and storage.objects.delete to replace",
        "read": "storage.objects.get",
        "listed": "storage.objects.list",
        "deleted": "storage.objects.delete",
    },
)
