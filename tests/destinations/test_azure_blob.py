"""Azure Blob Storage on Microsoft's own emulator, examined as every store is."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from destinations.conformance import StoreSuite, World, made, put
from destinations.network import ConnectionSuite, Line
from servers.azurite import Azurite
from servers.busy import AZURE_BUSY, Answer, Busy

from exportsim.destinations import Settings, connect
from exportsim.errors import TerminalFailure, TransientFailure
from exportsim.model import AzureBlob


def forged(key: str) -> str:
    """A key of the right form that is not the account's."""
    return ("A" if key[0] != "A" else "B") + key[1:]


def signed(server: Azurite, rights: str = "racwdl", **how: float) -> dict[str, str]:
    """A login by shared access signature."""
    return {
        "AZURE_STORAGE_ACCOUNT": server.account,
        "AZURE_STORAGE_ENDPOINT": server.endpoint,
        "AZURE_STORAGE_SAS_TOKEN": server.sas(rights, **how),
    }


def world_of(server: Azurite) -> World:
    text = server.connection_string
    here = f"az{uuid.uuid4().hex}"
    return World(
        AzureBlob(server.container, here),
        {"AZURE_STORAGE_CONNECTION_STRING": text},
        missing=AzureBlob("not-there", here),
        wrong={"AZURE_STORAGE_CONNECTION_STRING": text.replace(server.key, forged(server.key))},
        denied=signed(server, "rl"),
    )


class TestByConnectionString(StoreSuite):
    """As the platform logs in."""

    @pytest.fixture
    def world(self, azurite_server: Azurite) -> World:
        return world_of(azurite_server)


class TestBrokenLines(ConnectionSuite):
    """The same login, and what may happen on the way."""

    @pytest.fixture
    def line(self, azurite_server: Azurite) -> Line:
        world = world_of(azurite_server)

        def through(port: int) -> World:
            endpoint = azurite_server.endpoint.replace(str(azurite_server.port), str(port))
            text = azurite_server.connection_string_at(endpoint)
            return replace(world, environment={"AZURE_STORAGE_CONNECTION_STRING": text})

        return Line(world, azurite_server.port, through, AZURE_BUSY)


def error(status: str, code: str, *headers: tuple[str, str]) -> Answer:
    """The service's answer to what it does not do."""
    body = f"<?xml version='1.0' encoding='utf-8'?><Error><Code>{code}</Code><Message>Secret sig=abc</Message></Error>"
    return Answer(status, body.encode(), (("Content-Type", "application/xml"), ("x-ms-error-code", code), *headers))


@pytest.mark.parametrize(
    ("answer", "failure", "words"),
    [
        (
            error(
                "403 Forbidden",
                "AuthenticationFailed",
                ("Date", format_datetime(datetime.now(UTC) - timedelta(hours=2))),
            ),
            TerminalFailure,
            r"this machine's clock is \d+ minutes ahead; set it right",
        ),
        (
            error("403 Forbidden", "AuthenticationFailed", ("Date", format_datetime(datetime.now(UTC)))),
            TerminalFailure,
            r"does not know the key in AZURE_STORAGE_CONNECTION_STRING",
        ),
        (error("403 Forbidden", "AccountIsDisabled"), TerminalFailure, r"the account is disabled"),
        (error("403 Forbidden", "SomethingNew"), TerminalFailure, r"permission denied: .* or its firewall forbids"),
        (
            error("409 Conflict", "BlobImmutableDueToPolicy"),
            TerminalFailure,
            r"a retention policy forbids to change it",
        ),
        (error("412 Precondition Failed", "LeaseIdMissing"), TerminalFailure, r"somebody holds a lease on it"),
        (error("409 Conflict", "ContainerBeingDeleted"), TransientFailure, r"the container is being deleted"),
        (error("400 Bad Request", "Md5Mismatch"), TransientFailure, r"the bytes were altered on their way"),
        (error("418 I'm a teapot", "Teapot"), TerminalFailure, r"the service answered 418 Teapot"),
        (error("429 Too Many Requests", "Slow"), TransientFailure, r"the service is out of order \(429 Slow\)"),
        (
            Answer("502 Bad Gateway", b"<html>", (("Content-Type", "text/html"),)),
            TransientFailure,
            r"out of order \(502\)",
        ),
    ],
)
def test_what_the_service_answers_is_told(
    azurite_server: Azurite,
    busy_at: Callable[..., Busy],
    tmp_path: Path,
    answer: Answer,
    failure: type[Exception],
    words: str,
) -> None:
    """In words, with whether another attempt is worth it; of the answer's own text nothing is shown."""
    world = world_of(azurite_server)
    busy = busy_at(azurite_server.port, answer, requests=99)
    endpoint = azurite_server.endpoint.replace(str(azurite_server.port), str(busy.port))
    settings = Settings({"AZURE_STORAGE_CONNECTION_STRING": azurite_server.connection_string_at(endpoint)}, timeout=3)
    with (
        pytest.raises(failure, match=rf"k could not be written: .*{words}") as caught,
        connect(world.place, settings) as s,
    ):
        put(s, made(tmp_path, 10), "k")
    assert "sig=" not in str(caught.value)


def test_a_missing_library_is_told(tmp_path: Path) -> None:
    """With the command that installs it."""
    hidden = "import sys; sys.modules['azure'] = None; from exportsim.destinations import *; "
    tried = "connect(place_from_url('az://c/p'), Settings({}))"
    told = subprocess.run([sys.executable, "-c", hidden + tried], capture_output=True, text=True, check=False)
    assert "ConfigurationError: Azure Blob Storage: needs the library azure" in told.stderr
    assert "pip install 'exportsim[azure]'" in told.stderr
