"""Which storage account, and who we are there: read from settings, nothing of the client libraries."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from exportsim.destinations.settings import Settings
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Adls, AzureBlob

Service = Literal["blob", "dfs"]

CONNECTION_STRING = "AZURE_STORAGE_CONNECTION_STRING"
SIGNATURE = "AZURE_STORAGE_SAS_TOKEN"
KEY = "AZURE_STORAGE_KEY"
ENDPOINT = "AZURE_STORAGE_ENDPOINT"
PRINCIPAL = ("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET")
FORM = "DefaultEndpointsProtocol=https;AccountName={name};AccountKey={key}"
WAYS = f"{CONNECTION_STRING}, or {SIGNATURE}, or {KEY}, or {', '.join(PRINCIPAL)}"


@dataclass(frozen=True)
class Principal:
    """An application that logs in with a secret of its own."""

    tenant: str
    client: str
    secret: str = field(repr=False)
    authority: str = ""
    """Where it logs in; empty: Microsoft's."""


@dataclass(frozen=True)
class Account:
    """A storage account's address, and one way to log in."""

    endpoint: str
    """Without a slash at the end: ``https://name.blob.core.windows.net``, or an emulator's with the name behind it."""

    name: str
    source: str
    """The setting that the credentials come from."""

    key: str = field(default="", repr=False)
    sas: str = field(default="", repr=False)
    """A shared access signature, without the question mark."""

    principal: Principal | None = None

    @property
    def address(self) -> str:
        """``host:port``."""
        parts = urlsplit(self.endpoint)
        return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def account_of(place: AzureBlob | Adls, settings: Settings, service: Service = "blob") -> Account:
    """The account of a place; ``ConfigurationError`` for what is missing or contradicts itself."""
    # The platform logs in to a data lake as a service principal, to a blob container by connection string.
    sources = sorted(LOGINS, key=lambda source: isinstance(place, Adls) and source != PRINCIPAL[2])
    for source in sources:
        if secret := settings.get(source):
            return LOGINS[source](secret.strip(), place, settings, service)
    if any(settings.get(one) for one in PRINCIPAL):
        settings.require(PRINCIPAL, "a service principal logs in with all three")
    raise _problem(sources[0], "is not set in the environment", f"how to log in: {WAYS}")


def account_from_uri(uri: str, where: str) -> tuple[Account, str, str]:
    """The account, the container and the folder in it that a shared access signature's URI opens."""
    parts = urlsplit(uri.strip())
    segments = [segment for segment in parts.path.split("/") if segment]
    path_style = _is_path_style(parts.hostname or "")
    if parts.scheme not in ("https", "http") or len(segments) < 1 + path_style or "sig=" not in parts.query:
        raise _problem(where, "is no SAS URI", "https://account.blob.core.windows.net/container?sv=…&sig=…")
    account, *segments = segments if path_style else ["", *segments]
    endpoint = f"{parts.scheme}://{parts.netloc}" + (f"/{account}" if account else "")
    name = account or _name_in(endpoint)
    return Account(endpoint, name, where, sas=parts.query), segments[0], "/".join(segments[1:])


def expiry_of(sas: str) -> datetime | None:
    """When a shared access signature ends; None where it names a stored policy instead."""
    try:
        found = datetime.fromisoformat(parse_qs(sas)["se"][0].replace("Z", "+00:00"))
    except (KeyError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def rights_of(sas: str) -> str:
    """The letters of a signature's rights, ``racwdl``; empty where a stored policy holds them."""
    return parse_qs(sas).get("sp", [""])[0]


def ca_bundle(settings: Settings) -> str | None:
    """The file of certificate authorities to trust; None: those of the machine."""
    ours = settings.authorities("EXPORTSIM_CA_BUNDLE")
    return ours or settings.get("REQUESTS_CA_BUNDLE") or settings.get("CURL_CA_BUNDLE")


def _by_connection_string(text: str, place: AzureBlob | Adls, _settings: Settings, service: Service) -> Account:
    pieces = [piece.partition("=") for piece in text.strip(";").split(";")]
    found: Mapping[str, str] = {name.strip().lower(): value.strip() for name, _, value in pieces}
    name, key = found.get("accountname", ""), found.get("accountkey", "")
    sas = found.get("sharedaccesssignature", "").lstrip("?")
    endpoint = found.get(f"{service}endpoint") or found.get("blobendpoint", "").replace(".blob.", f".{service}.")
    if not (name or endpoint):
        raise _problem(CONNECTION_STRING, "names no account: AccountName is missing", FORM)
    if not (key or sas):
        raise _problem(CONNECTION_STRING, "has neither AccountKey nor SharedAccessSignature", FORM)
    suffix, protocol = found.get("endpointsuffix", "core.windows.net"), found.get("defaultendpointsprotocol", "https")
    endpoint = endpoint.rstrip("/") or f"{protocol}://{name}.{service}.{suffix}"
    name = name or _name_in(endpoint)
    if place.account and place.account != name:
        what = f'is of the account "{name}", the place of "{place.account}"'
        raise _problem(CONNECTION_STRING, what, "one and the same")
    if key:
        return Account(endpoint, name, CONNECTION_STRING, key=_checked(key, CONNECTION_STRING))
    return Account(endpoint, name, CONNECTION_STRING, sas=sas)


def _by_signature(token: str, place: AzureBlob | Adls, settings: Settings, service: Service) -> Account:
    # Also where the whole URI was pasted.
    return replace(_named(place, settings, service, SIGNATURE), sas=token.rpartition("?")[2])


def _by_key(key: str, place: AzureBlob | Adls, settings: Settings, service: Service) -> Account:
    return replace(_named(place, settings, service, KEY), key=_checked(key, KEY))


def _by_principal(_secret: str, place: AzureBlob | Adls, settings: Settings, service: Service) -> Account:
    tenant, client, secret = settings.require(PRINCIPAL, "a service principal logs in with all three")
    account = _named(place, settings, service, PRINCIPAL[2])
    if not account.endpoint.startswith("https:"):
        raise _problem(ENDPOINT, "is http, where a service principal's token must not go", "an https:// endpoint")
    authority = (settings.get("AZURE_AUTHORITY_HOST") or "").rstrip("/")
    return replace(account, principal=Principal(tenant, client, secret, authority))


def _named(place: AzureBlob | Adls, settings: Settings, service: Service, source: str) -> Account:
    """The account without a login."""
    name = place.account or settings.get("AZURE_STORAGE_ACCOUNT") or ""
    endpoint = settings.get(ENDPOINT) or (f"https://{name}.{service}.core.windows.net" if name else "")
    if not endpoint:
        raise _problem("AZURE_STORAGE_ACCOUNT", "is not set in the environment", f"the account of {source}")
    return Account(endpoint.rstrip("/"), name or _name_in(endpoint), source)


LOGINS = {
    CONNECTION_STRING: _by_connection_string,
    SIGNATURE: _by_signature,
    KEY: _by_key,
    PRINCIPAL[2]: _by_principal,
}
"""Ways to log in by the setting that holds the secret; the first that is set counts."""


def _checked(key: str, where: str) -> str:
    try:
        base64.b64decode(key, validate=True)
    except binascii.Error:
        raise _problem(where, "holds an account key that is not Base64", "the key as the portal shows it") from None
    return key


def _name_in(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    return parts.path.strip("/") if _is_path_style(host) else host.partition(".")[0]


def _is_path_style(host: str) -> bool:
    """Emulators are reached by number, or as localhost, and have the account in the path."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def _problem(where: str, what: str, allowed: str) -> ConfigurationError:
    return ConfigurationError([Problem(where, what, allowed)])
