"""The client libraries, set up: connections and patience."""

from __future__ import annotations

import logging
import random
from typing import Any

import requests
from azure.core.exceptions import AzureError, ClientAuthenticationError
from azure.core.pipeline.transport import RequestsTransport
from azure.storage.blob import LinearRetry
from requests.adapters import HTTPAdapter

from exportsim.destinations.azure.account import ca_bundle
from exportsim.destinations.azure.login import RETRIES, Login
from exportsim.destinations.network import cause_of
from exportsim.destinations.settings import WRITE, Settings

# What they warn of is raised too; without a handler it would be printed.
for library in ("azure", "msal"):
    logging.getLogger(library).addHandler(logging.NullHandler())

READ = 4 << 20
"""Bytes of one part of a file that is fetched; several come at once, and each is held in memory."""


def options(login: Login, settings: Settings) -> dict[str, Any]:
    """Keyword arguments for a client of either library; nothing goes over the network yet."""
    return {
        "credential": login.credential,
        "raw_request_hook": login.before_request,
        "transport": transport(settings, login.account.endpoint),
        "retry_policy": QuickRetry(retry_total=RETRIES),
        "max_single_get_size": READ,
        "max_chunk_get_size": READ,
    }


def transport(settings: Settings, endpoint: str) -> RequestsTransport:
    """Enough connections for every part of every file on its way, kept open."""
    session = requests.Session()
    # The way there is asked of the environment once: for every request it would be a tenth of its time.
    session.trust_env = False
    session.proxies.update(requests.utils.get_environ_proxies(endpoint))
    connections = settings.jobs * settings.parts + settings.jobs
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter(pool_connections=2, pool_maxsize=connections))
    return RequestsTransport(
        session=session,
        connection_timeout=settings.timeout,
        read_timeout=settings.timeout,
        connection_verify=ca_bundle(settings) or True,
    )


class QuickRetry(LinearRetry):
    """The libraries' own policies wait 15 to 20 s before the first retry, and repeat what must fail again."""

    def get_backoff_time(self, settings: dict[str, Any]) -> float:
        return random.uniform(0.1, 0.4) * int(settings["count"])

    def increment(self, settings: Any, request: Any, response: Any = None, error: AzureError | None = None) -> bool:
        cause = cause_of(error, "", seconds=0) if error else None
        if isinstance(error, ClientAuthenticationError) or (cause and not cause.transient):
            return False
        return bool(super().increment(settings, request, response, error))


class _Adapter(HTTPAdapter):
    """Reads and writes in larger pieces than the 16 KiB of http.client."""

    def init_poolmanager(self, *args: Any, **how: Any) -> None:
        super().init_poolmanager(*args, **{**how, "blocksize": WRITE})
