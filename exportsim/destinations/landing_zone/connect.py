"""A landing zone becomes a store, by the form of its credentials."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import assert_never

from exportsim.destinations.azure.account import Account, account_from_uri
from exportsim.destinations.base import Store
from exportsim.destinations.landing_zone.credentials import Bucket, Container
from exportsim.destinations.landing_zone.sources import Source, source_of
from exportsim.destinations.needing import needing
from exportsim.destinations.s3.keys import Fetch, TemporaryKeys
from exportsim.destinations.settings import Settings
from exportsim.errors import TerminalFailure
from exportsim.model import DataLandingZone


def connect_landing_zone(place: DataLandingZone, settings: Settings) -> Store:
    """The landing zone that the credentials open.

    Unlike other places it goes over the network at once where the credentials are asked for, and raises
    ``DeliveryError``: nothing else tells which cloud hosts it.
    """
    source = source_of(settings)
    match source.credentials():
        case Bucket() as bucket:
            with needing("s3", "data landing zone"):
                from exportsim.destinations.s3.amazon import connect_with_temporary_keys
            path = f"{bucket.folder}/{place.path}"
            return connect_with_temporary_keys(_keys_of(bucket, source), bucket.name, path, settings)
        case Container() as container:
            with needing("azure", "data landing zone"):
                from exportsim.destinations.azure.connect import connect_with_signature
            account, name, folder = account_from_uri(container.uri, source.name)
            renew = _signatures_of(account, name, source)
            return connect_with_signature(account, name, f"{folder}/{place.path}", settings, renew=renew)
        case credentials:
            assert_never(credentials)


def _keys_of(bucket: Bucket, source: Source) -> Fetch:
    """A bucket's keys: those that came with it, then new ones from the same source."""
    given = [bucket.keys]

    def fetch() -> TemporaryKeys:
        if given:
            return _living(given.pop(), source)
        newer = source.credentials(renew=True)
        if not isinstance(newer, Bucket) or (newer.name, newer.folder) != (bucket.name, bucket.folder):
            raise TerminalFailure(f"{source.name} names another landing zone than before; send again")
        return _living(newer.keys, source)

    return fetch


def _signatures_of(account: Account, container: str, source: Source) -> Callable[[], Account]:
    """Newer signatures for a container from the same source."""

    def renew() -> Account:
        newer = source.credentials(renew=True)
        if isinstance(newer, Container):
            found, name, _ = account_from_uri(newer.uri, source.name)
            if (found.endpoint, name) == (account.endpoint, container):
                return found
        raise TerminalFailure(f"{source.name} names another landing zone than before; send again")

    return renew


def _living(keys: TemporaryKeys, source: Source) -> TemporaryKeys:
    if keys.expires <= datetime.now(UTC):
        moment = f"{keys.expires:%Y-%m-%d %H:%M:%S} UTC"
        raise TerminalFailure(f"the landing zone's keys in {source.name} ran out at {moment}; ask for new ones")
    return keys
