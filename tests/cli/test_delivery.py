"""``run`` with a delivery, and ``fetch``: what a parser is judged on has really arrived."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.running import NAIVE, RIGHT, exportsim, parser

TOML = """
out = "out"
max_file_rows = 40
[profiles]
count = 100
edge_cases = 0.1
[run]
now = 2026-03-01T06:00:00Z
[deliver]
to = "inbox"
connections = 2
[verify]
parser = '{parser}'
"""


def written(folder: Path, program: Path = RIGHT, text: str = TOML) -> Path:
    path = folder / "exportsim.toml"
    path.write_text(text.replace("{parser}", parser(program)))
    return path


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".exportsim" not in path.parts
    }


def test_run_sends_and_judges_what_arrived(tmp_path: Path) -> None:
    """One JSON object tells of the export, the delivery and the verdict on the files that were fetched back."""
    told = exportsim("run", "--json", written(tmp_path), cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    story = json.loads(told.stdout)
    assert list(story) == ["export", "delivery", "verification"]
    assert [receipt["attempts"] for receipt in story["delivery"]["receipts"]] == [1, 1, 1, 1]
    assert (story["verification"]["passed"], story["verification"]["delivery"]) == (True, story["delivery"])
    assert files_below(tmp_path / "inbox") == files_below(tmp_path / "out")


def test_run_fails_where_the_parser_misreads(tmp_path: Path) -> None:
    """Exit code 1, and the page says where the files were read from."""
    told = exportsim("run", written(tmp_path, NAIVE), cwd=tmp_path)
    assert (told.returncode, "read back from the place: 4 files at local-folder, proved by sha256" in told.stdout) == (
        1,
        True,
    )
    assert "proved by sha256" in (tmp_path / "out" / ".exportsim" / "report.html").read_text()


def test_a_second_run_sends_nothing_twice(tmp_path: Path) -> None:
    """The same rehearsal gives the same bytes, which have arrived already."""
    config = written(tmp_path)
    exportsim("run", config, cwd=tmp_path)
    story = json.loads(exportsim("run", "--json", config, cwd=tmp_path).stdout)
    assert [receipt["attempts"] for receipt in story["delivery"]["receipts"]] == [0, 0, 0, 0]


def test_a_failed_delivery_leaves_the_export(tmp_path: Path) -> None:
    """Exit code 4; pushing it completes the delivery."""
    config = written(tmp_path)
    (tmp_path / "inbox").write_text("a file where a folder is asked for")
    told = exportsim("run", config, cwd=tmp_path)
    assert (told.returncode, "inbox is a file, where a folder is asked for" in told.stderr) == (4, True)
    (tmp_path / "inbox").unlink()
    assert exportsim("push", "out", "--to", "inbox", cwd=tmp_path).returncode == 0
    assert files_below(tmp_path / "inbox") == files_below(tmp_path / "out")


def test_a_run_may_deliver_less_carefully(tmp_path: Path) -> None:
    """The behaviours of the file, or those of the command line; the parser is judged on what came."""
    text = TOML.replace("[verify]", 'behaviours = ["manifest-missing", "any-order"]\nlag = 0\n[verify]')
    config = written(tmp_path, text=text)
    story = json.loads(exportsim("run", "--json", config, cwd=tmp_path).stdout)
    assert (story["delivery"]["behaviours"], story["verification"]["passed"]) == (
        ["manifest-missing", "any-order"],
        True,
    )
    written_files = files_below(tmp_path / "out")
    missing = set(written_files) - set(files_below(tmp_path / "inbox"))
    assert missing == {name for name in written_files if name.endswith(".json")}
    told = exportsim("run", "--behaviour", "slow-write", "--to", "other", "--json", config, cwd=tmp_path)
    assert json.loads(told.stdout)["delivery"]["behaviours"] == ["slow-write"]
    assert files_below(tmp_path / "other") == written_files


def test_an_export_that_lacks_what_a_behaviour_changes_stays(tmp_path: Path) -> None:
    """Only when it is written it is known that one file has no order; nothing was sent."""
    text = TOML.replace("max_file_rows = 40", "").replace("[verify]", 'behaviours = ["any-order"]\n[verify]')
    told = exportsim("run", written(tmp_path, text=text), cwd=tmp_path)
    assert told.returncode == 2
    assert "deliver.behaviours: any-order: this export has one file" in told.stderr
    assert (len(files_below(tmp_path / "out")), (tmp_path / "inbox").exists()) == (2, False)


def test_the_command_line_goes_before_the_file(tmp_path: Path) -> None:
    """Another place, another number of connections."""
    told = exportsim("run", "--to", tmp_path / "elsewhere", "--json", written(tmp_path), cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert files_below(tmp_path / "elsewhere") == files_below(tmp_path / "out")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('to = "ftp://host/path"', '"ftp" is not a kind of place'),
        ('if_exists = "merge"', "deliver.if_exists: 'merge' is none of fail, skip, overwrite"),
        ('bandwidth = "fast"', 'deliver.bandwidth: "fast" is not a rate'),
        ("patience = 0", "deliver.patience: 0 is no number of seconds above 0"),
        ("lag = inf", "deliver.lag: inf is no number of seconds above 0"),
        ('behaviours = ["sideways"]', "deliver.behaviours: 'sideways' is none of many-connections, any-order"),
        ('behaviours = ["rename", "slow-write"]', "deliver.behaviours: slow-write contradicts rename"),
        ('to = ""', "deliver.to: is empty: a URL, a path, or plan"),
        ("connections = 100", "deliver.connections: 100 is more than 64"),
        ('to = "out/below"', "lies inside the export"),
        ('to = "sftp://user@host:abc/path"', "behind the host's colon stands no port, a number up to 65535"),
        ('to = "s3://key:secret@bucket/path"', "a URL is no place for a password"),
    ],
)
def test_a_wrong_delivery_is_told_before_anything_is_written(tmp_path: Path, line: str, problem: str) -> None:
    """Exit code 2, what and where."""
    text = TOML.replace('to = "inbox"\nconnections = 2', line if line.startswith("to") else f'to = "inbox"\n{line}')
    told = exportsim("run", written(tmp_path, text=text), cwd=tmp_path)
    assert (told.returncode, problem in told.stderr, "secret" in told.stderr) == (2, True, False), told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["exportsim.toml"]


def test_fetch_gets_an_export_back(tmp_path: Path) -> None:
    """With the export's record the folder can be verified; without, it holds whatever lies there."""
    exportsim("run", written(tmp_path), cwd=tmp_path)
    told = exportsim("fetch", "inbox", "back", "--export", "out", "--json", cwd=tmp_path)
    assert len(json.loads(told.stdout)["files"]) == 4
    assert exportsim("verify", "back", "--parser", parser(RIGHT), cwd=tmp_path).returncode == 0
    assert exportsim("fetch", "inbox", "all", cwd=tmp_path).returncode == 0
    assert files_below(tmp_path / "all") == files_below(tmp_path / "back") == files_below(tmp_path / "out")


def test_fetch_tells_what_is_missing_or_other(tmp_path: Path) -> None:
    """Exit code 4, the names, and no folder."""
    exportsim("run", written(tmp_path), cwd=tmp_path)
    first, second = sorted((tmp_path / "inbox").rglob("*.csv.gz"))[:2]
    content = first.read_bytes()
    first.write_bytes(b"!" + content[1:])
    told = exportsim("fetch", "inbox", "back", "--export", "out", cwd=tmp_path)
    assert (told.returncode, f"{first.name} is there with other bytes than were sent" in told.stderr) == (4, True)
    second.unlink()
    told = exportsim("fetch", "inbox", "back", "--export", "out", cwd=tmp_path)
    assert (told.returncode, f"{second.name} is not there" in told.stderr) == (4, True)
    assert not (tmp_path / "back").exists()
    assert exportsim("fetch", "nowhere", "back", cwd=tmp_path).returncode == 4
