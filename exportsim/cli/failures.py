"""The one place where errors become a message and an exit code."""

from __future__ import annotations

import sys
from typing import Any

import click

from exportsim.errors import ConfigurationError, ExportsimError

INTERRUPTED = 130


class Commands(click.Group):
    """A group whose commands may raise what the library raises."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line; the process ends with the exit code of what happened."""
        try:
            result = super().main(*args, **{**extra, "standalone_mode": False})
            code = result if isinstance(result, int) else 0
        except click.Abort:
            click.echo("interrupted; nothing half-written is left", err=True)
            code = INTERRUPTED
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except BrokenPipeError:
            # The reader of our output has gone, as `head` does; there is nobody left to tell.
            sys.stderr.close()
            code = 0
        sys.exit(code)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except ConfigurationError as error:
            count = len(error.problems)
            click.echo(f"{count} problem{'s' if count > 1 else ''}:", err=True)
            for problem in error.problems:
                click.echo(str(problem), err=True)
            raise click.exceptions.Exit(error.exit_code) from error
        except ExportsimError as error:
            click.echo(f"error: {error}", err=True)
            raise click.exceptions.Exit(error.exit_code) from error
