"""Google Cloud Storage by its XML API, which is how the platform logs in there: with HMAC keys."""

from __future__ import annotations

# Asked for when files are compared; that it is missing is better said before one is sent.
import exportsim.destinations.s3.crc32c  # noqa: F401
from exportsim.destinations.s3.client import google
from exportsim.destinations.s3.dialect import GOOGLE
from exportsim.destinations.s3.store import BucketStore
from exportsim.destinations.settings import Settings
from exportsim.model import Gcs


def connect_gcs(place: Gcs, settings: Settings) -> BucketStore:
    return BucketStore(google(settings), GOOGLE, place.bucket, place.path, settings)
