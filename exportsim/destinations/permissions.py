"""What an identity must be allowed at a place, so that the platform can deliver there.

For Amazon S3 the platform's page lists it. For the other places it names none: there it is what its uploads take.
"""

from __future__ import annotations

from typing import Literal, assert_never

from exportsim.model import S3, Adls, AzureBlob, DataLandingZone, Gcs, LocalFolder, Place, Sftp

Deed = Literal["write", "read", "list", "delete"]

AMAZON = {"write": "s3:PutObject", "read": "s3:GetObject", "list": "s3:ListBucket", "delete": "s3:DeleteObject"}
GOOGLE = {"write": "create", "read": "get", "list": "list", "delete": "delete"}
AZURE = {"write": "create and write (cw)", "read": "read (r)", "list": "list (l)", "delete": "delete (d)"}


def needs(place: Place, deed: Deed) -> str:
    """The permission that a deed takes; empty where nobody has to give one."""
    match place:
        case LocalFolder():
            return ""
        case S3(bucket, path):
            folder = f"{path.strip('/')}/*".lstrip("/")
            resource = f"arn:aws:s3:::{bucket}" + ("" if deed == "list" else f"/{folder}")
            return f"{AMAZON[deed]} on {resource}"
        case Gcs(bucket):
            return f"storage.objects.{GOOGLE[deed]} on the bucket {bucket} (role Storage Object Admin)"
        case AzureBlob(container):
            return f"the right to {AZURE[deed]} on the container {container}"
        case Adls(_, filesystem):
            return f"the right to {AZURE[deed]} on the filesystem {filesystem} (role Storage Blob Data Contributor)"
        case Sftp(_, _, path):
            kind = "read" if deed in ("read", "list") else "write"
            return f"{kind} permission in the folder {path}"
        case DataLandingZone():
            return f"the right to {deed} in the landing zone, which its credentials call gives"
        case _:
            assert_never(place)
