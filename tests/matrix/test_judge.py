"""``exportsim matrix`` as a partner runs it: names, the grid, exit codes, what a parser is told."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from exportsim.cli import main
from exportsim.ingest import Limits
from exportsim.matrix import Outcome, all_cells, judge, write_matrix

ROOT = Path(__file__).parents[2]
ANY_DIALECT = shlex.join([sys.executable, str(ROOT / "samples" / "parsers" / "any_dialect.py")]) + " {file} {options}"


def exportsim(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["matrix", *map(str, arguments)], prog_name="exportsim")


def parser(folder: Path, code: str) -> str:
    """A command that runs Python code with a file and its options."""
    (folder / "parser.py").write_text("import json, sys\nfile, options = sys.argv[1:]\n" + code)
    return shlex.join([sys.executable, str(folder / "parser.py")]) + " {file} {options}"


def outcomes(told: Result) -> dict[str, str]:
    return {file["name"]: file["outcome"] for file in json.loads(told.stdout)["files"]}


def test_a_dry_run_lists_the_names_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all files, or of those that a pattern chooses; as text and as JSON."""
    monkeypatch.chdir(tmp_path)
    told = exportsim("--dry-run", "--only", "csv/header*", "--only", "json/pretty*")
    assert told.stdout.split("\n")[:-2] == [
        "csv/header-true.csv",
        "csv/header-false.csv",
        "json/pretty-false.json",
        "json/pretty-true.json",
    ]
    everything = json.loads(exportsim("--dry-run", "--json").stdout)["files"]
    assert [file["name"] for file in everything] == [cell.name for cell in all_cells()]
    assert list(tmp_path.iterdir()) == []


def test_writing_tells_what_was_written(tmp_path: Path) -> None:
    """Numbers and the page for people, the index for programs; --count gives more rows."""
    arguments = ("--out", tmp_path / "out", "--only", "csv/quote*", "--only", "avro")
    assert exportsim(*arguments).stdout.startswith("12 files of 10 rows each: 5 csv, 7 avro\n")
    told = json.loads(exportsim(*arguments, "--count", 12, "--json").stdout)
    assert told == {"folder": str(tmp_path / "out"), **json.loads((tmp_path / "out" / "index.json").read_text())}
    assert {file["rows"] for file in told["files"]} == {12}


def test_a_parser_that_knows_every_dialect_passes(tmp_path: Path) -> None:
    """One parser for all, told each file's options; exit code 0 though a file is excused."""
    patterns = [
        part
        for name in ("quote*", "header*", "ignore*", "encoding-UTF-16*", "compression-s*")
        for part in ("--only", f"csv/{name}")
    ]
    told = exportsim("--out", tmp_path / "out", *patterns, "--parser", ANY_DIALECT, "--json")
    assert told.exit_code == 0, told.stdout
    found = outcomes(told)
    assert [name for name, outcome in found.items() if outcome != "pass"] == ["csv/ignoreLeadingWhiteSpace-false.csv"]
    assert found["csv/ignoreLeadingWhiteSpace-false.csv"] == "excused"
    assert len(found) == 15


def test_a_parser_that_reads_nothing_fails(tmp_path: Path) -> None:
    """Exit code 1; the grid has a sign for each file, and says what to look for."""
    told = exportsim("--out", tmp_path / "out", "--only", "csv/sep-pipe.csv", "--parser", parser(tmp_path, ""))
    assert told.exit_code == 1
    assert "FAIL  1 file: 0 pass, 1 fail, 0 crash, 0 excused" in told.stdout
    assert "✗\u00a0|" in told.stdout
    assert "missing-row: key row-01" in told.stdout


