"""``exportsim options``, its manual, and presets and options on the command line and in exportsim.toml."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import formats
from exportsim.adobe import CATALOGUE, FILES, PRESETS
from exportsim.cli import main

ROOT = Path(__file__).parents[2]


def exportsim(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], prog_name="exportsim")


def planned(*arguments: object) -> formats.Format:
    """The format that ``generate`` would write in, by the record it leaves."""
    told = exportsim("generate", "--count", 1, "--json", *arguments)
    assert told.exit_code == 0, told.stderr
    plan = json.loads((Path(json.loads(told.stdout)["folder"]) / ".exportsim" / "export.json").read_text())["plan"]
    return formats.from_options(plan["file_type"], plan["options"], legacy_nulls=plan["legacy_nulls"])


def over(preset: str, **options: str) -> formats.Format:
    start = PRESETS[preset]
    return formats.from_options(start.file_type, {**start.options, **options}, legacy_nulls=start.legacy_nulls)


def test_every_option_and_preset_is_listed() -> None:
    """The catalogue as text, by file type."""
    words = exportsim("options").stdout.split()
    expected = [option.name for options in (FILES, *CATALOGUE.values()) for option in options]
    assert {*expected, *CATALOGUE, *PRESETS} <= set(words)


@pytest.mark.parametrize("file_type", CATALOGUE)
def test_one_file_types_options_are_listed_alone(file_type: str) -> None:
    """With what is said of every file."""
    told = json.loads(exportsim("options", "--file-type", file_type, "--json").stdout)
    assert list(told) == ["every_file", file_type, "presets"]
    assert [option["name"] for option in told[file_type]] == [option.name for option in CATALOGUE[file_type]]


def test_json_tells_all_of_an_option() -> None:
    """Names, what it may be, four defaults, what the cards offer, where it is from."""
    options: list[dict[str, Any]] = json.loads(exportsim("options", "--json").stdout)["csv"]
    assert next(option for option in options if option["name"] == "sep") == {
        "name": "sep",
        "aliases": ["delimiter"],
        "about": "stands between two values",
        "allowed": r"one character or more; \t \r \b \f \" \' \\ as sequences",
        "words": [],
        "server_keys": ["csvOptions.sep", "csvOptions.delimiter"],
        "defaults": {"table": ",", "template": ",", "cards": ",", "spark": ","},
        "cards_offer": [",", "\t", "|", ";", ":"],
        "switch": None,
        "sources": ["formatting page", "interface page"],
        "remark": "The option table calls it delimiter, the examples sep: either is read, both only when they agree.",
    }


def test_the_manual_is_the_catalogue() -> None:
    """docs/options.md is what ``make docs`` writes."""
    page = runpy.run_path(str(ROOT / "docs" / "options.py"))["page"]()
    assert (ROOT / "docs" / "options.md").read_text() == page + "\n"


def test_a_preset_and_options_need_no_server(tmp_path: Path) -> None:
    """The bundled sample gives the place, the preset the formatting, options what is said singly."""
    arguments = ("--preset", "rfc4180", "--option", "delimiter=;", "--option", "quoteAll=true")
    assert planned(*arguments, "--out", tmp_path / "out") == over("rfc4180", sep=";", quoteAll="true")


def test_the_configuration_file_has_both_and_the_command_line_goes_before_it(tmp_path: Path) -> None:
    """One option is from the file, one is over it."""
    config = tmp_path / "exportsim.toml"
    config.write_text('[formatting]\npreset = "cards"\n[options]\ndelimiter = ";"\nheader = false\n')
    assert planned("--config", config, "--out", tmp_path / "a") == over("cards", sep=";", header="false")
    arguments = ("--preset", "spark", "--option", "sep=|")
    assert planned("--config", config, *arguments, "--out", tmp_path / "b") == over("spark", sep="|", header="false")


def test_what_is_wrong_with_either_is_told_at_once(tmp_path: Path) -> None:
    """An unknown preset and an unknown option in the file: exit code 2 and two problems."""
    config = tmp_path / "exportsim.toml"
    config.write_text('[formatting]\npreset = "card"\n[options]\nnulValue = "-"\n')
    told = exportsim("generate", "--config", config, "--out", tmp_path / "out")
    assert told.exit_code == 2
    assert told.stderr.splitlines()[1:] == [
        "2 problems:",
        'preset: "card" is not a preset',
        "  known: " + ", ".join(PRESETS),
        "options: nulValue: is not an option",
        '  did you mean "nullValue"?',
    ]


@pytest.mark.parametrize("option", ["--option", "--set", "--switch"])
def test_bytes_that_are_no_text_are_refused(option: str, tmp_path: Path) -> None:
    """A shell can hand over any byte; the message shows it escaped."""
    told = exportsim("generate", option, "nullValue=\udcff", "--out", tmp_path / "out")
    assert (told.exit_code, told.stderr.splitlines()[-1]) == (
        2,
        f"Error: Invalid value for '{option}': 'nullValue=\\udcff' is not UTF-8 text",
    )


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_a_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name, word or default is cut short, and no line is wider than the terminal."""
    monkeypatch.setattr("exportsim.cli.terminal.WIDTH_WITHOUT_TERMINAL", width)
    lines = exportsim("options").stdout.splitlines()
    assert max(map(len, lines)) <= width
    assert not any("…" in line for line in lines)


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("encoding=ISO-8859-1", ["encoding ISO-8859-1 lacks"]),
        ("encoding=US-ASCII", ["encoding US-ASCII lacks"]),
        ('delimiter="', ['delimiter and quote are both ":']),
        ("encoding=UTF-16", []),
        ("delimiter=|", []),
    ],
)
def test_what_options_lose_is_told(tmp_path: Path, option: str, told: list[str]) -> None:
    """With the plan and with the files, for a verdict is on what a file still says."""
    words = ["generate", "--count", "3", "--option", 'quote="', "--option", option, "--json"]
    for more in (["--dry-run"], ["--out", str(tmp_path / "out")]):
        warnings = json.loads(CliRunner().invoke(main, [*words, *more]).stdout)["warnings"]
        lost = [one for one in warnings if "no reader can tell" in one]
        assert [one.startswith(begin) for one, begin in zip(lost, told, strict=True)] == [True] * len(told)
