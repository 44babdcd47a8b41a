"""The commands as a user runs them: output, exit codes, and what is left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.running import NAIVE, RIGHT, ROOT, exportsim, parser


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of three hundred people with edge cases, which tests only read."""
    folder = tmp_path_factory.mktemp("exported") / "out"
    told = exportsim("generate", "--count", 300, "--edge-cases", 0.05, "--out", folder, cwd=folder.parent)
    assert told.returncode == 0, told.stderr
    return folder


def test_the_demo_goes_as_it_says(tmp_path: Path) -> None:
    """A naive parser fails, a right one passes, and the exit code is 0."""
    told = exportsim("demo", "--json", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    story = json.loads(told.stdout)
    assert (story["as_expected"], story["naive"]["passed"], story["right"]["passed"]) == (True, False, True)
    assert [file["rows"] for file in story["export"]["files"]] == [4000, 4000, 2000]
    assert story["export"]["manifest"]["name"].startswith("exports/people/VIP subscribers/manifest-")
    assert [path.name for path in tmp_path.iterdir()] == ["exportsim-demo"]


def test_generate_tells_one_json_object(tmp_path: Path) -> None:
    """Files with rows, sizes and digests, the format, the switches taken; nothing else on stdout."""
    told = exportsim("generate", "--count", 10, "--json", "--out", "out", cwd=tmp_path)
    record = json.loads(told.stdout)
    assert (record["rows"], record["folder"], record["format"]["extension"]) == (10, "out", ".csv.gz")
    assert {switch["name"] for switch in record["switches"]} >= {"legacy-nulls", "time-zone"}


def test_the_same_options_give_the_same_bytes(tmp_path: Path) -> None:
    """Two runs, two folders, one set of digests."""
    told = [
        exportsim("generate", "--count", 500, "--now", "2026-03-01", "--json", "--out", name, cwd=tmp_path)
        for name in ("a", "b")
    ]
    first, second = (json.loads(one.stdout)["files"] for one in told)
    assert first == second


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """The names are told, the folder stays empty."""
    told = exportsim("generate", "--count", 10, "--max-file-rows", 5, "--dry-run", "--json", cwd=tmp_path)
    names = [Path(name).name for name in json.loads(told.stdout)["files"]]
    assert names[1] == names[0].replace(".csv.gz", "_2.csv.gz")
    assert names[2].startswith("manifest-")
    assert list(tmp_path.iterdir()) == []


def test_a_right_parser_passes(exported: Path) -> None:
    """Exit code 0 and three verdicts that pass."""
    told = exportsim("verify", exported, "--parser", parser(RIGHT), "--json", cwd=exported.parent)
    assert told.returncode == 0, told.stdout
    verdicts = {verdict["name"]: verdict["wrong"] for verdict in json.loads(told.stdout)["verdicts"]}
    assert verdicts == {"rows": 0, "text": 0, "nulls": 0}


def test_a_wrong_parser_fails_and_leaves_reports(exported: Path, tmp_path: Path) -> None:
    """Exit code 1; the page and the JUnit file are written where they were asked for, and beside the export."""
    arguments = ("--junit", tmp_path / "junit.xml", "--html", tmp_path / "page.html")
    told = exportsim("verify", exported, "--parser", parser(NAIVE), *arguments, cwd=tmp_path)
    assert told.returncode == 1
    assert "FAIL" in told.stdout
    assert (tmp_path / "junit.xml").read_text().startswith("<?xml")
    assert "<!doctype html>" in (tmp_path / "page.html").read_text().lower()
    assert json.loads((exported / ".exportsim" / "report.json").read_text())["passed"] is False


def test_a_parser_that_crashes_is_exit_code_three(exported: Path) -> None:
    """Its last words and the file it choked on are told."""
    crash = f"{sys.executable} -c \"import sys; sys.exit('out of coffee')\" {{file}}"
    told = exportsim("verify", exported, "--parser", crash, cwd=exported.parent)
    assert told.returncode == 3
    assert "out of coffee" in told.stderr
    assert ".csv.gz" in told.stderr
    assert "Traceback" not in told.stderr


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """A server with two faults and a wrong key: each with its place and what is allowed, exit code 2."""
    server = {
        "destinationServerType": "FILE_BASED_S3",
        "fileBasedS3Destination": {
            "bucket": {"templatingStrategy": "NONE", "value": "b"},
            "path": {"templatingStrategy": "PEBBLE_V1", "value": "{{customerData.path}}"},
        },
        "fileConfigurations": {"compression": {"templatingStrategy": "NONE", "value": "zip"}},
    }
    (tmp_path / "server.json").write_text(json.dumps(server))
    told = exportsim("generate", "--server", "server.json", "--out", "out", cwd=tmp_path)
    assert told.returncode == 2
    assert "server.json: $.fileConfigurations.compression.value" in told.stderr
    assert "customerData.path" in told.stderr
    assert not (tmp_path / "out").exists()


def test_wrong_json_is_told_with_line_and_column(tmp_path: Path) -> None:
    """A missing comma."""
    (tmp_path / "server.json").write_text('{\n  "name": "x"\n  "y": 1\n}')
    told = exportsim("generate", "--server", "server.json", "--out", "out", cwd=tmp_path)
    assert (told.returncode, "line 3" in told.stderr) == (2, True)


def test_a_configuration_file_with_a_wrong_key_says_which_is_meant(tmp_path: Path) -> None:
    """The nearest known key."""
    (tmp_path / "exportsim.toml").write_text('out = "out"\n[profiles]\ncuont = 5\n')
    told = exportsim("run", "exportsim.toml", cwd=tmp_path)
    assert told.returncode == 2
    assert "exportsim.toml: profiles.cuont: is not known\n  did you mean count?" in told.stderr


def test_run_generates_and_verifies(tmp_path: Path) -> None:
    """One file says it all; paths in it are relative to it."""
    configuration = f"""
out = "out"
max_file_rows = 100
[profiles]
count = 250
edge_cases = 0.02
[verify]
parser = '''{parser(RIGHT)}'''
"""
    (tmp_path / "exportsim.toml").write_text(configuration)
    told = exportsim("run", tmp_path / "exportsim.toml", "--json", cwd=ROOT)
    assert told.returncode == 0, told.stderr
    story = json.loads(told.stdout)
    assert [file["rows"] for file in story["export"]["files"]] == [100, 100, 50]
    assert story["verification"]["passed"] is True


def test_push_puts_everything_in_a_folder_once(exported: Path, tmp_path: Path) -> None:
    """The manifest too; a second push sends nothing again."""
    for attempts in (1, 0):
        told = exportsim("push", exported, "--to", tmp_path / "inbox", "--json", cwd=tmp_path)
        receipts = json.loads(told.stdout)["receipts"]
        assert [receipt["attempts"] for receipt in receipts] == [attempts, attempts]
    for receipt in receipts:
        assert (tmp_path / "inbox" / receipt["key"]).read_bytes() == (exported / receipt["key"]).read_bytes()


def test_a_place_without_credentials_says_which_are_missing(exported: Path, tmp_path: Path) -> None:
    """The plan's own place is a bucket; a machine's own credentials are not asked for here."""
    alone = {"AWS_EC2_METADATA_DISABLED": "true", "HOME": str(tmp_path)}
    alone |= {name: "" for name in os.environ if name.startswith("AWS_")}
    told = exportsim("push", exported, cwd=exported.parent, environment=alone)
    assert (told.returncode, "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: are not set" in told.stderr) == (2, True)


def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a long export: exit code 130, an empty folder."""
    command = [sys.executable, "-m", "exportsim", "generate", "--count", "50000000", "--out", "out"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE)
    while not list(tmp_path.rglob("*.csv.gz")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in told
    assert list(tmp_path.iterdir()) == []


def test_rows_are_printed_without_files(tmp_path: Path) -> None:
    """``profiles`` prints what an export would hold."""
    told = exportsim("profiles", "--count", 2, "--column", "_id=id", "--column", "person.name.firstName", cwd=tmp_path)
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert [list(row) for row in rows] == [["id", "person_name_firstName"]] * 2


def test_an_unknown_path_names_its_neighbours(tmp_path: Path) -> None:
    """A typing slip in a column."""
    told = exportsim("profiles", "--column", "person.name.fristName", cwd=tmp_path)
    assert told.returncode == 2
    assert "person.name.firstName" in told.stderr


def test_an_older_verdict_does_not_outlive_a_crash(tmp_path: Path) -> None:
    """After a pass and then a crash no report says pass; asked for JSON, stdout holds the error as an object."""
    exportsim("generate", "--count", 20, "--out", "out", cwd=tmp_path)
    assert exportsim("verify", "out", "--parser", parser(RIGHT), cwd=tmp_path).returncode == 0
    told = exportsim("verify", "out", "--parser", "false {file}", "--json", cwd=tmp_path)
    assert (told.returncode, json.loads(told.stdout)["error"]["kind"]) == (3, "ParserError")
    assert list((tmp_path / "out" / ".exportsim").glob("report.*")) == []


@pytest.mark.parametrize("arguments", [("profiles", "--count", 50_000), ("generate", "--count", 5, "--out", "out")])
def test_output_that_cannot_be_written_is_exit_code_four(tmp_path: Path, arguments: tuple[object, ...]) -> None:
    """A full device behind stdout: one sentence, never the exit code of a failed verdict."""
    command = [sys.executable, "-m", "exportsim", *map(str, arguments)]
    with Path("/dev/full").open("w") as full:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        told = subprocess.run(command, cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert told.returncode == 4
    assert b"Traceback" not in told.stderr
    assert b"No space left on device" in told.stderr


def test_a_terminal_without_a_sign_shows_another(exported: Path, tmp_path: Path) -> None:
    """Latin-1 has no check marks: no reason to fail, least of all with the exit code of a failed verdict."""
    latin = {"PYTHONIOENCODING": "latin-1"}
    told = exportsim("verify", exported, "--parser", parser(RIGHT), cwd=tmp_path, environment=latin)
    assert (told.returncode, " PASS " in told.stdout) == (0, True), told.stderr
    told = exportsim("verify", exported, "--parser", parser(NAIVE), cwd=tmp_path, environment=latin)
    assert (told.returncode, "? Missing values read as text" in told.stdout) == (1, True), told.stderr


INTERRUPTED_AT_WORK = """
import os, signal, threading
import click, duckdb
from exportsim.cli.failures import Commands

@click.command()
def works():
    database = duckdb.connect(config={"threads": 1})  # with more, it waits for what they have in hand
    database.execute("SELECT 1").fetchall()  # what it loads at first swallows an interrupt
    threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
    database.execute("SELECT sum(hash(a.i + b.i)) FROM range(10000000) a(i), range(1000000) b(i)").fetchall()

signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
Commands(commands={"works": works}).main(["works"])
"""


def test_an_interrupt_that_meets_the_database_is_an_interrupt() -> None:
    """DuckDB takes the signal for itself while it works, and raises an error of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT_WORK],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (told.returncode, told.stderr) == (130, "interrupted; nothing half-written is left\n")


