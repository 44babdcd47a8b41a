"""Data Lake Storage Gen2 over https, by both dialects and every login of the platform's and ours."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from destinations.conformance import MIB, StoreSuite, World, assert_no_secrets, digest, made, put
from destinations.network import Line, NetworkSuite
from destinations.test_azure_blob import forged
from servers import adls, azurite
from servers.adls import Adls as AdlsServer

from exportsim.destinations import Settings, connect
from exportsim.destinations.arriving import arriving_name
from exportsim.errors import DeliveryError, TerminalFailure
from exportsim.model import Adls

Environment = dict[str, str]


def endpoint(server: AdlsServer, dialect: str) -> Environment:
    return {
        "EXPORTSIM_ADLS_DIALECT": dialect,
        "AZURE_STORAGE_ENDPOINT": server.dfs_endpoint if dialect == "dfs" else server.blob.endpoint,
        "EXPORTSIM_CA_BUNDLE": str(server.ca),
    }


def principal(server: AdlsServer) -> Environment:
    told = server.principal
    return {
        "AZURE_TENANT_ID": told.tenant,
        "AZURE_CLIENT_ID": told.client_id,
        "AZURE_CLIENT_SECRET": told.client_secret,
        "AZURE_AUTHORITY_HOST": told.authority,
    }


def place(server: AdlsServer, filesystem: str = "") -> Adls:
    return Adls(f"lake{uuid.uuid4().hex}", filesystem or server.filesystem, server.account)


class TestDfsDialect(StoreSuite):
    """A service principal through the dfs endpoint, which here is our reading of the service."""

    @pytest.fixture
    def world(self, adls_server: AdlsServer) -> World:
        here = endpoint(adls_server, "dfs")
        login = principal(adls_server)
        return World(
            place(adls_server),
            here | login,
            missing=place(adls_server, "not-there"),
            wrong=here | login | {"AZURE_CLIENT_SECRET": "not-the-secret"},
            denied=here | {"AZURE_STORAGE_SAS_TOKEN": adls_server.blob.sas("rl")},
        )


class TestBrokenLines(NetworkSuite):
    """The dfs dialect by a signature."""

    @pytest.fixture
    def line(self, adls_server: AdlsServer) -> Line:
        login = {"AZURE_STORAGE_SAS_TOKEN": adls_server.blob.sas()}
        world = World(place(adls_server), endpoint(adls_server, "dfs") | login)

        def through(port: int) -> World:
            there = adls_server.dfs_endpoint.replace(str(adls_server.dfs_port), str(port))
            return replace(world, environment={**world.environment, "AZURE_STORAGE_ENDPOINT": there})

        return Line(world, adls_server.dfs_port, through)

    def test_a_busy_server_is_tried_again(self, line: Line) -> None:  # type: ignore[override]
        """A proxy cannot say so over https; the answer is the same as that of the blob endpoint."""


LOGINS: dict[str, Callable[[AdlsServer], Environment]] = {
    "principal": principal,
    "signature": lambda server: {"AZURE_STORAGE_SAS_TOKEN": server.blob.sas()},
    "key": lambda server: {"AZURE_STORAGE_KEY": server.blob.key},
}


@pytest.mark.parametrize("dialect", ["blob", "dfs"])
@pytest.mark.parametrize("login", LOGINS)
def test_every_login_opens_both_dialects(adls_server: AdlsServer, tmp_path: Path, login: str, dialect: str) -> None:
    """A small file and one in parts go and come back."""
    settings = Settings(endpoint(adls_server, dialect) | LOGINS[login](adls_server))
    small, large = made(tmp_path, 10, "small"), made(tmp_path, 9 * MIB, "large")
    with connect(place(adls_server), settings) as store:
        for path in (small, large):
            put(store, path, path.name)
            store.get(path.name, tmp_path / "back")
            assert (tmp_path / "back").read_bytes() == path.read_bytes()
        assert sorted(store.list()) == [("large", 9 * MIB), ("small", 10)]


def test_folders_of_a_data_lake_are_no_files(adls_server: AdlsServer, tmp_path: Path) -> None:
    """Over the blob endpoint they are empty blobs with a mark, which is neither listed nor taken for an empty file."""
    path = made(tmp_path, 0)
    here, login = place(adls_server), principal(adls_server)
    with connect(here, Settings(endpoint(adls_server, "dfs") | login)) as store:
        put(store, path, "folder/file")
    with connect(here, Settings(endpoint(adls_server, "blob") | login)) as store:
        assert list(store.list()) == [("folder/file", 0)]
        assert store.look("folder", path, sha256=digest(path)) == "other"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"AZURE_CLIENT_SECRET": "not-the-secret"}, r"AZURE_CLIENT_SECRET is not a secret .* \(AADSTS7000215\)"),
        ({"AZURE_CLIENT_ID": str(uuid.UUID(int=1))}, r"AZURE_CLIENT_ID is not in the tenant .* \(AADSTS700016\)"),
        ({"AZURE_TENANT_ID": str(uuid.UUID(int=1))}, "does not know the tenant AZURE_TENANT_ID"),
        ({"AZURE_AUTHORITY_HOST": "https://login.invalid"}, "the name login.invalid"),
        ({"EXPORTSIM_CA_BUNDLE": ""}, "certificate of .* is not trusted: .*; EXPORTSIM_CA_BUNDLE names the authority"),
    ],
)
def test_a_login_that_fails_is_told(adls_server: AdlsServer, wrong: Environment, words: str) -> None:
    """By the setting that is wrong, at once, and without its value."""
    environment = endpoint(adls_server, "blob") | principal(adls_server) | wrong
    with (
        pytest.raises(DeliveryError, match=words) as caught,
        connect(place(adls_server), Settings(environment)) as store,
    ):
        list(store.list())
    assert_no_secrets(str(caught.value), environment)


@pytest.mark.parametrize(
    ("login", "words"),
    [
        (
            lambda server: {"AZURE_STORAGE_SAS_TOKEN": server.blob.sas(hours=-1)},
            "AZURE_STORAGE_SAS_TOKEN expired at 20",
        ),
        (lambda server: {"AZURE_STORAGE_SAS_TOKEN": server.blob.sas("rl")}, "lacks the right to create and write"),
        (lambda server: {"AZURE_STORAGE_SAS_TOKEN": server.blob.sas(container="other")}, "of another container"),
        (lambda server: {"AZURE_STORAGE_KEY": forged(server.blob.key)}, "does not know the key in AZURE_STORAGE_KEY"),
    ],
)
@pytest.mark.parametrize("dialect", ["blob", "dfs"])
def test_a_refusal_is_told(
    adls_server: AdlsServer, tmp_path: Path, login: Callable[[AdlsServer], Environment], words: str, dialect: str
) -> None:
    """With what is likely wrong, and never the secret."""
    environment = endpoint(adls_server, dialect) | login(adls_server)
    with (
        pytest.raises(TerminalFailure, match=words) as caught,
        connect(place(adls_server), Settings(environment)) as store,
    ):
        put(store, made(tmp_path, 10), "k")
    assert_no_secrets(str(caught.value), environment)
    assert "sig=" not in str(caught.value)


def test_a_token_that_runs_out_is_replaced(tmp_path: Path) -> None:
    """A service principal logs in again when its token is near its end; nothing is told of it."""
    folder = tmp_path / "server"
    folder.mkdir()
    with (
        adls.serve(folder, token_lifetime=2) as server,
        connect(place(server), Settings(endpoint(server, "blob") | principal(server))) as store,
    ):
        for number in range(3):
            put(store, made(tmp_path, 10), f"k{number}")
            time.sleep(1.1)
        assert len(list(store.list())) == 3


def test_what_a_killed_upload_left_is_not_listed_and_swept(adls_server: AdlsServer, tmp_path: Path) -> None:
    """In the dfs dialect it has a temporary name; that of a process that still runs is left alone."""
    print_name = "from exportsim.destinations.arriving import arriving_name; print(arriving_name())"
    of_the_dead = subprocess.run([sys.executable, "-c", print_name], capture_output=True, text=True).stdout.strip()
    ours = arriving_name()
    here = place(adls_server)
    with azurite.client(adls_server.blob) as service:
        container = service.get_container_client(adls_server.filesystem)
        for name in (of_the_dead, ours):
            container.upload_blob(f"{here.path}/{name}", b"half")
        with connect(here, Settings(endpoint(adls_server, "dfs") | principal(adls_server))) as store:
            assert list(store.list()) == []
            store.sweep()
        assert list(container.list_blob_names(name_starts_with=here.path)) == [f"{here.path}/{ours}"]
