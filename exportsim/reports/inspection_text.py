"""What an inspection found, for the terminal: a page at most, the oddities and the configuration last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.filesize import decimal
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exportsim.reports.facts import count
from exportsim.reports.values import shorten, visible

COLUMNS = 15
ODDITIES = 12

STYLES = {"certain": "green", "likely": "yellow", "default": "dim"}


def inspection(told: Mapping[str, Any]) -> RenderableType:
    """Tell the JSON document of an inspection."""
    pieces: list[RenderableType] = [_title(told), Text(), _facts(told["facts"])]
    if told["options"]:
        pieces += [Text(), Text("Options of the writer", "bold"), _facts(told["options"])]
    if told["columns"]:
        pieces += [Text(), Text(count(len(told["columns"]), "column"), "bold"), *_columns(told["columns"])]
    if told["oddities"]:
        pieces += [Text(), *_oddities(told["oddities"])]
    if told["fileConfigurations"]:
        pieces += [Text(), Text("A configuration that would give this file", "bold"), _json(told["fileConfigurations"])]
    if "differences" in told:
        pieces += [Text(), *_differences(told["differences"])]
    return Group(*pieces)


def _title(told: Mapping[str, Any]) -> Text:
    size = "of unknown size" if told["size"] is None else decimal(told["size"])
    rows = told["rows"]
    about = f", {'' if rows['exact'] else 'about '}{count(rows['number'], 'row')}" if rows else ""
    part = "" if told["whole"] or told["file_type"] == "unknown" else "; its beginning was looked at"
    return Text.assemble((visible(told["file"]), "bold"), f"\n{told['file_type']}, {size}{about}{part}")


def _facts(facts: list[Mapping[str, Any]]) -> Padding:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True, max_width=25)
    table.add_column(overflow="fold", max_width=36)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for fact in facts:
        value = Text(shorten(fact["value"], 60) if fact["value"] else "(nothing)", STYLES[fact["confidence"]])
        confidence = Text(fact["confidence"], STYLES[fact["confidence"]])
        table.add_row(Text(fact["name"]), value, confidence, Text(shorten(fact["evidence"], 240), "dim"))
    return Padding(table, (0, 0, 0, 2))


def _columns(columns: list[Mapping[str, Any]]) -> Iterator[RenderableType]:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("column", overflow="fold")
    table.add_column("type", overflow="fold")
    table.add_column("nulls", justify="right")
    for column in columns[:COLUMNS]:
        shown = f"{column['type']} ({column['pattern']})" if column["pattern"] else column["type"]
        nulls = "" if column["nulls"] is None else f"{column['nulls']:,}"
        table.add_row(Text(shorten(column["name"], 60)), Text(shorten(shown, 80)), nulls)
    yield Padding(table, (0, 0, 0, 2))
    if len(columns) > COLUMNS:
        yield Text(f"  and {count(len(columns) - COLUMNS, 'more column')}", style="dim")


def _oddities(oddities: list[str]) -> Iterator[Text]:
    for oddity in oddities[:ODDITIES]:
        yield Text.assemble(("! ", "yellow"), visible(oddity))
    if len(oddities) > ODDITIES:
        yield Text(f"  and {count(len(oddities) - ODDITIES, 'more oddity')}", style="dim")


def _json(document: Mapping[str, Any]) -> Padding:
    """One line for each wrapped value; pure ASCII, so that U+0000 and its like can be seen and copied."""
    lines = [f"    {json.dumps(key)}: {json.dumps(node)}" for key, node in document.items() if key != "csvOptions"]
    if options := document.get("csvOptions"):
        inner = ",\n".join(f"      {json.dumps(key)}: {json.dumps(node)}" for key, node in options.items())
        lines.append(f'    "csvOptions": {{\n{inner}\n    }}')
    body = ",\n".join(lines)
    return Padding(Text(f'{{\n  "fileConfigurations": {{\n{body}\n  }}\n}}'), (0, 0, 0, 2))


def _differences(differences: list[Mapping[str, Any]]) -> Iterator[RenderableType]:
    if not differences:
        yield Text.assemble((" AGREES ", "bold white on green"), " nothing in the file contradicts the server")
        return
    yield Text.assemble(
        (" DIFFERS ", "bold white on red"), " ", (f"in {count(len(differences), 'point')} from the server", "bold")
    )
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("about", "configured", "found", "evidence"):
        table.add_column(name, overflow="fold")
    for difference in differences:
        cells = (Text(shorten(difference[name], 60)) for name in ("about", "configured", "found"))
        table.add_row(*cells, Text(shorten(difference["evidence"], 200), "dim"))
    yield Padding(table, (0, 0, 0, 2))
