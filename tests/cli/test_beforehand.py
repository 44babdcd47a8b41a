"""What is wrong with a command line is told before the work that it would waste, and by the name it was given under."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.running import RIGHT, exportsim, parser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Holds an export."""
    assert exportsim("generate", "--count", 20, "--out", "made", cwd=tmp_path).returncode == 0
    return tmp_path


@pytest.mark.parametrize(("option", "page"), [("--html", "no/such/page.html"), ("--junit", "no/such/page.xml")])
def test_a_report_without_a_folder_is_told_before_the_parser_runs(folder: Path, option: str, page: str) -> None:
    """Exit code 2, from verify and from matrix; the parser has left no trace, and no sample is written."""
    trace = "sh -c 'touch ran' sh {file}"
    told = exportsim("verify", "made", "--parser", trace, option, page, cwd=folder)
    complaint = f"{option}: {page} cannot be written: there is no folder no/such\n"
    assert (told.returncode, told.stdout, complaint in told.stderr) == (2, "", True), told.stderr
    if option == "--junit":
        told = exportsim("matrix", "--out", "m", "--parser", trace, option, page, cwd=folder)
        assert (told.returncode, complaint in told.stderr) == (2, True), told.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["made"]


def test_an_older_report_does_not_outlive_a_failure(folder: Path) -> None:
    """Of a parser that crashes nobody may read the verdict of the run before."""
    for name in ("page.html", "page.xml"):
        (folder / name).write_text("older")
    words = ("--html", "page.html", "--junit", "page.xml")
    assert exportsim("verify", "made", "--parser", "false {file}", *words, cwd=folder).returncode == 3
    assert sorted(path.name for path in folder.iterdir()) == ["made"]


def test_a_verdict_outlives_a_full_disk(folder: Path) -> None:
    """Exit code 4 with the verdict on stdout, one JSON object, and the file's name on stderr."""
    told = exportsim("verify", "made", "--parser", parser(RIGHT), "--html", "/dev/full", "--json", cwd=folder)
    assert (told.returncode, json.loads(told.stdout)["passed"]) == (4, True)
    assert told.stderr == "error: the report /dev/full could not be written: No space left on device\n"


@pytest.mark.parametrize(
    ("named", "complaint"),
    [
        ("parser.py:reed", "the module 'PLACE/parser.py' has no 'reed'"),
        ("parsr.py:read", "there is no file PLACE/parsr.py"),
        ("no_such_module:read", "there is no module 'no_such_module' on Python's path or in PLACE"),
        ("no-such-program {file}", "there is no program 'no-such-program'"),
        ("./parser.py {file}", "'./parser.py' may not be executed"),
    ],
)
def test_run_looks_for_the_parser_before_it_writes_a_row(tmp_path: Path, named: str, complaint: str) -> None:
    """Named by its key, exit code 2, and nothing is written."""
    (tmp_path / "parser.py").write_text("print('imported')\ndef read(file): return []\n")
    (tmp_path / "exportsim.toml").write_text(f'out = "out"\n[verify]\nparser = "{named}"\n')
    told = exportsim("run", tmp_path / "exportsim.toml", cwd=tmp_path)
    where = f"{tmp_path}/exportsim.toml: verify.parser: "
    assert told.returncode == 2
    assert where + complaint.replace("PLACE", str(tmp_path)) in told.stderr
    assert not (tmp_path / "out").exists()


def test_run_names_a_place_by_who_named_it(tmp_path: Path) -> None:
    """The file's key, or the option that goes before it; together with what is wrong with the parser."""
    (tmp_path / "exportsim.toml").write_text(
        'out = "out"\n[deliver]\nto = "s4://b"\n[verify]\nparser = "no-such {file}"\n'
    )
    told = exportsim("run", "exportsim.toml", cwd=tmp_path)
    starts = [line.split(": ")[:2] for line in told.stderr.splitlines() if line.startswith("exportsim.toml")]
    assert starts == [["exportsim.toml", "verify.parser"], ["exportsim.toml", "deliver.to"]]
    assert "\n--to: " in exportsim("run", "exportsim.toml", "--to", "s5://b", cwd=tmp_path).stderr


@pytest.mark.parametrize(
    ("arguments", "guess"),
    [(("generate", "--lint"), ""), (("generate", "--cuont", 5), " Did you mean '--count'?")],
)
def test_a_wrong_option_is_guessed_only_where_one_is_near(
    tmp_path: Path, arguments: tuple[object, ...], guess: str
) -> None:
    """Two dashes alone make nothing near."""
    told = exportsim(*arguments, cwd=tmp_path)
    assert told.stderr.splitlines()[-1] == f"Error: No such option '{arguments[1]}'.{guess}"


def test_a_push_says_into_which_folder(folder: Path) -> None:
    """In the terminal; its JSON, which may be kept, does not."""
    told = exportsim("push", "made", "--to", folder / "there", cwd=folder)
    # A long path is folded at the terminal's width.
    assert f"tolocal-folder:{folder}/there" in "".join(told.stdout.split())
    assert "there" not in exportsim("push", "made", "--to", folder / "there", "--json", cwd=folder).stdout


def test_init_without_anybody_to_answer_says_what_asks_nothing(tmp_path: Path) -> None:
    """Its stdin is at its end, as in a script: exit code 2, nothing written."""
    told = exportsim("init", "mine", cwd=tmp_path)
    assert (told.returncode, told.stderr.endswith("init: asks, and nobody answers\n  --yes asks nothing\n")) == (
        2,
        True,
    )
    assert list(tmp_path.iterdir()) == []
