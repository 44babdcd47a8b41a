"""``exportsim options``: every formatting option, what it may be, and who says what it is by default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from exportsim.adobe import CATALOGUE, FILES, PRESETS, Option, spark_default
from exportsim.cli.parameters import json_option
from exportsim.cli.terminal import show, show_json

INVISIBLE = {"": "empty", "\0": "U+0000", "\t": "TAB", "\n": "LF"}


@click.command("options")
@click.option("--file-type", type=click.Choice([*CATALOGUE]), help="Only the options of this file type.")
@json_option
def options(file_type: str | None, as_json: bool) -> None:
    """List every formatting option: what it may be, its defaults, where it is described.

    The vendor documents defaults in three places that disagree: the option table of the file formatting page, the
    templated example on it, and the cards of its own cloud storage destinations. Each is a preset.
    """
    file_types = [file_type] if file_type else [*CATALOGUE]
    if as_json:
        show_json(_as_json(file_types))
    else:
        show(_as_text(file_types))


def shown(value: str) -> str:
    """A value that can be seen."""
    return INVISIBLE.get(value, value)


def defaults(option: Option, file_type: str) -> dict[str, str | None]:
    """Who says what holds when nothing is given: None where nothing is said."""
    return {
        "table": option.table,
        "template": option.template,
        "cards": option.cards,
        "Spark": spark_default(file_type, option),
    }


def _as_json(file_types: list[str]) -> dict[str, Any]:
    def fields(option: Option, file_type: str) -> dict[str, Any]:
        return {
            "name": option.name,
            "aliases": option.aliases,
            "about": option.about,
            "allowed": option.allowed_text,
            "words": option.words,
            "server_keys": option.keys,
            "defaults": {name.lower(): value for name, value in defaults(option, file_type).items()},
            "cards_offer": option.cards_offer,
            "switch": option.switch,
            "sources": option.sources,
            "remark": option.remark,
        }

    return {
        "every_file": [fields(option, file_types[0]) for option in FILES],
        **{file_type: [fields(option, file_type) for option in CATALOGUE[file_type]] for file_type in file_types},
        "presets": {
            name: {
                "about": preset.about,
                "file_type": preset.file_type,
                "options": dict(preset.options),
                "legacy_nulls": preset.legacy_nulls,
            }
            for name, preset in PRESETS.items()
        },
    }


def _as_text(file_types: list[str]) -> RenderableType:
    tables = [_table("every file", FILES, file_types[0])]
    tables += [_table(file_type, CATALOGUE[file_type], file_type) for file_type in file_types]
    presets = Table(box=None, padding=(0, 2, 1, 0), header_style="dim")
    presets.add_column("preset", no_wrap=True)
    presets.add_column("", overflow="fold")
    for name, preset in PRESETS.items():
        presets.add_row(Text(name, "bold"), Text(preset.about))
    return Group(*tables, presets)


def _table(title: str, options: tuple[Option, ...], file_type: str) -> Table:
    table = Table(box=None, padding=(0, 2, 1, 0), header_style="dim", expand=True)
    table.add_column(title, no_wrap=True)
    table.add_column("what it may be", ratio=3, overflow="fold")
    table.add_column("by default", ratio=2, overflow="fold")
    for option in options:
        table.add_row(Text(option.name, "bold"), _meaning(option), Text("\n").join(_default_lines(option, file_type)))
    return table


def _meaning(option: Option) -> Text:
    lines = [Text(f"{option.about}: {option.allowed_text}")]
    if option.cards_offer:
        lines.append(Text("the cards offer: " + "  ".join(map(shown, option.cards_offer))))
    notes = [option.remark, f"described by: {', '.join(option.sources)}"]
    return Text("\n").join([*lines, *(Text(line, "dim") for line in notes if line)])


def _default_lines(option: Option, file_type: str) -> Iterator[Text]:
    """Each value with those who say so; then what decides where the vendor leaves it open."""
    said: dict[str, list[str]] = {}
    for who, value in defaults(option, file_type).items():
        if value is not None:
            said.setdefault(shown(value), []).append(who)
    for value, whos in said.items():
        yield Text.assemble(value, (f"  {', '.join(whos)}", "dim"))
    if option.switch:
        yield Text(f"switch {option.switch}", "dim")
