"""Print the manual of the command line: every command's own help."""

from __future__ import annotations

from click.testing import CliRunner

from exportsim.cli import COMMANDS, main


def shown(*arguments: str) -> str:
    """What ``exportsim … --help`` prints at a hundred columns."""
    return CliRunner().invoke(main, [*arguments, "--help"], prog_name="exportsim", terminal_width=100).output.strip()


if __name__ == "__main__":
    print("# Commands\n\nWritten by `make docs` from the program's own help.\n")  # noqa: T201 (it is a printer)
    for arguments in ((), *((name,) for name in COMMANDS)):
        title = " ".join(("exportsim", *arguments))
        print(f"## {title}\n\n```text\n{shown(*arguments)}\n```\n")  # noqa: T201
