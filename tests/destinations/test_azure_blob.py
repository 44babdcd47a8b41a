"""Azure Blob Storage on Microsoft's own emulator, examined as every store is."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from destinations.conformance import StoreSuite, World
from destinations.network import Line, NetworkSuite
from servers.azurite import Azurite
from servers.busy import AZURE_BUSY

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


class TestBrokenLines(NetworkSuite):
    """The same login, and what may happen on the way."""

    @pytest.fixture
    def line(self, azurite_server: Azurite) -> Line:
        world = world_of(azurite_server)

        def through(port: int) -> World:
            endpoint = azurite_server.endpoint.replace(str(azurite_server.port), str(port))
            text = azurite_server.connection_string_at(endpoint)
            return replace(world, environment={"AZURE_STORAGE_CONNECTION_STRING": text})

        return Line(world, azurite_server.port, through, AZURE_BUSY)
