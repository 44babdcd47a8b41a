"""The client libraries, set up: credentials, connections, patience."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from azure.core.credentials import AzureSasCredential
from azure.core.pipeline.transport import RequestsTransport
from azure.identity import ClientSecretCredential
from azure.storage.blob import LinearRetry
from requests.adapters import HTTPAdapter

from exportsim.destinations.azure.account import Account, Principal, ca_bundle
from exportsim.destinations.settings import Settings

RETRIES = 2
"""Of one request; a whole file is tried again by ``attempts``. The libraries' own wait 15 to 20 s before the first."""

WRITE = 128 << 10
"""Bytes handed to the socket at once; each such piece may take the whole of the timeout."""


def options(account: Account, settings: Settings) -> dict[str, Any]:
    """Keyword arguments for a client of either library; nothing goes over the network yet."""
    return {
        "credential": credential(account, settings),
        "transport": transport(settings),
        "retry_policy": LinearRetry(backoff=1, retry_total=RETRIES, random_jitter_range=1),
    }


def credential(account: Account, settings: Settings) -> Any:
    if account.sas:
        return AzureSasCredential(account.sas)
    if account.principal:
        return _login(account.principal, settings)
    return {"account_name": account.name, "account_key": account.key}


def transport(settings: Settings) -> RequestsTransport:
    """Enough connections for every part of every file on its way, kept open."""
    session = requests.Session()
    connections = settings.jobs * settings.parts + settings.jobs
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter(pool_connections=2, pool_maxsize=connections))
    return RequestsTransport(
        session=session,
        connection_timeout=settings.timeout,
        read_timeout=settings.timeout,
        connection_verify=ca_bundle(settings) or True,
    )


class _Adapter(HTTPAdapter):
    """Reads and writes in larger pieces than the 16 KiB of http.client."""

    def init_poolmanager(self, *args: Any, **how: Any) -> None:
        super().init_poolmanager(*args, **{**how, "blocksize": WRITE})


def _login(principal: Principal, settings: Settings) -> ClientSecretCredential:
    authority: dict[str, Any] = {}
    if principal.authority:
        # An authority of one's own is not in Microsoft's public list, which instance discovery would ask for.
        known = (urlsplit(principal.authority).hostname or principal.authority).endswith(("microsoftonline.com", ".us"))
        authority = {"authority": principal.authority, "disable_instance_discovery": not known}
    return ClientSecretCredential(
        principal.tenant,
        principal.client,
        principal.secret,
        **authority,
        connection_timeout=settings.timeout,
        read_timeout=settings.timeout,
        connection_verify=ca_bundle(settings) or True,
        retry_total=RETRIES,
        retry_backoff_factor=0.5,
    )
