"""``exportsim lint`` from the command line: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from exportsim.cli import main

ROOT = Path(__file__).parents[2]
SOUND = ROOT / "samples" / "servers" / "s3.json"
PUBLISHED = ROOT / "tests" / "adobe" / "published"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["lint", *map(str, arguments)])


def faulty(folder: Path, old: str, new: str) -> Path:
    """The sound server with one thing changed."""
    path = folder / "server.json"
    text = SOUND.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_a_sound_server_ends_with_0() -> None:
    """One line says that nothing was found, in how many files."""
    result = run(SOUND)
    assert (result.exit_code, result.output) == (0, "nothing found in 1 file\n")


@pytest.mark.parametrize(
    ("old", "new", "code", "strict"),
    [
        ("'T'HH:mm", "'T':mm", 1, 1),
        (
            '"nullValue": { "templatingStrategy": "NONE", "value": "null" }',
            '"nullValue": {"templatingStrategy": "NONE", "value": ""}',
            0,
            1,
        ),
        ('"NONE", "value": "csv"', '"PEBBLE_V1", "value": "csv"', 0, 1),
    ],
    ids=["error", "warning", "note"],
)
def test_the_exit_code_tells_how_bad_it_is(tmp_path: Path, old: str, new: str, code: int, strict: int) -> None:
    """An error ends with 1, anything else only with --strict."""
    path = faulty(tmp_path, old, new)
    assert (run(path).exit_code, run(path, "--strict").exit_code) == (code, strict)


def test_a_finding_is_told_with_all_that_it_has(tmp_path: Path) -> None:
    """Line and column, severity, code, path, what, why, what to write, and the proof."""
    path = faulty(tmp_path, "'T'HH:mm", "'T':mm")
    lines = [line.strip() for line in run(path).output.splitlines()]
    assert lines == [
        str(path),
        "22:67  error    timestamps without hours  timestamp-without-hours",
        "$.fileConfigurations.csvOptions.timestampFormat.value: "
        "\"yyyy-MM-dd'T':mm:ss[.SSS][XXX]\" writes minutes without",
        "hours; HH is missing",
        "why   The vendor's own example leaves HH out; whoever copies it loses the hour of every time.",
        "write yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]",
        "proof 2024-02-03T04:05:06+00:00   and   2024-02-03T16:05:06+00:00   both come to   2024-02-03T:05:06.000Z",
        "",
        "1 error in 1 file",
    ]


def test_json_is_one_object(tmp_path: Path) -> None:
    """Files and findings, each with every field, and nothing else on stdout."""
    path = faulty(tmp_path, "'T'HH:mm", "'T':mm")
    told = json.loads(run(path, "--json").output)
    assert told["files"] == [str(path)]
    (finding,) = told["findings"]
    assert (finding["code"], finding["severity"], finding["path"], finding["region"]) == (
        "timestamp-without-hours",
        "error",
        "$.fileConfigurations.csvOptions.timestampFormat.value",
        {"line": 22, "column": 67, "end_line": 22, "end_column": 99},
    )
    assert finding["loss"]["written"] == "2024-02-03T:05:06.000Z\n"


def test_sarif_is_written_beside_the_report(tmp_path: Path) -> None:
    """The file is there whatever is printed; a note on stderr says so."""
    path = faulty(tmp_path, "'T'HH:mm", "'T':mm")
    result = run(path, "--sarif", tmp_path / "lint.sarif", "--json")
    document = json.loads((tmp_path / "lint.sarif").read_text("utf-8"))
    assert [one["ruleId"] for one in document["runs"][0]["results"]] == ["timestamp-without-hours"]
    assert (json.loads(result.stdout)["findings"][0]["code"], result.stderr) == (
        "timestamp-without-hours",
        f"wrote {tmp_path / 'lint.sarif'}\n",
    )


def test_a_folder_is_searched(tmp_path: Path) -> None:
    """Configurations in it are looked at; other JSON is passed over."""
    faulty(tmp_path, "'T'HH:mm", "'T':mm")
    (tmp_path / "package.json").write_text('{"name": "mine"}', "utf-8")
    (tmp_path / "broken.json").write_text("{", "utf-8")
    told = json.loads(run(tmp_path, "--json").output)
    assert told["files"] == [str(tmp_path / "server.json")]


def test_customer_data_decides_what_is_templated() -> None:
    """What a customer chose is looked at in place of the form's defaults, and has to fit the form."""
    pair = (PUBLISHED / "formatting-options" / "server.json", PUBLISHED / "formatting-options" / "destination.json")
    chosen = ("--set", "fileType=CSV", "--set", 'csvOptions.quote="', "--set", "bucket=b", "--set", "path=p")
    codes = {one["code"] for one in json.loads(run(*pair, *chosen, "--json").output)["findings"]}
    assert "nul-as-quote" not in codes
    refused = run(*pair, "--set", "fileType=xml")
    assert (refused.exit_code, '"xml" is not offered' in refused.output) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Missing argument 'FILE...'"),
        (("nowhere.json",), "'nowhere.json' does not exist"),
        ((str(ROOT / "setup.cfg"),), "is not JSON"),
        ((str(ROOT / "samples" / "customer-data" / "s3.json"),), "is no destination server and no destination"),
        ((str(ROOT / "samples" / "customer-data"),), "holds no configuration"),
        ((str(SOUND), "--switch", "nope=1"), '"nope" is not a switch'),
    ],
)
def test_what_cannot_be_linted_ends_with_2(arguments: tuple[str, ...], told: str) -> None:
    """Wrong usage, and files that are no configurations, are no findings."""
    result = run(*arguments)
    assert (result.exit_code, told in result.output) == (2, True)


def test_every_file_that_cannot_be_linted_is_told(tmp_path: Path) -> None:
    """All at once."""
    (tmp_path / "a.json").write_text("{", "utf-8")
    (tmp_path / "b.json").write_text("[]", "utf-8")
    result = run(tmp_path / "a.json", tmp_path / "b.json")
    assert (result.exit_code, "2 problems:" in result.output) == (2, True)


def test_the_manual_is_what_the_rules_say() -> None:
    """docs/lint.md is what ``make docs`` writes."""
    page = runpy.run_path(str(ROOT / "docs" / "rules.py"))["page"]()
    assert (ROOT / "docs" / "lint.md").read_text("utf-8") == page.rstrip() + "\n"
