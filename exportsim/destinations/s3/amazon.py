"""Amazon S3, and servers that speak its dialect."""

from __future__ import annotations

from exportsim.destinations.s3.client import amazon, temporary
from exportsim.destinations.s3.dialect import AMAZON
from exportsim.destinations.s3.keys import Fetch
from exportsim.destinations.s3.store import BucketStore
from exportsim.destinations.settings import Settings
from exportsim.model import S3


def connect_s3(place: S3, settings: Settings) -> BucketStore:
    return BucketStore(amazon(settings), AMAZON, place.bucket, place.path, settings)


def connect_with_temporary_keys(fetch: Fetch, bucket: str, path: str, settings: Settings) -> BucketStore:
    """A bucket that temporary keys open, as the platform's landing zone is where AWS hosts it."""
    return BucketStore(temporary(fetch, settings), AMAZON, bucket, path, settings)
