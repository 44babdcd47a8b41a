"""The client library, set up: credentials, endpoint, connections, patience."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config
from botocore.credentials import CredentialResolver, DeferredRefreshableCredentials
from botocore.exceptions import BotoCoreError
from botocore.httpsession import get_cert_path
from botocore.loaders import create_loader

from exportsim.destinations.s3.failures import told_of_role
from exportsim.destinations.s3.keys import Fetch, TemporaryKeys
from exportsim.destinations.settings import Settings
from exportsim.errors import ConfigurationError, Problem

TRIES = 3
"""Of one request, a second or two apart; a whole file is tried again by ``attempts``."""

GOOGLE_ENDPOINT = "https://storage.googleapis.com"
KEY, SECRET, TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
HMAC = ("EXPORTSIM_GCS_ACCESS_KEY_ID", "EXPORTSIM_GCS_SECRET_ACCESS_KEY")
ROLE = "EXPORTSIM_S3_ROLE_ARN"
ADDRESSING = "EXPORTSIM_S3_ADDRESSING"

LOADER = create_loader()
"""One for all sessions: reading what the library knows of S3 takes it a quarter of a second, each time."""

Client = Any
"""The library makes its clients' classes when it runs: there is no type to name."""


def amazon(settings: Settings) -> Client:
    """A client with the environment's keys, or those of the library's own chain (profiles, containers, machines).

    With a role, its keys are assumed at the first request and again before they run out.
    """
    session = _session()
    if settings.get(KEY):
        key, secret = settings.require((KEY, SECRET), "an access key has two halves")
        session.set_credentials(key, secret, settings.get(TOKEN))
    elif not _found(session):
        raise _problem(f"{KEY}, {SECRET}", "are not set", "or a profile of the AWS command line: AWS_PROFILE")
    if role := settings.get(ROLE):
        session = _holding(_assumed(session, role, settings))
    return _amazon(session, settings)


def temporary(fetch: Fetch, settings: Settings) -> Client:
    """A client with temporary keys, fetched at the first request and again before they run out."""
    return _amazon(_holding(fetch), settings)


def google(settings: Settings) -> Client:
    """A client of Google's XML API, which takes HMAC keys in S3's dialect."""
    key, secret = settings.require(HMAC, "an HMAC key of a service account (Cloud Storage, Settings, Interoperability)")
    session = _session()
    session.set_credentials(key, secret)
    endpoint = settings.get("EXPORTSIM_GCS_ENDPOINT") or GOOGLE_ENDPOINT
    return _client(session, "s3", settings, endpoint, "auto", addressing="path")


def _amazon(session: Any, settings: Settings) -> Client:
    endpoint = settings.get("AWS_ENDPOINT_URL_S3") or settings.get("AWS_ENDPOINT_URL")
    # Servers other than Amazon's are seldom reached by a name for each bucket.
    addressing = settings.get(ADDRESSING) or ("path" if endpoint else "auto")
    if addressing not in ("auto", "path", "virtual"):
        raise _problem(ADDRESSING, f'"{addressing}" is no way to address a bucket', "known: auto, path, virtual")
    return _client(session, "s3", settings, endpoint, _region(session, settings), addressing=addressing)


def _client(
    session: Any, service: str, settings: Settings, endpoint: str | None, region: str, *, addressing: str = "auto"
) -> Client:
    if endpoint and (urlsplit(endpoint).scheme not in ("http", "https") or not urlsplit(endpoint).hostname):
        raise _problem("the endpoint", f'"{endpoint}" is no URL of a server', "https://host, or http://host:port")
    config = Config(
        # Also how long one piece of a request's content may take to leave, for which the library has no other limit.
        connect_timeout=settings.timeout,
        read_timeout=settings.timeout,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        max_pool_connections=2 * settings.jobs * (settings.parts + 1),
        tcp_keepalive=True,
        # Requests that need a digest are given one. What the library adds of its own Google refuses, and over https
        # it would send the content in signed chunks.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        # The digest is a signed header: hashing the content for the signature too would prove nothing more.
        s3={"addressing_style": addressing, "payload_signing_enabled": False},
        user_agent_extra="exportsim",
    )
    try:
        return session.create_client(
            service, region_name=region, endpoint_url=endpoint, verify=_ca(settings), config=config
        )
    except (BotoCoreError, ValueError) as error:
        raise _problem("AWS_REGION, AWS_PROFILE or an endpoint", f"is not usable: {error}", "") from error


def _session() -> Any:
    session = botocore.session.Session()
    session.register_component("data_loader", LOADER)
    return session


def _found(session: Any) -> bool:
    try:
        return session.get_credentials() is not None
    except BotoCoreError as error:
        raise _problem("AWS_PROFILE and the files it names", f"are not usable: {error}", "") from error


def _region(session: Any, settings: Settings) -> str:
    named = settings.get("AWS_REGION") or settings.get("AWS_DEFAULT_REGION")
    # The library is sent on to a bucket of another region by Amazon itself.
    return named or session.get_config_variable("region") or "us-east-1"


def _ca(settings: Settings) -> str | None:
    # Ours first: the other may be set for all that runs on a machine.
    return settings.authorities("EXPORTSIM_CA_BUNDLE", "AWS_CA_BUNDLE")


def authorities(settings: Settings) -> str:
    """The file of certificate authorities that servers are held against: the user's, or the library's own."""
    return _ca(settings) or str(get_cert_path(True))


def _assumed(session: Any, role: str, settings: Settings) -> Fetch:
    if not re.fullmatch(r"arn:aws[\w-]*:iam::\d{12}:role/[\w+=,.@/-]+", role):
        raise _problem(ROLE, f'"{role}" is no role', "arn:aws:iam::123456789012:role/NAME")
    sts = _client(session, "sts", settings, settings.get("AWS_ENDPOINT_URL_STS"), _region(session, settings))
    external = settings.get("EXPORTSIM_S3_EXTERNAL_ID")
    more = {"ExternalId": external} if external else {}

    def fetch() -> TemporaryKeys:
        with told_of_role(role, sts.meta.endpoint_url, settings.timeout):
            got = sts.assume_role(RoleArn=role, RoleSessionName="exportsim", **more)["Credentials"]
        return TemporaryKeys(got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"], got["Expiration"])

    return fetch


def _holding(fetch: Fetch) -> Any:
    """A session whose credentials are fetched."""

    def refresh() -> dict[str, str]:
        keys = fetch()
        return {
            "access_key": keys.id,
            "secret_key": keys.secret,
            "token": keys.token,
            "expiry_time": keys.expires.isoformat(),
        }

    session = _session()
    session.register_component("credential_provider", CredentialResolver([_Fetched(refresh)]))
    return session


class _Fetched:
    """A provider of credentials, as the library asks for one."""

    METHOD = CANONICAL_NAME = "exportsim"

    def __init__(self, refresh: Any) -> None:
        self._refresh = refresh

    def load(self) -> DeferredRefreshableCredentials:
        return _Refreshed(self._refresh, self.METHOD)


class _Refreshed(DeferredRefreshableCredentials):  # type: ignore[misc]
    """Five minutes before the end a request tries for new keys, in the last minute every request waits for them.

    The library's own fifteen and ten are for keys of an hour; the landing zone's may be shorter.
    """

    _advisory_refresh_timeout = 300
    _mandatory_refresh_timeout = 60


def _problem(where: str, what: str, allowed: str) -> ConfigurationError:
    return ConfigurationError([Problem(where, what, allowed)])
