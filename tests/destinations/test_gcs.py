"""Google Cloud Storage by its S3 dialect: SeaweedFS over https, and the same behind a relay with Google's habits."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from destinations.conformance import MIB, StoreSuite, World, digest, made, put
from destinations.dialects import Relay, refused_by_google, relay
from destinations.network import Line, NetworkSuite
from servers.busy import S3_SLOW_DOWN
from servers.seaweedfs import AccessKey, SeaweedFs

from exportsim.destinations import Settings, connect
from exportsim.destinations.s3.crc32c import crc32c_of
from exportsim.errors import ConfigurationError, TerminalFailure
from exportsim.model import Gcs


def environment(server: SeaweedFs, key: AccessKey) -> dict[str, str]:
    """How an HMAC key reaches the server."""
    return {
        "EXPORTSIM_GCS_ACCESS_KEY_ID": key.id,
        "EXPORTSIM_GCS_SECRET_ACCESS_KEY": key.secret,
        "EXPORTSIM_GCS_ENDPOINT": server.tls_endpoint,
        "EXPORTSIM_CA_BUNDLE": str(server.ca),
    }


def world_of(server: SeaweedFs) -> World:
    here = f"gs/{uuid.uuid4().hex}"
    writer = environment(server, server.hmac)
    return World(
        Gcs(server.bucket, here),
        writer,
        missing=Gcs("not-there", here),
        wrong={**writer, "EXPORTSIM_GCS_SECRET_ACCESS_KEY": "not-the-secret-of-this-key"},
        denied=environment(server, server.reader),
    )


class TestGcs(StoreSuite):
    """With an HMAC key, as the platform logs in."""

    @pytest.fixture
    def world(self, s3_server: SeaweedFs) -> World:
        return world_of(s3_server)

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


class TestBrokenLines(NetworkSuite):
    """The same login, and what may happen on the way; over plain http, where a proxy can say that it is busy."""

    @pytest.fixture
    def line(self, s3_server: SeaweedFs) -> Line:
        world = world_of(s3_server)

        def through(port: int) -> World:
            endpoint = f"http://127.0.0.1:{port}"
            return replace(world, environment={**world.environment, "EXPORTSIM_GCS_ENDPOINT": endpoint})

        return Line(world, s3_server.port, through, S3_SLOW_DOWN)


@pytest.fixture
def google(s3_server: SeaweedFs, tmp_path: Path) -> Iterator[Relay]:
    """A server with Google's habits."""
    (tmp_path / "relay").mkdir()
    with relay(s3_server, tmp_path / "relay", "google") as running:
        yield running


@pytest.fixture
def settings(s3_server: SeaweedFs, google: Relay) -> Settings:
    through = {"EXPORTSIM_GCS_ENDPOINT": google.endpoint, "EXPORTSIM_CA_BUNDLE": str(google.ca)}
    return Settings({**environment(s3_server, s3_server.hmac), **through})


@pytest.fixture
def place(s3_server: SeaweedFs) -> Gcs:
    return Gcs(s3_server.bucket, f"gs/{uuid.uuid4().hex}")


def test_nothing_is_sent_that_google_refuses(place: Gcs, settings: Settings, google: Relay, tmp_path: Path) -> None:
    """Over https, whatever is asked: no checksum of Amazon's, no content in signed chunks, no condition on a PUT."""
    small, large = made(tmp_path, 1000, "small"), made(tmp_path, 9 * MIB, "large")
    with connect(place, settings) as store:
        for path in (small, large):
            put(store, path, path.name)
            store.look(path.name, path, sha256=digest(path))
            store.get(path.name, tmp_path / "back")
        list(store.list())
        store.sweep()
        store.delete("small")
    assert {asked.partition(" ")[0] for asked, _ in google.asked} == {"GET", "HEAD", "POST", "PUT", "DELETE"}
    assert [(asked, refused_by_google(headers)) for asked, headers in google.asked if refused_by_google(headers)] == []
    sent = [headers for asked, headers in google.asked if asked.startswith("PUT")]
    assert [("content-md5" in headers, "if-none-match" in headers) for headers in sent] == [(True, False)] * 3
    assert not [name for _, headers in google.asked for name in headers if name.startswith("x-goog")]


def test_a_receipt_holds_googles_own_hash(place: Gcs, settings: Settings, tmp_path: Path) -> None:
    """The MD5 of a file that went in one piece, the CRC32C of one that went in parts; looks go by the same."""
    small, large = made(tmp_path, 1000, "small"), made(tmp_path, 9 * MIB, "large")
    twin = made(tmp_path, 9 * MIB, "twin")
    with connect(place, settings) as store:
        receipts = [store.put(path, path.name, sha256=digest(path)) for path in (small, large)]
        looks = [store.look("large", path, sha256=digest(path)) for path in (large, twin)]
    assert [(receipt.algorithm, receipt.checksum) for receipt in receipts] == [
        ("md5", hashlib.md5(small.read_bytes()).hexdigest()),
        ("crc32c", crc32c_of(large)),
    ]
    assert looks == ["same", "other"]


def test_a_look_needs_no_download(place: Gcs, settings: Settings, google: Relay, tmp_path: Path) -> None:
    """Google's hashes tell enough."""
    path = made(tmp_path, 9 * MIB)
    with connect(place, settings) as store:
        put(store, path, "k")
        google.asked.clear()
        assert store.look("k", path, sha256=digest(path)) == "same"
    assert [asked.partition(" ")[0] for asked, _ in google.asked] == ["HEAD"]


def test_the_crc32c_is_googles(tmp_path: Path) -> None:
    """The check value of the standard, and the example of Google's documentation is as long."""
    (tmp_path / "file").write_bytes(b"123456789")
    assert base64.b64decode(crc32c_of(tmp_path / "file")) == bytes.fromhex("e3069283")


def test_missing_keys_are_told() -> None:
    """Both names at once, and where such keys come from."""
    with pytest.raises(ConfigurationError) as caught:
        connect(Gcs("bucket"), Settings())
    assert [problem.where for problem in caught.value.problems] == [
        "EXPORTSIM_GCS_ACCESS_KEY_ID",
        "EXPORTSIM_GCS_SECRET_ACCESS_KEY",
    ]
