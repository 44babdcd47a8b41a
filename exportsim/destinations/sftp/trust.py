"""A server introduces itself: its key is shown, and kept if somebody says that it is the right one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from exportsim.destinations.settings import Settings
from exportsim.destinations.sftp import hosts
from exportsim.destinations.sftp.connection import shown_key
from exportsim.destinations.sftp.hosts import HostKey
from exportsim.destinations.sftp.login import KNOWN_HOSTS, known_hosts_file, url_of
from exportsim.errors import ConfigurationError, ExportError, Problem, TerminalFailure
from exportsim.model import Sftp


@dataclass(frozen=True)
class Introduction:
    """What a server says that it is."""

    name: str
    """As ``known_hosts`` files name it."""

    key: HostKey
    file: Path
    """Where its key is kept, or would be."""

    known: bool
    """Whether the key is known already."""

    def accept(self) -> None:
        """Know the server by this key from now on."""
        try:
            hosts.remember(self.name, self.key, self.file)
        except OSError as error:
            raise ExportError(f"{self.file} could not be written: {error.strerror}") from error


def introduce(place: Sftp, settings: Settings) -> Introduction:
    """Ask a server for its key; nobody logs in.

    Raises ``TerminalFailure`` where it is known by another key: that is for a person to look at.
    """
    file = known_hosts_file(settings)
    if file is None:
        raise ConfigurationError([Problem(KNOWN_HOSTS, "is not set, and neither is HOME", "a file of known hosts")])
    name = hosts.name_of(place.host, place.port)
    key = shown_key(place.host, place.port, settings.timeout)
    lines = hosts.known(name, (file, hosts.SYSTEM))
    known = hosts.standing(key, lines)
    if known != "unknown":
        hosts.check(name, url_of(place.host, place.port), key, lines)
    return Introduction(name, key, file, known=known == "known")


def accept_if(introduction: Introduction, fingerprint: str) -> None:
    """Know a server from now on if its key has this fingerprint; ``TerminalFailure`` if not."""
    if introduction.key.fingerprint.removeprefix("SHA256:") != fingerprint.removeprefix("SHA256:"):
        raise TerminalFailure(
            f"{introduction.name} shows the {introduction.key}, not {fingerprint}; it is not accepted"
        )
    if not introduction.known:
        introduction.accept()
