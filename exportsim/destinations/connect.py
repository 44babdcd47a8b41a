"""A place becomes a store: the one table of kinds."""

from __future__ import annotations

from typing import assert_never

from exportsim.destinations.base import Store
from exportsim.destinations.local import LocalStore
from exportsim.destinations.needing import needing
from exportsim.destinations.settings import Settings
from exportsim.model import S3, Adls, AzureBlob, DataLandingZone, Gcs, LocalFolder, Place, Sftp

# Each kind's module is imported where it is asked for, so that nobody waits for another cloud's library.


def connect(place: Place, settings: Settings) -> Store:
    """The place, connected, as a context manager.

    Raises ``ConfigurationError`` for missing credentials or a library that is not installed, each with its remedy.
    Nothing goes over the network before the first call, but the call for a landing zone's credentials.
    """
    match place:
        case LocalFolder():
            return LocalStore(place)
        case S3():
            with needing("s3", "S3"):
                from exportsim.destinations.s3.amazon import connect_s3
            return connect_s3(place, settings)
        case Gcs():
            with needing("gcs", "Google Cloud Storage"):
                from exportsim.destinations.s3.google import connect_gcs
            return connect_gcs(place, settings)
        case AzureBlob():
            with needing("azure", "Azure Blob Storage"):
                from exportsim.destinations.azure.connect import connect_blob
            return connect_blob(place, settings)
        case Adls():
            with needing("azure", "Azure Data Lake Storage"):
                from exportsim.destinations.azure.connect import connect_adls
            return connect_adls(place, settings)
        case Sftp():
            with needing("sftp", "SFTP"):
                from exportsim.destinations.sftp import SftpStore
            return SftpStore(place, settings)
        case DataLandingZone():
            from exportsim.destinations.landing_zone import connect_landing_zone

            return connect_landing_zone(place, settings)
        case _:
            assert_never(place)
