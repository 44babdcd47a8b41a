"""Places as URLs, in the spellings that the field uses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import assert_never
from urllib.parse import SplitResult, quote, unquote, urlsplit

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import S3, Adls, AzureBlob, DataLandingZone, Gcs, LocalFolder, Place, Sftp

FORMS = (
    "file:///folder",
    "s3://bucket/path",
    "az://container/path",
    "abfss://filesystem@account.dfs.core.windows.net/path",
    "gs://bucket/path",
    "sftp://user@host:port/path",
    "dlz:///path",
)
DFS_HOST = ".dfs.core.windows.net"


def place_from_url(url: str, where: str = "--to") -> Place:
    """The place a URL means, or a plain path; ``ConfigurationError`` that names ``where`` for any other text."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _refusal(where, url, str(error)) from None
    try:
        port = parts.port
    except ValueError:
        raise _refusal(where, url, "behind the host's colon stands no port, a number up to 65535") from None
    if parts.scheme == "":
        return LocalFolder(Path(url))
    read = SCHEMES.get(parts.scheme)
    if read is None:
        raise _refusal(where, url, f'"{parts.scheme}" is not a kind of place')
    if parts.password is not None:
        raise _refusal(where, parts._replace(netloc=f"…@{parts.hostname}").geturl(), "a URL is no place for a password")
    if parts.query or parts.fragment:
        shown = parts._replace(query="", fragment="").geturl()
        raise _refusal(where, shown, "nothing may follow the path; a ? or # of a name is written %3F or %23")
    try:
        return read(parts, port)
    except ValueError as error:
        raise _refusal(where, url, str(error)) from None


def url_of(place: Place) -> str:
    """The URL that means the place; it never holds a secret."""
    match place:
        case LocalFolder(path):
            return path.absolute().as_uri()
        case S3(bucket, path):
            return _url("s3", bucket, path)
        case AzureBlob(container, path, account):
            return _url("az", f"{container}@{account}" if account else container, path)
        case Adls(path, filesystem, account):
            return _url("abfss", f"{filesystem}@{account}{DFS_HOST}" if account else filesystem, path)
        case Gcs(bucket, path):
            return _url("gs", bucket, path)
        case Sftp(host, port, path, user):
            at = f"{quote(user)}@" if user else ""
            address = f"[{host}]" if ":" in host else host
            return _url("sftp", f"{at}{address}{'' if port == 22 else f':{port}'}", path)
        case DataLandingZone(path):
            return _url("dlz", "", path)
        case _:
            assert_never(place)


def _url(scheme: str, netloc: str, path: str) -> str:
    return f"{scheme}://{netloc}/{quote(path.lstrip('/'))}".rstrip("/" if netloc else "")


def _file(parts: SplitResult, _port: int | None) -> Place:
    if parts.netloc not in ("", "localhost"):
        raise ValueError("a file is on this machine: three slashes")
    return LocalFolder(Path(unquote(parts.path)))


def _s3(parts: SplitResult, _port: int | None) -> Place:
    return S3(_name(parts, "bucket"), _path(parts))


def _gcs(parts: SplitResult, _port: int | None) -> Place:
    return Gcs(_name(parts, "bucket"), _path(parts))


def _blob(parts: SplitResult, _port: int | None) -> Place:
    container, _, account = parts.netloc.partition("@")
    if not container:
        raise ValueError("the container is missing")
    return AzureBlob(container, _path(parts), account.split(".")[0])


def _adls(parts: SplitResult, _port: int | None) -> Place:
    filesystem, _, host = parts.netloc.rpartition("@")
    if not filesystem or not host:
        raise ValueError("filesystem@account is missing")
    return Adls(_path(parts), filesystem, host.split(".")[0])


def _sftp(parts: SplitResult, port: int | None) -> Place:
    if not parts.hostname:
        raise ValueError("the host is missing")
    return Sftp(parts.hostname, port or 22, unquote(parts.path) or "/", unquote(parts.username or ""))


def _dlz(parts: SplitResult, _port: int | None) -> Place:
    if parts.netloc:
        raise ValueError("the container is named by the credentials: three slashes")
    return DataLandingZone(_path(parts))


def _name(parts: SplitResult, what: str) -> str:
    if not parts.netloc:
        raise ValueError(f"the {what} is missing")
    return unquote(parts.netloc)


def _path(parts: SplitResult) -> str:
    return unquote(parts.path).strip("/")


def _refusal(where: str, url: str, what: str) -> ConfigurationError:
    return ConfigurationError([Problem(where, f'"{url}": {what}', "known: " + ", ".join(FORMS) + ", or a path")])


SCHEMES: dict[str, Callable[[SplitResult, int | None], Place]] = {
    "file": _file,
    "s3": _s3,
    "az": _blob,
    "abfss": _adls,
    "abfs": _adls,
    "gs": _gcs,
    "sftp": _sftp,
    "dlz": _dlz,
}
