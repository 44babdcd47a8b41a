"""The command: a report, and a verdict where there is a server to compare with."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from inspection.tables import people
from rich.console import Console

import formats
from exportsim import adobe, inspection
from exportsim.cli import main
from exportsim.model import Plan
from exportsim.reports import inspection_text


def server(options: dict[str, str] | None, **others: str) -> dict[str, Any]:
    """A destination server with these CSV options, or with a document of ``fileConfigurations``."""
    literal = {name: {"templatingStrategy": "NONE", "value": value} for name, value in others.items()}
    csv = {name: {"templatingStrategy": "NONE", "value": value} for name, value in (options or {}).items()}
    place = {"templatingStrategy": "NONE", "value": "x"}
    return {
        "name": "Example",
        "destinationServerType": "FILE_BASED_S3",
        "fileBasedS3Destination": {"bucket": place, "path": place},
        "fileConfigurations": {
            "fileType": {"templatingStrategy": "NONE", "value": "csv"},
            **literal,
            "csvOptions": csv,
        },
    }


def plan(document: dict[str, Any]) -> Plan:
    return adobe.resolve(adobe.Server("server.json", document), {})


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["inspect", *arguments], prog_name="exportsim")


CONFIGURED = {"quote": '"', "nullValue": "null", "emptyValue": "", "sep": "|"}


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A file as a server with ``CONFIGURED`` orders it."""
    format = plan(server(CONFIGURED, compression="gzip")).format
    path = tmp_path / ("people" + format.extension)
    path.write_bytes(formats.dumps(people(), format))
    return path


def write(path: Path, document: dict[str, Any]) -> str:
    path.write_text(json.dumps(document))
    return str(path)


def test_a_file_agrees_with_the_server_that_orders_it(exported: Path, tmp_path: Path) -> None:
    """Nothing that was seen contradicts the configuration: exit code 0."""
    orders = write(tmp_path / "server.json", server(CONFIGURED, compression="gzip"))
    result = run(str(exported), "--server", orders, "--json")
    told = json.loads(result.output)
    assert (result.exit_code, told["agrees"], told["differences"]) == (0, True, [])


OTHERS: dict[str, tuple[dict[str, str], dict[str, str], list[tuple[str, str, str]]]] = {
    "delimiter": ({"sep": ","}, {}, [("sep", ",", "|")]),
    "compression": ({}, {"compression": "none"}, [("compression", "none", "gzip")]),
    "header": ({"header": "false"}, {}, [("header", "false", "true")]),
    "escape": ({"escape": '"'}, {}, [("escape", '"', "\\"), ("charToEscapeQuoteEscaping", "", "\\")]),
    "quoteAll": (
        {"quoteAll": "true"},
        {},
        [
            ("quoteAll", "true", "false"),
            ("nullValue, emptyValue", 'null as «"null"», the empty text as «""»', "«null»"),
        ],
    ),
    "encoding": ({"encoding": "UTF-16"}, {}, [("encoding", "UTF-16", "UTF-8")]),
    "null": (
        {"nullValue": "NONE", "emptyValue": "EMPTY"},
        {},
        [("nullValue, emptyValue", "null as «NONE», the empty text as «EMPTY»", "«null»")],
    ),
    "file type": ({}, {"fileType": "json"}, [("file type", "json", "csv")]),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_another_server_orders_is_a_difference(exported: Path, tmp_path: Path, case: str) -> None:
    """Each with what is configured and what was found: exit code 1."""
    options, others, expected = OTHERS[case]
    document = server({**CONFIGURED, **options}, **{"compression": "gzip", **others})
    result = run(str(exported), "--server", write(tmp_path / "server.json", document), "--json")
    told = json.loads(result.output)
    found = [(one["about"], one["configured"], one["found"]) for one in told["differences"]]
    assert (result.exit_code, found) == (1, expected)


def test_the_configuration_told_gives_the_file(exported: Path) -> None:
    """What is printed can be put into a server, and then nothing differs; and it writes the same bytes."""
    found = inspection.inspect(str(exported))
    document = {**server({}), "fileConfigurations": found.file_configurations}
    again = plan(document)
    assert inspection.compare(found, again) == ()
    assert formats.dumps(people(), again.format) == exported.read_bytes()


def test_options_of_a_server_need_one(exported: Path) -> None:
    """``--set`` alone says nothing."""
    result = run(str(exported), "--set", "a=b")
    assert (result.exit_code, result.output.splitlines()[1]) == (
        2,
        "--server: is missing",
    )


def test_the_text_is_a_page(exported: Path, tmp_path: Path) -> None:
    """Facts, options, columns, oddities, the configuration and the verdict, in this order, within the width."""
    found = inspection.inspect(str(exported))
    differences = inspection.compare(found, plan(server({**CONFIGURED, "sep": ";"}, compression="gzip")))
    console = Console(width=100, file=io.StringIO(), color_system=None)
    console.print(inspection_text.inspection(inspection.document(found, differences)))
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    parts = ("container", "Options of the writer", "6 columns", '"fileConfigurations": {', " DIFFERS  in 1 point from")
    places = [text.find(part) for part in parts]
    assert (-1 not in places, places == sorted(places)) == (True, True)
    assert max(map(len, text.splitlines())) <= 100
