"""The places that deliveries are measured to: a real server each, and how every carrier reaches it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servers import adls, azurite, openssh, reach, seaweedfs
from servers.process import LOOPBACK


@dataclass(frozen=True)
class Way:
    """How carriers reach a folder of a place."""

    url: str
    environment: dict[str, str]
    """For exportsim."""

    rclone: tuple[str, dict[str, str]]
    """The path behind the remote's name, and the remote's settings."""

    sdk: dict[str, Any]
    """For the vendor's library: its name and its arguments."""

    batch: tuple[str, list[str]] | None = None
    """For OpenSSH's sftp: the folder, and the arguments that log in."""


@dataclass(frozen=True)
class PlaceOf:
    """A kind of place: its server, the port that a proxy stands before, and the way to a folder by a port."""

    title: str
    remark: str
    serve: Callable[[Path], AbstractContextManager[Any]]
    port: Callable[[Any], int]
    way: Callable[[Any, int, str, Path], Way]


def _at(environment: dict[str, str], old: int, new: int) -> dict[str, str]:
    return {name: value.replace(f"{LOOPBACK}:{old}", f"{LOOPBACK}:{new}") for name, value in environment.items()}


def _s3_dialect(
    server: seaweedfs.SeaweedFs,
    port: int,
    folder: str,
    keys: dict[str, str],
    *,
    provider: str = "Other",
    region: str = "",
) -> tuple[dict[str, str], dict[str, Any]]:
    """How rclone and boto3 log in; ``keys`` are named as boto3 names them."""
    endpoint, ca = f"https://{LOOPBACK}:{port}", str(server.ca)
    rclone = {name.removeprefix("aws_"): value for name, value in keys.items()}
    remote = {
        "type": "s3",
        "provider": provider,
        **rclone,
        **({"region": region} if region else {}),
        "endpoint": endpoint,
        "force_path_style": "true",
        "no_check_bucket": "true",
        "RCLONE_CA_CERT": ca,
    }
    client = {"endpoint_url": endpoint, "region_name": region or "auto", "verify": ca, **keys}
    return remote, {"name": "boto3", "bucket": server.bucket, "folder": folder, "client": client}


def _s3(server: seaweedfs.SeaweedFs, port: int, folder: str, _work: Path) -> Way:
    to = reach.s3(server, folder)
    keys = _keys(server.writer)
    remote, sdk = _s3_dialect(server, port, folder, keys, region=server.region)
    return Way(to.url, _at(to.environment, server.tls_port, port), (f"{server.bucket}/{folder}", remote), sdk)


def _gcs(server: seaweedfs.SeaweedFs, port: int, folder: str, _work: Path) -> Way:
    to = reach.gcs(server, folder)
    keys = _keys(server.hmac)
    remote, sdk = _s3_dialect(server, port, folder, keys, provider="GCS")
    sdk["google"] = True
    return Way(to.url, _at(to.environment, server.tls_port, port), (f"{server.bucket}/{folder}", remote), sdk)


def _keys(key: seaweedfs.AccessKey) -> dict[str, str]:
    return {"aws_access_key_id": key.id, "aws_secret_access_key": key.secret}


def _azure(server: azurite.Azurite, port: int, folder: str) -> tuple[dict[str, str], dict[str, Any]]:
    endpoint = server.endpoint.replace(f":{server.port}", f":{port}")
    remote = {"type": "azureblob", "account": server.account, "key": server.key, "endpoint": endpoint}
    sdk = {
        "name": "azure",
        "container": server.container,
        "folder": folder,
        "endpoint": endpoint,
        "key": server.key,
        "account": server.account,
        "verify": str(server.ca) if server.ca else True,
    }
    return remote, sdk


def _blob(server: azurite.Azurite, port: int, folder: str, _work: Path) -> Way:
    to = reach.blob(server, folder)
    remote, sdk = _azure(server, port, folder)
    return Way(to.url, _at(to.environment, server.port, port), (f"{server.container}/{folder}", remote), sdk)


