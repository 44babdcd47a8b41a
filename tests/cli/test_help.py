"""Every command and option explains itself, and the manual knows every command."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from exportsim.cli import main

ROOT = Path(__file__).parents[2]
COMMANDS = sorted(main.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_for_all_it_takes(name: str) -> None:
    """A sentence for the command and one for each option."""
    command = main.commands[name]
    assert command.help
    unexplained = [
        parameter.name for parameter in command.params if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert unexplained == []
    assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_shows_a_commands_real_help(name: str) -> None:
    """docs/commands.md holds what ``--help`` prints; ``make docs`` writes it anew."""
    shown = CliRunner().invoke(main, [name, "--help"], prog_name="exportsim", terminal_width=100).output
    assert shown.strip() in (ROOT / "docs" / "commands.md").read_text()
