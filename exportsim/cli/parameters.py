"""Parameters of many commands that need nothing of the program: a command that sends loads no maker of people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")


class Setting(click.ParamType[tuple[str, str]]):
    """``KEY=VALUE``."""

    name = "KEY=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        key, sign, text = value.partition("=")
        if not key or not sign:
            self.fail(f'"{value}" is not KEY=VALUE', param, ctx)
        # A byte that is no UTF-8 arrives as half of a surrogate pair, which no file can hold.
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            self.fail(f"{value!r} is not UTF-8 text", param, ctx)
        return key, text
