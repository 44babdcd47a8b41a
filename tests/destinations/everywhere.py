"""A fresh place of each kind on a real server, as a user names it: a URL, and credentials in the environment."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from servers.adls import Adls
from servers.azurite import Azurite
from servers.seaweedfs import SeaweedFs
from servers.sftp import SftpServer


@dataclass(frozen=True)
class Somewhere:
    """How a user reaches a place of the test's own."""

    url: str
    environment: Mapping[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    """What must never be seen: values of the environment, and pieces of them that are secret alone."""


def s3(request: pytest.FixtureRequest) -> Somewhere:
    server: SeaweedFs = request.getfixturevalue("s3_server")
    environment = {
        "AWS_ACCESS_KEY_ID": server.admin.id,
        "AWS_SECRET_ACCESS_KEY": server.admin.secret,
        "AWS_REGION": server.region,
        "AWS_ENDPOINT_URL_S3": server.endpoint,
    }
    return Somewhere(f"s3://{server.bucket}/{fresh()}", environment, (server.admin.secret,))


def gcs(request: pytest.FixtureRequest) -> Somewhere:
    server: SeaweedFs = request.getfixturevalue("s3_server")
    environment = {
        "EXPORTSIM_GCS_ACCESS_KEY_ID": server.hmac.id,
        "EXPORTSIM_GCS_SECRET_ACCESS_KEY": server.hmac.secret,
        "EXPORTSIM_GCS_ENDPOINT": server.endpoint,
    }
    return Somewhere(f"gs://{server.bucket}/{fresh()}", environment, (server.hmac.secret,))


def azure_blob(request: pytest.FixtureRequest) -> Somewhere:
    server: Azurite = request.getfixturevalue("azurite_server")
    environment = {"AZURE_STORAGE_CONNECTION_STRING": server.connection_string}
    return Somewhere(f"az://{server.container}/{fresh()}", environment, (server.key,))


def adls(request: pytest.FixtureRequest) -> Somewhere:
    server: Adls = request.getfixturevalue("adls_server")
    environment = {
        "AZURE_TENANT_ID": server.principal.tenant,
        "AZURE_CLIENT_ID": server.principal.client_id,
        "AZURE_CLIENT_SECRET": server.principal.client_secret,
        "AZURE_AUTHORITY_HOST": server.principal.authority,
        "AZURE_STORAGE_ENDPOINT": server.blob.endpoint,
        "EXPORTSIM_CA_BUNDLE": str(server.ca),
    }
    url = f"abfss://{server.filesystem}@{server.account}.dfs.core.windows.net/{fresh()}"
    return Somewhere(url, environment, (server.principal.client_secret, server.blob.key))


def sftp(request: pytest.FixtureRequest) -> Somewhere:
    server: SftpServer = request.getfixturevalue("sftp_server")
    key = server.keys.base64("rsa_pem")
    environment = {"EXPORTSIM_SFTP_KEY": key, "EXPORTSIM_SFTP_KNOWN_HOSTS": str(server.known_hosts)}
    url = f"sftp://{server.user}@{server.host}:{server.port}{server.upload}/{fresh()}"
    return Somewhere(url, environment, (key, key[100:160]))


def landing_zone(request: pytest.FixtureRequest) -> Somewhere:
    server: Azurite = request.getfixturevalue("azurite_server")
    uri = server.sas_uri()
    return Somewhere(f"dlz:///{fresh()}", {"EXPORTSIM_DLZ_SAS_URI": uri}, (uri, uri.rpartition("sig=")[2]))


def fresh() -> str:
    """A folder that nobody else has; a space, so that no URL of it is taken literally."""
    return f"run%20{uuid.uuid4().hex[:12]}"


KINDS: dict[str, Callable[[pytest.FixtureRequest], Somewhere]] = {
    "s3": s3,
    "gcs": gcs,
    "azure-blob": azure_blob,
    "adls-gen2": adls,
    "sftp": sftp,
    "data-landing-zone": landing_zone,
}


@pytest.fixture(params=KINDS)
def somewhere(request: pytest.FixtureRequest) -> Somewhere:
    """Each of the six kinds in turn."""
    return KINDS[request.param](request)
