"""Every way to a place on a real server, with a folder of the test's own there."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from servers import reach
from servers.reach import Reach

WAYS: dict[str, tuple[str, Callable[..., Reach], dict[str, Any]]] = {
    "s3": ("s3_server", reach.s3, {}),
    "gcs": ("s3_server", reach.gcs, {}),
    "azure-blob": ("azurite_server", reach.blob, {}),
    "adls-gen2": ("adls_server", reach.adls, {}),
    "sftp": ("sftp_server", reach.sftp, {}),
    "data-landing-zone": ("azurite_server", reach.dlz_azure, {}),
    "s3-role": ("s3_server", reach.s3_role, {}),
    "azure-blob-sas": ("azurite_server", reach.blob_sas, {}),
    "adls-gen2-dfs": ("adls_server", reach.adls, {"dialect": "dfs"}),
    "sftp-key": ("sftp_server", reach.sftp_key, {}),
    "data-landing-zone-aws": ("s3_server", reach.dlz_aws, {"folder": None}),
}
"""The fixture of the server, and how it is reached; the first six are the six kinds of place."""

KINDS = list(WAYS)[:6]


@pytest.fixture
def somewhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reach:
    """The way that the test's parameter names; a space in the folder, so that no URL of it is taken literally."""
    server, way, how = WAYS[request.param]
    if "folder" in how:
        how = {"folder": tmp_path_factory.mktemp("credentials")}
    return way(request.getfixturevalue(server), f"run%20{uuid.uuid4().hex[:12]}", **how)


def secrets_of(environment: Mapping[str, str]) -> Iterator[str]:
    """What nobody may see: the values of secret names, and the pieces of them that are secret alone."""
    for name, value in environment.items():
        if name.endswith(("SECRET_ACCESS_KEY", "SECRET", "PASSWORD", "SFTP_KEY", "SAS_TOKEN", "SAS_URI", "STRING")):
            yield value
            yield from (value.rpartition(mark)[2].rstrip(";") for mark in ("sig=", "AccountKey=") if mark in value)
        if name.endswith("CREDENTIALS"):
            keys = json.loads(Path(value).read_text())["credentials"]
            yield from (keys["awsSecretAccessKey"], keys["awsSessionToken"])