def test_a_parser_that_crashes_is_judged_on_the_rest(tmp_path: Path) -> None:
    """Exit code 3; the grid shows the crash with its last words, --json and --junit tell each file."""
    code = """
options = json.load(open(options))
if options["compression"] == "gzip":
    sys.exit("no gzip here")
"""
    arguments = ("--out", tmp_path / "out", "--only", "csv/compression-[gn]*", "--only", "csv/emptyValue-null*")
    how = ("--parser", parser(tmp_path, code), "--junit", tmp_path / "junit.xml")
    told = exportsim(*arguments, *how)
    assert told.exit_code == 3
    assert "crash\u00a0gzip" in told.stdout
    assert "no gzip here" in told.stdout
    report: dict[str, Any] = json.loads(exportsim(*arguments, *how, "--json").stdout)
    assert report["passed"] is False
    assert report["counts"] == {"pass": 0, "fail": 2, "crash": 1, "excused": 1}
    gzip, none = (
        next(file for file in report["files"] if file["name"] == name)
        for name in ("csv/compression-gzip.csv.gz", "csv/compression-none.csv")
    )
    assert (gzip["outcome"], gzip["findings"], "no gzip here" in gzip["error"]) == ("crash", None, True)
    assert (none["outcome"], none["rows"], none["findings"][0]["kind"]) == (
        "fail",
        {"sent": 10, "read": 0},
        "missing-row",
    )
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert {case.get("name"): [child.tag for child in case] for case in suite.iter("testcase")} == {
        "csv/emptyValue-null.csv": ["skipped"],
        "csv/compression-none.csv": ["failure"],
        "csv/compression-gzip.csv.gz": ["error"],
        "csv/compression-gzip-multimember.csv.gz": ["failure"],
    }


def test_the_page_and_the_index_tell_the_verdicts(tmp_path: Path) -> None:
    """The sign of each file and what was wrong; the invitation to judge is left to a matrix that nobody judged."""
    code = """
options = json.load(open(options))
if options["compression"] == "gzip":
    sys.exit("no <gzip> here")
"""
    arguments = ("--out", tmp_path / "out", "--only", "csv/compression-[gn]*", "--only", "csv/emptyValue-null*")
    exportsim(*arguments)
    page, index = tmp_path / "out" / "index.html", tmp_path / "out" / "index.json"
    assert "Judge a parser" in page.read_text()
    exportsim(*arguments, "--parser", parser(tmp_path, code))
    told = json.loads(index.read_text())
    assert told["counts"] == {"pass": 0, "fail": 2, "crash": 1, "excused": 1}
    assert {file["name"]: file["outcome"] for file in told["files"]} == {
        "csv/emptyValue-null.csv": "excused",
        "csv/compression-none.csv": "fail",
        "csv/compression-gzip.csv.gz": "crash",
        "csv/compression-gzip-multimember.csv.gz": "fail",
    }
    wrong = {file["name"]: file["wrong"] for file in told["files"]}
    assert wrong["csv/compression-none.csv"].startswith("Misread: 10 of 10 rows.")
    assert wrong["csv/compression-gzip.csv.gz"].endswith("no <gzip> here")
    shown = page.read_text()
    assert "Judge a parser" not in shown
    assert "Judged: 0 pass, 2 fail, 1 crash, 1 excused." in shown
    assert '<span class="chip"><span class="verdict fail">✗</span> none</span>' in shown
    assert '<p><span class="verdict fail">✗ fail</span> Misread: 10 of 10 rows.' in shown
    assert "no &lt;gzip&gt; here</p>" in shown


def test_a_verdict_of_a_file_read_rightly_has_nothing_wrong(tmp_path: Path) -> None:
    """Its sign stands alone."""
    exportsim("--out", tmp_path / "out", "--only", "csv/sep-pipe.csv", "--parser", ANY_DIALECT)
    (file,) = json.loads((tmp_path / "out" / "index.json").read_text())["files"]
    assert (file["outcome"], file["wrong"]) == ("pass", "")
    assert '<span class="verdict pass">✓ pass</span> </p>' in (tmp_path / "out" / "index.html").read_text()


def test_a_parser_that_hangs_is_ended(tmp_path: Path) -> None:
    """It counts as a crash of that file."""
    matrix = write_matrix([cell for cell in all_cells() if cell.name == "csv/default.csv"], 10, tmp_path / "out")
    command = parser(tmp_path, "import time; time.sleep(60)")
    judgement = judge(matrix, command, work=tmp_path / "work", limits=Limits(seconds=0.5))
    (one,) = judgement.judged
    assert (one.outcome, one.report) == (Outcome.CRASH, None)
    assert one.told == "csv/default.csv: the parser timed out after 0.5 s"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "--out: is missing"),
        (("--out", "x", "--only", "cvs"), '--only: "cvs" fits no file'),
        (("--out", "x", "--only", "avro", "--parser", "cat"), "does not name the file to parse"),
        (("--out", "x", "--only", "avro", "--parser", "nowhere.to:be_found"), "there is no module 'nowhere'"),
    ],
)
def test_wrong_usage_is_told(
    arguments: tuple[str, ...], complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence and exit code 2."""
    monkeypatch.chdir(tmp_path)
    told = exportsim(*arguments)
    assert (told.exit_code, complaint in told.stderr) == (2, True), told.stderr
