"""Azure Blob Storage on Microsoft's own emulator, examined as every store is."""

from __future__ import annotations

import uuid

import pytest
from destinations.conformance import StoreSuite, World
from servers.azurite import Azurite

from exportsim.model import AzureBlob


def forged(key: str) -> str:
    """A key of the right form that is not the account's."""
    return ("A" if key[0] != "A" else "B") + key[1:]


class TestByConnectionString(StoreSuite):
    """As the platform logs in."""

    @pytest.fixture
    def world(self, azurite_server: Azurite) -> World:
        text = azurite_server.connection_string
        here = f"az{uuid.uuid4().hex}"
        signed = {"AZURE_STORAGE_ACCOUNT": azurite_server.account, "AZURE_STORAGE_ENDPOINT": azurite_server.endpoint}
        return World(
            AzureBlob(azurite_server.container, here),
            {"AZURE_STORAGE_CONNECTION_STRING": text},
            missing=AzureBlob("not-there", here),
            wrong={"AZURE_STORAGE_CONNECTION_STRING": text.replace(azurite_server.key, forged(azurite_server.key))},
            denied={**signed, "AZURE_STORAGE_SAS_TOKEN": azurite_server.sas("rl")},
        )
