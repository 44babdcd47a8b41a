"""Files to lint: what each is, and which belong together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exportsim.adobe.destination import Destination
from exportsim.adobe.json_file import read_text
from exportsim.adobe.lint.places import Places
from exportsim.adobe.locations import KINDS
from exportsim.adobe.pasted import as_json, parse_pasted
from exportsim.adobe.server import Server
from exportsim.errors import ConfigurationError, Problem

OF_SERVERS = (
    "destinationServerType",
    "fileConfigurations",
    *(name for kind in KINDS.values() for name in kind.objects),
)
OF_DESTINATIONS = (
    *("destinationDelivery", "customerDataFields", "batchConfig", "batchConfiguration", "schemaConfig"),
    *("customerAuthenticationConfigurations", "uiAttributes", "identityNamespaces"),
)


@dataclass(frozen=True)
class ServerFile:
    """A destination server with the places of its text."""

    path: Path
    server: Server
    places: Places

    @property
    def name(self) -> str:
        return self.server.file

    def value(self, path: str) -> str | None:
        """The string at a path; None where there is none."""
        node: Any = self.server.document
        for key, index in re.findall(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]", path):
            node = node[int(index)] if index and isinstance(node, list) else node.get(key) if key else None
            if not isinstance(node, dict | list):
                break
        return node if isinstance(node, str) else None


@dataclass(frozen=True)
class DestinationFile:
    """A destination configuration with the places of its text."""

    path: Path
    destination: Destination
    places: Places

    @property
    def name(self) -> str:
        return self.destination.file


def read_files(paths: Iterable[Path]) -> list[ServerFile | DestinationFile]:
    """Read every file, and the configurations in every folder, in order.

    Raises ``ConfigurationError`` with every file that cannot be read or is neither kind of configuration.
    """
    files: list[ServerFile | DestinationFile] = []
    problems: list[Problem] = []
    for path, wanted in _each(paths):
        try:
            file = _read(path)
        except ConfigurationError as error:
            problems += error.problems if wanted else ()
            continue
        if file is not None:
            files.append(file)
        elif wanted:
            problems.append(Problem(str(path), "is no destination server and no destination configuration", _KEYS))
    if not problems and not files:
        given = ", ".join(map(str, paths)) or "nothing"
        problems.append(Problem(given, "holds no configuration", _KEYS))
    if problems:
        raise ConfigurationError(problems)
    return files


_KEYS = "a server has a destinationServerType, a destination has destinationDelivery and customerDataFields"


def partner_of(
    server: ServerFile, servers: list[ServerFile], destinations: list[DestinationFile]
) -> DestinationFile | None:
    """The destination that belongs to a server.

    By the id that it names; then the one of the same folder, where either is alone there; then the one of the same
    file name; then the only one there is.
    """
    own = server.server.document.get("instanceId")
    for one in destinations:
        if isinstance(own, str) and own in _named(one.destination.document):
            return one
    folder = [one for one in destinations if one.path.parent == server.path.parent]
    alone = [one for one in servers if one.path.parent == server.path.parent]
    if len(folder) == len(alone) == 1:
        return folder[0]
    same = [one for one in destinations if one.path.name == server.path.name]
    if len(same) == 1:
        return same[0]
    return destinations[0] if len(destinations) == len(servers) == 1 else None


def _named(document: dict[str, Any]) -> Iterator[object]:
    deliveries = document.get("destinationDelivery")
    for one in deliveries if isinstance(deliveries, list) else ():
        if isinstance(one, dict):
            yield one.get("destinationServerId")


def _each(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file once, and whether it was asked for by name."""
    seen: set[Path] = set()
    for path in paths:
        inner = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        for one in inner:
            if one not in seen:
                seen.add(one)
                yield one, one == path


def _read(path: Path) -> ServerFile | DestinationFile | None:
    name, text = str(path), read_text(path)
    document, remarks = parse_pasted(text, name)
    places = Places(as_json(text, name)[0])
    if any(key in document for key in OF_SERVERS):
        return ServerFile(path, Server(name, document, remarks), places)
    if any(key in document for key in OF_DESTINATIONS):
        return DestinationFile(path, Destination(name, document, remarks), places)
    return None
