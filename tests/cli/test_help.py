"""Every command and option explains itself, and the manual knows every command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from exportsim.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]


def command_of(name: str) -> click.Command:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_its_own_first_sentence(name: str) -> None:
    """The list is shown without loading the commands, and says what they say."""
    assert COMMANDS[name].help == command_of(name).get_short_help_str(100)


def test_listing_the_commands_loads_none() -> None:
    """Help, version and completion are there at once."""
    code = "import sys; from exportsim.cli import main; main(['--help'], standalone_mode=False)"
    watch = f"import atexit, sys; atexit.register(lambda: print('pyarrow' in sys.modules)); {code}"
    shown = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True).stdout
    assert (shown.splitlines()[-1], all(f"  {name} " in shown for name in COMMANDS)) == ("False", True)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_for_all_it_takes(name: str) -> None:
    """A sentence for the command and one for each option."""
    command = command_of(name)
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
