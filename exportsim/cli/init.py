"""``exportsim init``: the files that a partner begins with."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from exportsim import starter
from exportsim.cli.parameters import json_option
from exportsim.cli.terminal import show_json
from exportsim.errors import ConfigurationError, Problem

QUESTIONS = {
    "name": ("What do customers know your destination by?", None),
    "place": ("Where do files go?", starter.PLACES),
    "file_type": ("In which format?", starter.FILE_TYPES),
    "codec": ("Compressed how?", starter.CODECS),
    "formatting": ("Is the formatting of CSV predefined by you or configured by each customer?", starter.FORMATTINGS),
}


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--name", help="What customers know the destination by.")
@click.option("--place", type=click.Choice(starter.PLACES), help="Where files go.")
@click.option("--file-type", type=click.Choice(starter.FILE_TYPES), help="Their format.")
@click.option("--compression", "codec", type=click.Choice(starter.CODECS), help="Their codec.")
@click.option(
    "--formatting",
    type=click.Choice(starter.FORMATTINGS),
    help="Who decides how CSV is written: predefined by you, configured by each customer.",
)
@click.option("--yes", is_flag=True, help="Ask nothing: defaults for all that is not said.")
@json_option
def init(folder: Path, yes: bool, as_json: bool, **given: Any) -> None:
    """Write a rehearsal to begin with, into FOLDER or here.

    A commented exportsim.toml, a destination server, a destination configuration, what a customer filled in, and a
    parser that already reads such files. Asks what is not said by an option; replaces no file.
    """
    starter.refuse_present(folder)
    defaults = starter.Answers()
    for name, (question, choices) in QUESTIONS.items():
        if given[name] is None:
            default = getattr(defaults, name)
            given[name] = default if yes or as_json else _ask(question, choices, default)
    starter.write(folder, files := starter.starter(starter.Answers(**given)))
    command = f"exportsim run {shlex.quote(str(folder / 'exportsim.toml'))}"
    if as_json:
        show_json({"folder": str(folder), "files": list(files), "next": command})
        return
    for name in files:
        click.echo(f"wrote {folder / name}")
    click.echo(f"\nNext: {command}")


def _ask(question: str, choices: tuple[str, ...] | None, default: str) -> Any:
    kind = click.Choice(choices) if choices else str
    try:
        return click.prompt(question, default=default, type=kind, err=True)
    except click.Abort as error:
        if not isinstance(error.__context__, EOFError):
            raise
        # Nobody is there to answer: a script, a container without a terminal.
        problem = Problem("init", "asks, and nobody answers", "--yes asks nothing")
        raise ConfigurationError([problem]) from error
