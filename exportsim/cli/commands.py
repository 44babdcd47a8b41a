"""The commands, each loaded when it is asked for: half of the libraries serve only one of them."""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import NamedTuple

import click
from click.shell_completion import CompletionItem

from exportsim.cli.failures import Commands


class Listed(NamedTuple):
    """A command as help and completion show it; nothing is loaded for that."""

    module: str
    help: str


COMMANDS = {
    "demo": Listed("demo", "Run the whole trip on bundled samples: no account, no server, a few seconds."),
    "init": Listed("init", "Write a rehearsal to begin with, into FOLDER or here."),
    "generate": Listed("generate", "Write the files that the platform would write."),
    "push": Listed("push", "Send an export: every file whole or not at all, the manifest last."),
    "doctor": Listed("doctor", "Go to a place, leave a small file there, read it back, list it and delete it."),
    "fetch": Listed("fetch", "Get back what lies at a place, into a new folder; whole or not at all."),
    "trust": Listed("trust", "Accept the key of an SFTP server, such as sftp://host:2222."),
    "verify": Listed("verify", "Run a parser on every file of an export and judge what it read."),
    "run": Listed("run", "Generate, send, fetch back and verify in one go, as exportsim.toml says."),
    "matrix": Listed("matrix", "Write a sample file for every file formatting option."),
    "timeline": Listed("timeline", "Play a schedule with a simulated clock: every export of some days."),
    "inspect": Listed("inspect", "Tell what a file is: container, charset, dialect, columns, rows, oddities."),
    "lint": Listed("lint", "Find what is wrong, lossy or odd in destination servers and destination configurations."),
    "profiles": Listed("profiles", "Print rows as the JSON Lines that the platform would write of them."),
    "options": Listed(
        "catalogue", "List every formatting option: what it may be, its defaults, where it is described."
    ),
    "audience": Listed("audience", "Call a partner's API as the platform does when audiences come, change and go."),
}


class LazyCommands(Commands):
    """A group whose commands are listed by the table and loaded one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"exportsim.cli.{COMMANDS[cmd_name].module}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        close = difflib.get_close_matches(args[0], COMMANDS, 1)
        if args[0] not in COMMANDS and close:
            ctx.fail(f'no such command "{args[0]}"; did you mean {close[0]}?')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.help) for name, listed in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        names = [name for name in COMMANDS if name.startswith(incomplete)]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [CompletionItem(name, help=COMMANDS[name].help) for name in names] + options
