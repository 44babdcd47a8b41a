"""``doctor``: a place from a URL, an export or a server; told to people and to programs."""

from __future__ import annotations

import json
from pathlib import Path

from cli.running import ROOT, exportsim
from destinations.conformance import assert_no_secrets
from servers import reach
from servers.azurite import Azurite


def test_a_place_where_all_is_well(tmp_path: Path) -> None:
    """A line for each step, and exit code 0."""
    told = exportsim("doctor", "--to", "inbox", cwd=tmp_path)
    lines = [line.split() for line in told.stdout.splitlines()]
    assert (told.returncode, told.stderr) == (0, "")
    assert lines[0] == [
        "local-folder:",
        "inbox:",
        "files",
        "arrive,",
        "and",
        "can",
        "be",
        "read,",
        "listed",
        "and",
        "deleted",
    ]
    assert [line[:2] for line in lines[2:]] == [
        ["ok", step] for step in ("settings", "write", "read", "list", "delete")
    ]
    assert not (tmp_path / "inbox").exists()


def test_the_place_of_an_export(tmp_path: Path) -> None:
    """Where its plan sends it; below the folder that its files are in."""
    assert exportsim("generate", "--count", 5, "--out", "out", cwd=tmp_path).returncode == 0
    told = exportsim("doctor", "out", "--json", cwd=tmp_path, environment={"AWS_ACCESS_KEY_ID": "AKIA"})
    diagnosis = json.loads(told.stdout)
    assert (told.returncode, diagnosis["healthy"], diagnosis["place"]["kind"]) == (4, False, "s3")
    assert diagnosis["checks"][0] == {
        "name": "settings",
        "outcome": "failed",
        "told": "AWS_SECRET_ACCESS_KEY is not set in the environment",
        "remedy": "an access key has two halves",
        "lacks": "",
    }


def test_the_place_of_a_server(tmp_path: Path, azurite_server: Azurite) -> None:
    """With the customer's data over it; the probe goes below the folder that has no macros."""
    server, data = ROOT / "samples/servers/azure-blob.json", ROOT / "samples/customer-data/azure-blob.json"
    told = exportsim(
        "doctor",
        *("--server", server, "--customer-data", data, "--set", f"container={azurite_server.container}", "--json"),
        cwd=tmp_path,
        environment=reach.blob(azurite_server, "").environment,
    )
    diagnosis = json.loads(told.stdout)
    assert (told.returncode, diagnosis["healthy"]) == (0, True), told.stderr
    assert diagnosis["place"]["container"] == azurite_server.container
    (written,) = (check["told"] for check in diagnosis["checks"] if check["name"] == "write")
    assert written.startswith("exports/people/.exportsim-doctor-")


def test_what_is_wrong_is_told_with_a_remedy(tmp_path: Path, azurite_server: Azurite) -> None:
    """Exit code 4, the permission that is missing, and no secret anywhere."""
    way = reach.blob_sas(azurite_server, "in")
    environment = way.environment | {"AZURE_STORAGE_SAS_TOKEN": azurite_server.sas("rl")}
    told = exportsim("doctor", "--to", way.url, cwd=tmp_path, environment=environment)
    text = " ".join(told.stdout.split())
    assert told.returncode == 4
    assert "azure-blob: container exports, path in: failed: write" in text
    assert "→ allow the right to create and write (cw) on the container exports → the platform needs it too" in text
    assert_no_secrets(told.stdout + told.stderr, environment)


def test_one_place_is_asked_for(tmp_path: Path) -> None:
    """None, or two, are a wrong usage."""
    for arguments in ([], ["--to", "a", "--server", ROOT / "samples/servers/s3.json"]):
        told = exportsim("doctor", *arguments, cwd=tmp_path)
        assert (told.returncode, "one of --to, EXPORT_DIR and --server" in told.stderr) == (2, True)
