"""What the platform's credentials call answers: a container of Azure, or a folder of an Amazon bucket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from exportsim.destinations.s3.keys import TemporaryKeys
from exportsim.errors import ConfigurationError, Problem

Value = TypeVar("Value")


@dataclass(frozen=True)
class Container:
    """A container of Azure Blob Storage."""

    uri: str = field(repr=False)
    """Its address with a shared access signature."""


@dataclass(frozen=True)
class Bucket:
    """A folder of an Amazon S3 bucket."""

    name: str
    folder: str
    keys: TemporaryKeys


Credentials = Container | Bucket


def read_credentials(answer: object, where: str) -> Credentials:
    """Read the call's JSON; ``ConfigurationError`` for all that is missing in it, never with a value of it.

    Of the container's several names only ``SASUri`` counts: the vendor's own example contradicts itself in the rest.
    """
    if not isinstance(answer, Mapping) or not ("SASUri" in answer or "credentials" in answer):
        allowed = "SASUri where Azure hosts the landing zone; credentials, dlzPath and expiryTime where AWS does"
        raise ConfigurationError([Problem(where, "is no answer of the platform's credentials call", allowed)])
    read = _Reader(answer, where)
    found: Credentials
    if "SASUri" in answer:
        found = Container(read.text("SASUri"))
    else:
        keys = TemporaryKeys(
            read.text("credentials.awsAccessKeyId"),
            read.text("credentials.awsSecretAccessKey"),
            read.text("credentials.awsSessionToken"),
            read.moment("expiryTime"),
        )
        found = Bucket(read.text("dlzPath.bucketName"), read.text("dlzPath.dlzFolder").strip("/"), keys)
    if read.problems:
        raise ConfigurationError(read.problems)
    return found


class _Reader:
    """Reads values, and collects what is wrong with them."""

    def __init__(self, answer: Mapping[str, Any], where: str) -> None:
        self._answer, self._where = answer, where
        self.problems: list[Problem] = []

    def text(self, path: str) -> str:
        value = self._at(path)
        if isinstance(value, str) and value:
            return value
        return self._missing(path, "is missing or no text", "")

    def moment(self, path: str) -> datetime:
        try:
            return datetime.fromtimestamp(float(self._at(path)), UTC)
        except (TypeError, ValueError, OverflowError):
            return self._missing(path, "is missing or no time in Unix seconds", datetime.min)

    def _at(self, path: str) -> Any:
        found: Any = self._answer
        for key in path.split("."):
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    def _missing(self, path: str, what: str, instead: Value) -> Value:
        self.problems.append(Problem(f"{self._where}: $.{path}", what))
        return instead
