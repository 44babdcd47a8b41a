"""Rights that the platform asks of a bucket besides those to put, get, list and delete objects."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from exportsim.destinations.base import Particular
from exportsim.destinations.s3.failures import DENIED, Deed, code_of
from exportsim.errors import TerminalFailure

LOCATION, PARTS = "s3:GetBucketLocation", "s3:ListMultipartUploadParts"

Told = Callable[[Deed, str], AbstractContextManager[None]]


def particulars(client: Any, told: Told, bucket: str, key: str) -> tuple[Particular, ...]:
    """Both rights, each with the request that takes it; of an upload in parts nothing stays."""

    def location() -> str:
        with told("read", ""), _needing(LOCATION):
            region = client.get_bucket_location(Bucket=bucket).get("LocationConstraint")
        return f"the bucket is in {region or 'us-east-1'}"

    def parts() -> str:
        where = {"Bucket": bucket, "Key": key}
        with told("written", key):
            where["UploadId"] = client.create_multipart_upload(**where)["UploadId"]
        try:
            with told("read", key), _needing(PARTS):
                client.list_parts(**where)
        finally:
            with contextlib.suppress(BotoCoreError, ClientError):
                client.abort_multipart_upload(**where)
        return "parts of an upload are listed"

    return (
        Particular("location", f"{LOCATION} on arn:aws:s3:::{bucket}", location),
        Particular("parts", f"{PARTS} on arn:aws:s3:::{bucket}/{key.rpartition('/')[0]}/*".replace("//", "/"), parts),
    )


@contextmanager
def _needing(right: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if code_of(error) in DENIED:
            raise TerminalFailure(f"permission denied: the credentials need {right}") from error
        raise
