"""Who logs in where, and with what: read from settings, everything that is missing told at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import paramiko

from exportsim.destinations.settings import Settings
from exportsim.destinations.sftp import hosts
from exportsim.destinations.sftp.keys import FORMS, KeyProblem, private_key
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Sftp

USER, PASSWORD, KEY, KEY_FILE = (f"EXPORTSIM_SFTP_{name}" for name in ("USER", "PASSWORD", "KEY", "KEY_FILE"))
KNOWN_HOSTS = "EXPORTSIM_SFTP_KNOWN_HOSTS"


@dataclass(frozen=True)
class Login:
    host: str
    port: int
    user: str
    password: str | None = field(repr=False)
    key: paramiko.PKey | None = field(repr=False)
    known_hosts: tuple[Path, ...]
    timeout: float

    @property
    def server(self) -> str:
        """Its name in what is told."""
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        return url_of(self.host, self.port)


def login_of(place: Sftp, settings: Settings) -> Login:
    """How a place is entered; ``ConfigurationError`` with all that is missing or cannot be used."""
    problems: list[Problem] = []
    user = place.user or settings.get(USER) or ""
    if not user:
        problems.append(Problem(USER, "is not set in the environment", "the user's name, here or in the URL"))
    password = settings.get(PASSWORD)
    key = _key(settings, problems)
    if not (password or settings.get(KEY) or settings.get(KEY_FILE)):
        what = f"neither this nor {KEY} nor {KEY_FILE} is set in the environment"
        problems.append(Problem(PASSWORD, what, f"a password, or {FORMS}, or the file it is in"))
    file = known_hosts_file(settings)
    if settings.get(KNOWN_HOSTS) and not (file and file.is_file()):
        trust = f"a file of known hosts; exportsim trust {url_of(place.host, place.port)} makes it"
        problems.append(Problem(KNOWN_HOSTS, f"{file} is not there", trust))
    if problems:
        raise ConfigurationError(problems)
    files = (file, hosts.SYSTEM) if file else (hosts.SYSTEM,)
    return Login(place.host, place.port, user, password, key, files, settings.timeout)


def known_hosts_file(settings: Settings) -> Path | None:
    """The file in which the user's known hosts stand; None where there is no home either."""
    if named := settings.get(KNOWN_HOSTS):
        return Path(named)
    home = settings.get("HOME")
    return Path(home) / ".ssh" / "known_hosts" if home else None


def url_of(host: str, port: int) -> str:
    """The server as ``exportsim trust`` takes it."""
    address = f"[{host}]" if ":" in host else host
    return f"sftp://{address}" if port == 22 else f"sftp://{address}:{port}"


def _key(settings: Settings, problems: list[Problem]) -> paramiko.PKey | None:
    name, given = KEY, (settings.get(KEY) or "").encode()
    if not given and (file := settings.get(KEY_FILE)):
        name = KEY_FILE
        try:
            given = Path(file).read_bytes()
        except OSError as error:
            problems.append(Problem(name, f"{file} cannot be read: {error.strerror}", "the file of a private key"))
    if not given:
        return None
    try:
        return private_key(given)
    except KeyProblem as problem:
        problems.append(Problem(name, str(problem), FORMS))
        return None