@pytest.mark.parametrize("where", [0.2, 0.5, 0.8])
def test_a_damaged_truth_is_told(exported: Path, tmp_path: Path, where: float) -> None:
    """Exit code 2 and what to do; no verdict, and no traceback."""
    shutil.copytree(exported, tmp_path / "out")
    truth = tmp_path / "out" / ".exportsim" / "truth.parquet"
    with truth.open("r+b") as content:
        content.seek(int(truth.stat().st_size * where))
        content.write(b"\xff" * 512)
    told = exportsim("verify", "out", "--parser", parser(RIGHT), cwd=tmp_path)
    assert (told.returncode, "truth.parquet" in told.stderr, "generate the export again" in told.stderr) == (
        2,
        True,
        True,
    ), told.stderr
    assert "Traceback" not in told.stderr


def test_a_reader_that_leaves_is_no_failed_verdict(tmp_path: Path) -> None:
    """``exportsim profiles | head -1``."""
    command = f"{sys.executable} -m exportsim profiles --count 100000 | head -1; echo ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines()[-1] == "141"
    assert told.stderr == ""


def test_the_same_seed_gives_the_same_people_at_any_time(tmp_path: Path) -> None:
    """Without a time of their own, synthetic people do not look at the clock."""
    told = [exportsim("profiles", "--count", 50, cwd=tmp_path).stdout for _ in range(2)]
    assert told[0] == told[1]


