"""The one place where errors become a message and an exit code."""

from __future__ import annotations

import difflib
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from exportsim.errors import ConfigurationError, ExportsimError

INTERRUPTED = 130
INTERRUPTED_QUERY = "Query interrupted"
"""What DuckDB raises in place of ``KeyboardInterrupt`` when the signal meets it at work."""

READER_GONE = 141
"""What a shell shows for a program whose reader went away, as ``head`` does."""
NOT_WRITTEN = 4


class Commands(click.Group):
    """A group whose commands may raise what the library raises."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run a command line; the process ends with the exit code of what happened."""
        told = _Teller("--json" in (sys.argv[1:] if args is None else args))
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a sign that a terminal's charset lacks is no reason to fail
                stream.reconfigure(errors="replace")
        try:
            result = super().main(args, *rest, **{**extra, "standalone_mode": False})
            sys.stdout.flush()
            code = result if isinstance(result, int) else 0
        except click.Abort:
            code = told.interrupted()
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = error.exit_code
        except click.ClickException as error:
            if isinstance(error, click.NoSuchOption):
                error = _guessing_less(error)
            error.show()
            code = told.failure("usage", error.exit_code, error.format_message(), shown=True)
        except ConfigurationError as error:
            code = told.configuration(error)
        except _Lost as lost:
            code = told.lost(lost.error)
        except ExportsimError as error:
            code = told.failure(type(error).__name__, error.exit_code, str(error))
        except OSError as error:
            code = told.lost(error)
        except RuntimeError as error:
            if str(error) != INTERRUPTED_QUERY:
                raise
            code = told.interrupted()
        sys.exit(code)

    def invoke(self, context: click.Context) -> Any:
        """Keep a lost reader from click, which would end with 1: here that means *the verdict is fail*."""
        try:
            return super().invoke(context)
        except OSError as error:
            raise _Lost(error) from error


class _Lost(ExportsimError):
    """An operating system's error on its way past click."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def _guessing_less(error: click.NoSuchOption) -> click.NoSuchOption:
    """Without the options that are near only because all of them begin with two dashes."""
    name = error.option_name.lstrip("-")
    near = [one for one in error.possibilities or () if difflib.get_close_matches(name, [one.lstrip("-")])]
    return click.NoSuchOption(error.option_name, error.message, near, error.ctx)


class _Teller:
    """Says what went wrong on stderr, and as the one JSON object on stdout where that was asked for."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json

    def interrupted(self) -> int:
        return self.failure("interrupted", INTERRUPTED, "interrupted; nothing half-written is left")

    def configuration(self, error: ConfigurationError) -> int:
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count > 1 else ''}:", err=True)
        for problem in error.problems:
            click.echo(str(problem), err=True)
        problems = [{"where": one.where, "what": one.what, "allowed": one.allowed} for one in error.problems]
        self._object({"kind": "ConfigurationError", "exit_code": error.exit_code, "problems": problems})
        return error.exit_code

    def failure(self, kind: str, code: int, text: str, *, shown: bool = False) -> int:
        if not shown:
            click.echo(text if kind == "interrupted" else f"error: {text}", err=True)
        self._object({"kind": kind, "exit_code": code, "message": text})
        return code

    def lost(self, error: OSError) -> int:
        """Output that cannot be written; what is still buffered goes nowhere, or Python would complain at its end."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return READER_GONE
        click.echo(f"error: {error.filename or 'output'}: {error.strerror}", err=True)
        return NOT_WRITTEN

    def _object(self, error: dict[str, Any]) -> None:
        if self._as_json:
            click.echo(json.dumps({"error": error}, ensure_ascii=False, indent=2))
