"""Who we are at an account, for as long as a store is connected: signatures run out and are replaced."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from azure.core.credentials import AzureSasCredential
from azure.identity import AzureAuthorityHosts, ClientSecretCredential

from exportsim.destinations.azure.account import Account, Principal, ca_bundle, expiry_of
from exportsim.destinations.base import Server, server_of
from exportsim.destinations.settings import Settings
from exportsim.errors import DeliveryError

Renew = Callable[[], Account]
"""Gives the account with a newer signature; raises ``DeliveryError`` where none is to be had."""

MARGIN = timedelta(minutes=5)
"""A signature that has less left is replaced before it is used."""

PAUSE = 60.0
"""Seconds between two requests for a newer one: what is refused for other reasons must not become a flood."""

RETRIES = 2
"""Of one request, within a second; a whole file is tried again by ``attempts``, with longer pauses."""


class Login:
    """An account and the credentials for it; may be asked from several threads."""

    def __init__(self, account: Account, settings: Settings, renew: Renew | None = None) -> None:
        self.account = account
        self.credential = _credential(account, settings)
        self._ca = ca_bundle(settings)
        self._renew = renew
        self._lock = threading.Lock()
        self._asked = self._renewed = float("-inf")

    def servers(self) -> tuple[Server, ...]:
        """Where a service principal logs in, and the account's own."""
        urls = [self.account.endpoint]
        if principal := self.account.principal:
            urls.insert(0, principal.authority or f"https://{AzureAuthorityHosts.AZURE_PUBLIC_CLOUD}")
        return tuple(server_of(url, self._ca or requests.utils.DEFAULT_CA_BUNDLE_PATH) for url in urls)

    def before_request(self, _request: Any) -> None:
        """Replace a signature that is about to run out; as long as it lasts, failing to is no failure."""
        expiry = expiry_of(self.account.sas) if self._renew else None
        if expiry is None or expiry - datetime.now(UTC) > MARGIN:
            return
        try:
            self.renewed_since(time.monotonic())
        except DeliveryError:
            if expiry <= datetime.now(UTC):
                raise

    def renewed_since(self, moment: float) -> bool:
        """Whether the signature is another than at ``moment`` (``time.monotonic``), asking for one if need be."""
        with self._lock:
            if self._renewed > moment:
                return True
            if self._renew is None or time.monotonic() - self._asked < PAUSE:
                return False
            self._asked = time.monotonic()
            newer = self._renew()
            if newer.sas == self.account.sas:
                return False
            self.account = newer
            self.credential.update(newer.sas)
            self._renewed = time.monotonic()
            return True


def _credential(account: Account, settings: Settings) -> Any:
    if account.sas:
        return AzureSasCredential(account.sas)
    if account.principal:
        return _principal(account.principal, settings)
    return {"account_name": account.name, "account_key": account.key}


def _principal(principal: Principal, settings: Settings) -> ClientSecretCredential:
    authority: dict[str, Any] = {}
    if principal.authority:
        # An authority of one's own is not in Microsoft's public list, which instance discovery would ask for.
        host = urlsplit(principal.authority).hostname or principal.authority
        public = host.endswith((".microsoftonline.com", ".microsoftonline.us", ".chinacloudapi.cn"))
        authority = {"authority": principal.authority, "disable_instance_discovery": not public}
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
