"""Google Cloud Storage by its S3 dialect, on SeaweedFS over https, examined as every store is.

What the real service does otherwise is in the tests of single answers, as far as its documentation tells.
"""

from __future__ import annotations

import contextlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from destinations.conformance import StoreSuite, World, digest, made, put
from servers.seaweedfs import AccessKey, SeaweedFs

from exportsim.errors import TerminalFailure
from exportsim.model import Gcs


def environment(server: SeaweedFs, key: AccessKey) -> dict[str, str]:
    """How an HMAC key reaches the server."""
    return {
        "EXPORTSIM_GCS_ACCESS_KEY_ID": key.id,
        "EXPORTSIM_GCS_SECRET_ACCESS_KEY": key.secret,
        "EXPORTSIM_GCS_ENDPOINT": server.tls_endpoint,
        "EXPORTSIM_CA_BUNDLE": str(server.ca),
    }


class TestGcs(StoreSuite):
    """With an HMAC key, as the platform logs in."""

    @pytest.fixture
    def world(self, s3_server: SeaweedFs) -> World:
        here = f"gs/{uuid.uuid4().hex}"
        writer = environment(s3_server, s3_server.hmac)
        return World(
            Gcs(s3_server.bucket, here),
            writer,
            missing=Gcs("not-there", here),
            wrong={**writer, "EXPORTSIM_GCS_SECRET_ACCESS_KEY": "not-the-secret-of-this-key"},
            denied=environment(s3_server, s3_server.reader),
        )

    def test_of_many_first_writers_one_is_first(self, world: World, tmp_path: Path) -> None:
        """Google takes no condition by this dialect: of writers that begin at the same moment one lies there whole."""
        paths = [made(tmp_path, 1000, f"writer{number}") for number in range(4)]

        def write(path: Path) -> None:
            with world.connect() as store, contextlib.suppress(TerminalFailure):
                put(store, path, "contested")

        with ThreadPoolExecutor() as pool:
            list(pool.map(write, paths))
        with world.connect() as store:
            looks = [store.look("contested", path, sha256=digest(path)) for path in paths]
            with pytest.raises(TerminalFailure, match="is there already"):
                put(store, paths[looks.index("other")], "contested")
        assert sorted(looks) == ["other"] * 3 + ["same"]
