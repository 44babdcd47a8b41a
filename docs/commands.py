"""Print the manual of the command line: every command's own help."""

from __future__ import annotations

from collections.abc import Iterator

import click
from click.testing import CliRunner

from exportsim.cli import COMMANDS, main


def shown(*arguments: str) -> str:
    """What ``exportsim … --help`` prints at a hundred columns."""
    return CliRunner().invoke(main, [*arguments, "--help"], prog_name="exportsim", terminal_width=100).output.strip()


def commands() -> Iterator[tuple[str, ...]]:
    """The program itself, its commands, and theirs."""
    yield ()
    for name in COMMANDS:
        yield (name,)
        command = main.get_command(click.Context(main), name)
        if isinstance(command, click.Group):
            yield from ((name, inner) for inner in command.commands)


if __name__ == "__main__":
    print("# Commands\n\nWritten by `make docs` from the program's own help.\n")  # noqa: T201 (it is a printer)
    for arguments in commands():
        title = " ".join(("exportsim", *arguments))
        print(f"## {title}\n\n```text\n{shown(*arguments)}\n```\n")  # noqa: T201
