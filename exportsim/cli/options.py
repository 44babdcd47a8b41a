"""Options that several commands share, and how they become a rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from exportsim.adobe import PRESETS
from exportsim.cli.parameters import FILE, Setting
from exportsim.model import Column
from exportsim.profiles.headers import parse_column
from exportsim.rehearsal import Rehearsal, load_rehearsal, overridden, parse_time

Command = TypeVar("Command", bound=Callable[..., Any])


class Time(click.ParamType[Any]):
    """An ISO 8601 time."""

    name = "ISO-TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return parse_time(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class ProfileColumn(click.ParamType[Column]):
    """``PATH[=HEADER]``."""

    name = "PATH[=HEADER]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Column:
        try:
            return parse_column(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


REHEARSAL_OPTIONS = [
    click.option("--server", type=FILE, help="Destination server JSON. Default: a bundled Amazon S3 sample."),
    click.option(
        "--destination",
        type=FILE,
        help="Destination configuration JSON: its form checks the customer data, its choices the activation.",
    ),
    click.option("--customer-data", type=FILE, help="What the customer filled in, as JSON."),
    click.option(
        "--set", "settings", type=Setting(), multiple=True, help="One value of the customer data; a.b for a nested one."
    ),
    click.option(
        "--switch", "switches", type=Setting(), multiple=True, help="Take another side of something undocumented."
    ),
    click.option("--preset", type=click.Choice([*PRESETS]), help="Formatting in place of the server's."),
    click.option(
        "--option", "options", type=Setting(), multiple=True, help="One formatting option; see exportsim options."
    ),
    click.option("--pgp-key", type=FILE, help="Encrypt files to this public key: an armored block, or that in Base64."),
    click.option(
        "--pgp-subkey", metavar="ID", help="Which of its keys.  [default: the newest subkey that can encrypt]"
    ),
    click.option("--pgp-armor/--no-pgp-armor", default=None, help="ASCII armor or binary.  [default: binary]"),
    click.option("--profiles", type=FILE, help="Profiles from a file: JSON Lines, JSON, CSV or Parquet."),
    click.option("--count", type=click.IntRange(min=0), help="How many synthetic profiles.  [default: 1000]"),
    click.option("--seed", type=int, help="Of the synthetic profiles: the same seed, the same people.  [default: 0]"),
    click.option("--schema", type=FILE, help="Kinds of synthetic fields: TOML, YAML, JSON or JSON Schema."),
    click.option(
        "--edge-cases", type=click.FloatRange(0, 1), help="Share of text cells that get a nasty value, such as 0.02."
    ),
    click.option("--column", "columns", type=ProfileColumn(), multiple=True, help="A column of the file, in order."),
    click.option(
        "--key", multiple=True, help="Header name by which rows are found again.  [default: the first column]"
    ),
    click.option("--mandatory", multiple=True, metavar="HEADER", help="Leave out profiles without a value for it."),
    click.option(
        "--deduplicate",
        "deduplication",
        multiple=True,
        metavar="HEADER",
        help="Keep the latest of those that share it.",
    ),
    click.option("--latest", metavar="PATH", help="The time that tells which.  [default: the membership's]"),
    click.option("--nested", is_flag=True, default=None, help="Arrays, maps and objects may be columns."),
    click.option(
        "--of",
        type=click.Choice(["people", "accounts", "prospects", "datasets"]),
        help="Whose data.  [default: what the destination takes, or people]",
    ),
    click.option("--filename", help="Beginning of file names, with %MACROS%.  [default: %DESTINATION%_%SEGMENT_ID%]"),
    click.option(
        "--filename-append",
        multiple=True,
        metavar="MACRO",
        help="What follows it, such as DATETIME or CUSTOM_TEXT.  [default: DATETIME]",
    ),
    click.option("--custom-text", help="What CUSTOM_TEXT stands for."),
    click.option("--max-file-rows", type=click.IntRange(min=1), help="Split earlier than the server says."),
    click.option(
        "--now",
        type=Time(),
        help="Time of the run; no synthetic time is after it.  [default: the clock; people until 2026]",
    ),
]


config_option = click.option("--config", type=FILE, help="An exportsim.toml; options on the command line go before it.")


def rehearsal_options(command: Command) -> Command:
    """Everything that decides the bytes; the command gets it as keyword arguments for ``rehearsal_from``."""
    for option in reversed(REHEARSAL_OPTIONS):
        command = option(command)
    return command


def rehearsal_from(config: Path | None, **given: Any) -> Rehearsal:
    """The configuration file's rehearsal, with what the command line says over it."""
    base = load_rehearsal(config) if config else Rehearsal()
    for name in ("settings", "switches", "options"):
        given[name] = dict(given.get(name) or ())
    return overridden(base, **given)