def test_a_file_of_profiles_needs_no_columns(tmp_path: Path) -> None:
    """Its own columns are taken, in order."""
    (tmp_path / "people.csv").write_text("id,city\n1,Paris\n2,\n")
    told = exportsim("profiles", "--profiles", "people.csv", cwd=tmp_path)
    assert [json.loads(line) for line in told.stdout.splitlines()] == [
        {"id": "1", "city": "Paris"},
        {"id": "2", "city": None},
    ]


def test_a_header_twice_is_refused(tmp_path: Path) -> None:
    """Two columns of one name could not be told apart by any parser."""
    told = exportsim(
        "generate", "--column", "_id=id", "--column", "person.name.firstName=id", "--dry-run", cwd=tmp_path
    )
    assert (told.returncode, '"id" is a header twice' in told.stderr) == (2, True)


def test_a_push_tells_what_it_did_not_send(exported: Path, tmp_path: Path) -> None:
    """Other content under a file's name is left with ``skip``, and said to be left."""
    exportsim("push", exported, "--to", "inbox", cwd=tmp_path)
    (stranger,) = (tmp_path / "inbox").rglob("*.csv.gz")
    stranger.write_text("x\n")
    for words in ((), ("--dry-run",)):
        assert exportsim("push", exported, "--to", "inbox", *words, cwd=tmp_path).returncode == 4
    shown = exportsim("push", exported, "--to", "inbox", "--if-exists", "skip", cwd=tmp_path).stdout
    left = stranger.relative_to(tmp_path / "inbox")
    assert f"! other content was left under {left}" in " ".join(shown.split())
    told = json.loads(
        exportsim("push", exported, "--to", "inbox", "--if-exists", "skip", "--json", cwd=tmp_path).stdout
    )
    assert [Path(name).name for name in told["left"]] == [stranger.name]
    assert len(told["receipts"]) == 1
    assert stranger.read_text() == "x\n"


def test_an_export_is_not_pushed_into_itself(exported: Path) -> None:
    """A folder inside the export is no place."""
    told = exportsim("push", exported, "--to", exported / "inbox", cwd=exported.parent)
    assert (told.returncode, "lies inside the export" in told.stderr) == (2, True)


def test_termination_leaves_nothing(tmp_path: Path) -> None:
    """SIGTERM in the middle of a long export, as build servers send it: exit code 143, an empty folder."""
    command = [sys.executable, "-m", "exportsim", "generate", "--count", "50000000", "--out", "out"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
    while not list(tmp_path.rglob("*.csv.gz")):
        assert process.poll() is None
        time.sleep(0.05)
    process.terminate()
    assert process.wait(timeout=60) == 143
    assert list(tmp_path.iterdir()) == []
