"""Options of every command that sends or fetches, and what becomes of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

import click

from exportsim.destinations import Bandwidth, IfExists, Sending, Settings, Verify, parse_rate

Command = TypeVar("Command", bound=Callable[..., Any])


class Rate(click.ParamType[float]):
    """Bytes a second, such as ``10MB/s``."""

    name = "RATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return value if isinstance(value, float) else parse_rate(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


SENDING_OPTIONS = [
    click.option(
        "--if-exists",
        type=click.Choice(get_args(IfExists)),
        default="fail",
        show_default=True,
        help="Of other content under a file's name.",
    ),
    click.option(
        "--connections", type=click.IntRange(min=1, max=64), default=4, show_default=True, help="Files at once."
    ),
    click.option(
        "--proof",
        type=click.Choice(get_args(Verify)),
        default="store",
        show_default=True,
        help="What the store confirms, or every byte read back.",
    ),
    click.option("--bandwidth", type=Rate(), help="Limit for all files together, such as 10MB/s."),
    click.option(
        "--patience",
        type=click.FloatRange(min=0, min_open=True),
        default=60.0,
        show_default=True,
        help="Seconds without a byte until an attempt has failed.",
    ),
]

SENDING_NAMES = ("if_exists", "connections", "proof", "bandwidth", "patience")
"""What these options are called in ``Sent``."""


def sending_options(command: Command) -> Command:
    """How files travel; the command makes a ``Sent`` of them."""
    for option in reversed(SENDING_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class Sent:
    """The options as they were given."""

    if_exists: IfExists
    connections: int
    proof: Verify
    bandwidth: float | None
    patience: float

    def sending(self) -> Sending:
        throttle = Bandwidth(self.bandwidth) if self.bandwidth else None
        return Sending(self.if_exists, self.connections, throttle=throttle)

    def settings(self) -> Settings:
        """Credentials come from the environment, never from the command line, which others can read."""
        return Settings(os.environ, jobs=self.connections, verify=self.proof, timeout=self.patience)
