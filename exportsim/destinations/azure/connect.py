"""A place of Azure becomes a store."""

from __future__ import annotations

from exportsim.destinations.azure.account import Account, account_of
from exportsim.destinations.azure.blob import BlobStore
from exportsim.destinations.azure.dfs import DfsStore
from exportsim.destinations.azure.login import Login, Renew
from exportsim.destinations.base import Store
from exportsim.destinations.settings import Settings
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Adls, AzureBlob


def connect_blob(place: AzureBlob, settings: Settings) -> Store:
    """A container, by connection string, signature, key or service principal."""
    return BlobStore(Login(account_of(place, settings), settings), place.container, place.path, settings)


def connect_adls(place: Adls, settings: Settings) -> Store:
    """A filesystem, over the account's blob endpoint unless ``EXPORTSIM_ADLS_DIALECT`` is ``dfs``.

    Over the blob endpoint an upload becomes visible in one step, and it takes the same credentials.
    """
    dialect = settings.get("EXPORTSIM_ADLS_DIALECT") or "blob"
    problems = []
    if dialect not in ("blob", "dfs"):
        problems.append(Problem("EXPORTSIM_ADLS_DIALECT", f'"{dialect}" is no dialect', "known: blob, dfs"))
    if not place.filesystem:
        form = "--to abfss://filesystem@account.dfs.core.windows.net/path"
        problems.append(Problem("the place", "names no filesystem; the platform takes it from the credentials", form))
    if problems:
        raise ConfigurationError(problems)
    if dialect == "dfs":
        return DfsStore(Login(account_of(place, settings, "dfs"), settings), place.filesystem, place.path, settings)
    return BlobStore(Login(account_of(place, settings), settings), place.filesystem, place.path, settings)


def connect_with_signature(
    account: Account, container: str, path: str, settings: Settings, *, renew: Renew | None = None
) -> Store:
    """A container that a shared access signature opens; ``renew`` gives newer ones before and when it runs out."""
    return BlobStore(Login(account, settings, renew), container, path, settings)
