"""Amazon S3 on SeaweedFS, examined as every store is."""

from __future__ import annotations

import uuid

import pytest
from destinations.conformance import StoreSuite, World
from servers.seaweedfs import AccessKey, SeaweedFs

from exportsim.model import S3


def environment(server: SeaweedFs, key: AccessKey, *, tls: bool = False) -> dict[str, str]:
    """How a key reaches the server."""
    found = {"AWS_ACCESS_KEY_ID": key.id, "AWS_SECRET_ACCESS_KEY": key.secret, "AWS_REGION": server.region}
    if tls:
        return {**found, "AWS_ENDPOINT_URL_S3": server.tls_endpoint, "AWS_CA_BUNDLE": str(server.ca)}
    return {**found, "AWS_ENDPOINT_URL_S3": server.endpoint}


class TestS3(StoreSuite):
    """With an access key, as the platform logs in."""

    @pytest.fixture
    def world(self, s3_server: SeaweedFs) -> World:
        here = f"s3/{uuid.uuid4().hex}"
        writer = environment(s3_server, s3_server.writer)
        return World(
            S3(s3_server.bucket, here),
            writer,
            missing=S3("not-there", here),
            wrong={**writer, "AWS_SECRET_ACCESS_KEY": "not-the-secret-of-this-key"},
            denied=environment(s3_server, s3_server.reader),
        )
