"""How a place is reached: what a store needs besides the place itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Self

from exportsim.errors import ConfigurationError, Problem

Verify = Literal["store", "full"]
"""How an upload is proved: by what the store confirms of itself, or by reading every byte back."""


JOBS = 8
"""Files on their way at once, unless somebody wants others; far from a store each small one waits for a reply."""

MOST_JOBS = 64
"""As many as make sense: servers let fewer in."""

WRITE = 128 << 10
"""The most bytes of a file that are handed to a connection at once."""

SILENCE = 10.0
"""Seconds in which every connection has its turn, however low the bandwidth: services end one after some 20 s."""


@dataclass(frozen=True)
class Settings:
    """Credentials come by name, as in the environment; they are never shown."""

    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Names and values that a store may read: ``AWS_ACCESS_KEY_ID``, ``EXPORTSIM_SFTP_PASSWORD``, …"""

    jobs: int = JOBS
    """Files on their way at once; a store opens as many connections."""

    part_size: int = 8 << 20
    """Bytes of one part of a large file. 8 MiB: slow uplinks finish one within a socket's time (20 s at Azure)."""

    parts: int = 4
    """Parts of one file on their way at once, where the store takes parts."""

    verify: Verify = "store"

    timeout: float = 60.0
    """Seconds without a byte after which an attempt has failed."""

    def get(self, name: str) -> str | None:
        """The value of a name; None where it is not set or empty."""
        return self.environment.get(name) or None

    def require(self, names: Iterable[str], why: str) -> tuple[str, ...]:
        """The values of all of the names; ``ConfigurationError`` that lists every one that is not set."""
        missing = [name for name in names if not self.get(name)]
        if missing:
            raise ConfigurationError([Problem(name, "is not set in the environment", why) for name in missing])
        return tuple(self.environment[name] for name in names)

    def at_rate(self, rate: float) -> Self:
        """With no more connections than have their turns when ``rate`` bytes a second are shared among them."""
        turns = max(1, int(rate * SILENCE / WRITE))
        jobs = min(self.jobs, turns)
        return replace(self, jobs=jobs, parts=min(self.parts, turns // jobs))

    def authorities(self, *names: str) -> str | None:
        """The PEM file of certificate authorities that the first name set tells; ``ConfigurationError`` for no file."""
        name = next(filter(self.get, names), "")
        path = self.get(name)
        if path and not Path(path).is_file():
            raise ConfigurationError([Problem(name, f'"{path}" is no file', "a PEM file of certificate authorities")])
        return path
