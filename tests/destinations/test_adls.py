"""Data Lake Storage Gen2 over https, by both dialects and every login of the platform's and ours."""

from __future__ import annotations

import uuid

import pytest
from destinations.conformance import StoreSuite, World
from servers.adls import Adls as AdlsServer

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