def _adls(server: adls.Adls, port: int, folder: str, _work: Path) -> Way:
    to = reach.adls(server, folder)
    remote, sdk = _azure(server.blob, port, folder)
    environment = {
        **to.environment,
        # past the dfs dialect's stand-in, whose speed is not the service's
        "AZURE_STORAGE_ENDPOINT": sdk["endpoint"],
    }
    certificates = {"RCLONE_CA_CERT": str(server.ca)}
    return Way(to.url, environment, (f"{server.filesystem}/{folder}", {**remote, **certificates}), sdk)


def _landing_zone_on_azure(server: azurite.Azurite, port: int, folder: str, _work: Path) -> Way:
    to = reach.dlz_azure(server, folder)
    environment = _at(to.environment, server.port, port)
    uri = environment["EXPORTSIM_DLZ_SAS_URI"]
    remote = {"type": "azureblob", "sas_url": uri}
    sdk = {"name": "azure", "folder": folder, "uri": uri, "verify": True}
    return Way(to.url, environment, (f"{server.container}/{folder}", remote), sdk)


def _landing_zone(server: seaweedfs.SeaweedFs, port: int, folder: str, work: Path) -> Way:
    to = reach.dlz_aws(server, folder, work)
    given = json.loads((work / "landing-zone.json").read_text())
    within = f"{given['dlzPath']['dlzFolder']}/{folder}"
    keys = {
        "aws_access_key_id": given["credentials"]["awsAccessKeyId"],
        "aws_secret_access_key": given["credentials"]["awsSecretAccessKey"],
        "aws_session_token": given["credentials"]["awsSessionToken"],
    }
    remote, sdk = _s3_dialect(server, port, within, keys, region=server.region)
    return Way(to.url, _at(to.environment, server.tls_port, port), (f"{server.bucket}/{within}", remote), sdk)


def _sftp(server: openssh.SftpServer, port: int, folder: str, work: Path) -> Way:
    to = reach.sftp_key(server, folder)
    hosts = server.known_hosts if port == server.port else server.known_hosts_at(port, work)
    key = server.keys.rsa_pem
    remote = {
        "type": "sftp",
        "host": server.host,
        "port": str(port),
        "user": server.user,
        "key_file": str(key),
        "known_hosts_file": str(hosts),
    }
    login = [
        *("-P", str(port), "-i", str(key), "-o", f"UserKnownHostsFile={hosts}", "-o", "StrictHostKeyChecking=yes"),
        *("-o", "IdentitiesOnly=yes", "-F", "none", f"{server.user}@{server.host}"),
    ]
    sdk = {
        "name": "paramiko",
        "folder": f"{server.upload}/{folder}",
        "known_hosts": str(hosts),
        "client": {"hostname": server.host, "port": port, "username": server.user, "key_filename": str(key)},
    }
    return Way(
        to.url.replace(f":{server.port}", f":{port}"),
        {**to.environment, "EXPORTSIM_SFTP_KNOWN_HOSTS": str(hosts)},
        (f"{server.upload}/{folder}".lstrip(), remote),
        sdk,
        (f"{server.upload}/{folder}", login),
    )


PLACES: dict[str, PlaceOf] = {
    "s3": PlaceOf("Amazon S3", "SeaweedFS over https.", seaweedfs.serve, lambda server: server.tls_port, _s3),
    "gcs": PlaceOf(
        "Google Cloud Storage",
        "SeaweedFS over https stands in for it.",
        seaweedfs.serve,
        lambda server: server.tls_port,
        _gcs,
    ),
    "azure": PlaceOf("Azure Blob", "Azurite over http.", azurite.serve, lambda server: server.port, _blob),
    "adls": PlaceOf(
        "Azure Data Lake Storage",
        "Azurite over https, by the blob dialect; exportsim logs in as a service principal, the others with the key.",
        adls.serve,
        lambda server: server.blob.port,
        _adls,
    ),
    "sftp": PlaceOf("SFTP", "OpenSSH, login by RSA key.", openssh.serve, lambda server: server.port, _sftp),
    "dlz": PlaceOf(
        "Data Landing Zone, hosted by Azure",
        "Azurite over http, a container's signature.",
        azurite.serve,
        lambda server: server.port,
        _landing_zone_on_azure,
    ),
    "dlz-aws": PlaceOf(
        "Data Landing Zone, hosted by AWS",
        "SeaweedFS over https, temporary keys.",
        seaweedfs.serve,
        lambda server: server.tls_port,
        _landing_zone,
    ),
}
