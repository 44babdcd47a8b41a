"""Options of every command that sends, and what becomes of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar, get_args

import click

from exportsim.destinations import (
    BEHAVIOURS,
    JOBS,
    MOST_JOBS,
    Acting,
    Bandwidth,
    IfExists,
    Sending,
    Settings,
    Store,
    Verify,
    acting,
    parse_rate,
)
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Export, Place

Command = TypeVar("Command", bound=Callable[..., Any])


class Rate(click.ParamType[float]):
    """Bytes a second, such as ``10MB/s``."""

    name = "RATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return value if isinstance(value, float) else parse_rate(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


# No default stands here, so that exportsim.toml may give one where the command line says nothing.
SENDING_OPTIONS = [
    click.option(
        "--if-exists",
        type=click.Choice(get_args(IfExists)),
        help="Of other content under a file's name.  [default: fail]",
    ),
    click.option(
        "--verify",
        type=click.Choice(get_args(Verify)),
        help="What the store confirms, or every byte read back.  [default: store]",
    ),
    click.option(
        "--bandwidth",
        type=Rate(),
        help="Limit for all files together, such as 10MB/s; fewer connections where it is low.",
    ),
    click.option(
        "--patience",
        type=click.FloatRange(min=0, min_open=True),
        help="Seconds without a byte until an attempt has failed.  [default: 60]",
    ),
    click.option(
        "--behaviour",
        "behaviours",
        type=click.Choice([*BEHAVIOURS]),
        multiple=True,
        help="Deliver as the outside world may, to see a reader survive it; docs/destinations.md tells of each.",
    ),
    click.option(
        "--lag",
        type=click.FloatRange(min=0),
        help="Seconds that a behaviour takes: for a file that grows, between files and manifest.  [default: 5]",
    ),
]

SENDING_NAMES = ("if_exists", "connections", "verify", "bandwidth", "patience", "behaviours", "lag")
"""What these options are called in ``Sent``."""


def sending_options(*connections: str) -> Callable[[Command], Command]:
    """How files travel; the command makes a ``Sent`` of them.

    ``connections`` are the names of the option that says how many files travel at once.
    """
    at_once = click.option(
        *connections,
        "connections",
        type=click.IntRange(1, MOST_JOBS),
        help=f"Files on their way at once.  [default: {JOBS}]",
    )

    def decorate(command: Command) -> Command:
        for option in reversed([at_once, *SENDING_OPTIONS]):
            command = option(command)
        return command

    return decorate


@dataclass(frozen=True)
class Sent:
    """How an export is sent, as the user said it."""

    if_exists: IfExists = "fail"
    connections: int = JOBS
    verify: Verify = "store"
    bandwidth: float | None = None
    patience: float = 60.0
    behaviours: tuple[str, ...] = ()
    lag: float = 5.0

    @classmethod
    def of(cls, given: Mapping[str, Any], configured: Mapping[str, Any] | None = None) -> Self:
        """The command line's options over those of exportsim.toml."""
        said = {name: given[name] for name in SENDING_NAMES if given[name] not in (None, ())}
        sent = cls(**{**(configured or {}), **said})
        if "lag" in said and not sent.behaviours:
            raise ConfigurationError([Problem("--behaviour", "is missing", "--lag says how long one takes")])
        return sent

    def sending(self) -> Sending:
        """What ``deliver`` goes by."""
        throttle = Bandwidth(self.bandwidth) if self.bandwidth else None
        return Sending(self.if_exists, self.settings().jobs, throttle=throttle)

    def settings(self) -> Settings:
        """Credentials come from the environment, never from the command line, which others can read."""
        settings = Settings(os.environ, jobs=self.connections, verify=self.verify, timeout=self.patience)
        return settings.at_rate(self.bandwidth) if self.bandwidth else settings

    def acting(self, place: Place, store: Store, export: Export | None = None, *, where: str = "--behaviour") -> Acting:
        """The ways of the outside world in which it is sent."""
        return acting(self.behaviours, place, store, export, lag=self.lag, where=where)
