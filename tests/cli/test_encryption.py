"""Encryption as a user orders it: options, exportsim.toml, what is told, and a parser that decrypts."""

from __future__ import annotations

import gzip
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from export.keyring import Keyring, keyring

ROOT = Path(__file__).parents[2]
RIGHT = ROOT / "samples" / "parsers" / "right.py"
FEW = ("--count", 20, "--now", "2026-03-01")


def exportsim(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder and wait for its end."""
    command = [sys.executable, "-m", "exportsim", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def told(*arguments: object, cwd: Path) -> dict[str, Any]:
    """What a command tells as JSON."""
    done = exportsim(*arguments, "--json", cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module")
def partner() -> Iterator[Keyring]:
    with keyring() as ring:
        ring.make("partner", "sign", "encrypt", "encrypt")
        yield ring


@pytest.fixture
def folder(partner: Keyring, tmp_path: Path) -> Path:
    """A folder with the partner's public key."""
    (tmp_path / "partner.asc").write_bytes(partner.public("partner"))
    return tmp_path


def test_an_export_is_encrypted_to_a_key(partner: Keyring, folder: Path) -> None:
    """What GnuPG decrypts is what is written without a key, and the report names the key and every choice."""
    plain = told("generate", *FEW, "--out", "plain", cwd=folder)
    secret = told("generate", *FEW, "--pgp-key", "partner.asc", "--out", "secret", cwd=folder)
    primary, _, newest = partner.fingerprints("partner")
    assert secret["encryption"] == {
        "fingerprint": primary,
        "subkey": newest,
        "armor": False,
        "suffix": ".gpg",
        "manifest": False,
    }
    assert plain["encryption"] is None
    sides = {switch["name"]: switch["value"] for switch in secret["switches"]}
    for switch in plain["switches"]:
        del sides[switch["name"]]
    assert sides == {
        "encryption-order": "compress-then-encrypt",
        "encrypted-suffix": ".gpg",
        "encrypted-armor": "false",
        "encrypted-content": "neither-signed-nor-compressed",
        "manifest-encrypted": "false",
    }
    (before,), (after,) = plain["files"], secret["files"]
    assert after["name"] == before["name"] + ".gpg"
    decrypted = partner.decrypt((folder / "secret" / after["name"]).read_bytes())
    assert decrypted == (folder / "plain" / before["name"]).read_bytes()
    manifest = json.loads((folder / "secret" / secret["manifest"]["name"]).read_text())
    assert [result["size"] for result in manifest["exportResults"]] == [after["size"]]


def test_a_parser_that_decrypts_passes(partner: Keyring, folder: Path) -> None:
    """The whole trip; a parser that does not decrypt crashes."""
    decrypt = f'gpg --homedir {partner.home} --batch --quiet --decrypt "$1"'
    script = f"{decrypt} | {sys.executable} {RIGHT} /dev/stdin"
    parser = shlex.join(["sh", "-c", script, "sh", "{file}"])
    told("generate", *FEW, "--edge-cases", 0.1, "--pgp-key", "partner.asc", "--out", "out", cwd=folder)
    assert told("verify", "out", "--parser", parser, cwd=folder)["passed"]
    assert exportsim("verify", "out", "--parser", f"{sys.executable} {RIGHT} {{file}}", cwd=folder).returncode == 3


def test_every_choice_can_be_made_on_the_command_line(partner: Keyring, folder: Path) -> None:
    """Subkey, armor, suffix and the manifest; a dry run shows the names that come of it."""
    older = partner.fingerprints("partner")[1]
    switches = ("--switch", "encrypted-suffix=none", "--switch", "manifest-encrypted=true")
    chosen = ("--pgp-key", "partner.asc", "--pgp-subkey", older[-16:], "--pgp-armor", *switches)
    answer = told("generate", *FEW, *chosen, "--out", "out", cwd=folder)
    assert answer["encryption"] | {"fingerprint": ""} == {
        "fingerprint": "",
        "subkey": older,
        "armor": True,
        "suffix": "",
        "manifest": True,
    }
    files = [*answer["files"], answer["manifest"]]
    assert told("generate", *FEW, *chosen, "--dry-run", cwd=folder)["files"] == [file["name"] for file in files]
    data, manifest = (partner.decrypt((folder / "out" / file["name"]).read_bytes()) for file in files)
    assert gzip.decompress(data).startswith(b"_id,")
    assert json.loads(manifest)["exportResults"][0]["name"].endswith(".csv.gz")


def test_the_configuration_file_orders_encryption(partner: Keyring, folder: Path) -> None:
    """Its section holds what the options hold; the key's path is relative to it, and the options go before it."""
    subkey = partner.fingerprints("partner")[1]
    (folder / "exportsim.toml").write_text(
        f'out = "out"\n[encryption]\nkey = "partner.asc"\nsubkey = "{subkey}"\narmor = true\n[profiles]\ncount = 5\n'
    )
    answer = told("run", folder / "exportsim.toml", cwd=ROOT)["export"]["encryption"]
    assert (answer["subkey"], answer["armor"]) == (subkey, True)
    generate = ("generate", "--config", folder / "exportsim.toml", "--no-pgp-armor")
    assert told(*generate, cwd=ROOT)["encryption"]["armor"] is False


def test_reports_name_the_key(partner: Keyring, folder: Path) -> None:
    """In the terminal, and on the page that a verdict leaves."""
    primary, _, newest = partner.fingerprints("partner")
    line = f"PGP, binary, to key {primary}, subkey {newest}"
    shown = exportsim("generate", *FEW, "--pgp-key", "partner.asc", "--out", "out", cwd=folder).stdout
    assert f"encrypted: {line}" in shown
    reader = f"{sys.executable} -c pass {{file}}"
    assert exportsim("verify", "out", "--parser", reader, "--html", "page.html", cwd=folder).returncode == 1
    assert line in (folder / "page.html").read_text()


@pytest.mark.parametrize(
    ("mode", "key", "warning"),
    [
        ("PGP", (), "is PGP, but no public key is given: the files are not encrypted"),
        ("None", ("--pgp-key", "partner.asc"), "is None, but a public key is given: the files are encrypted"),
        ("PGP", ("--pgp-key", "partner.asc"), None),
        ("None", (), None),
    ],
)
def test_a_server_and_a_key_should_agree(folder: Path, mode: str, key: tuple[str, ...], warning: str | None) -> None:
    """An SFTP server says whether files are encrypted; where that is not what happens a warning goes with the plan."""
    server = json.loads((ROOT / "samples" / "servers" / "sftp.json").read_text())
    server["fileBasedSFTPDestination"]["encryptionMode"] = mode
    (folder / "server.json").write_text(json.dumps(server))
    customer = ROOT / "samples" / "customer-data" / "sftp.json"
    given = ("--server", "server.json", "--customer-data", customer, *key)
    warnings = told("generate", *FEW, *given, "--dry-run", cwd=folder)["warnings"]
    where = "server.json: $.fileBasedSFTPDestination.encryptionMode: "
    assert warnings == ([where + warning] if warning else [])


def test_a_private_key_is_refused_before_anything_is_written(partner: Keyring, tmp_path: Path) -> None:
    """Exit code 2, the file's name, no line of the key, no folder."""
    secret = partner.private("partner")
    (tmp_path / "secret.asc").write_bytes(secret)
    done = exportsim("generate", *FEW, "--pgp-key", "secret.asc", "--out", "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "secret.asc: holds a private key" in done.stderr
    assert not any(line in done.stderr for line in secret.decode().splitlines() if line)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.asc"]


def test_a_subkey_needs_its_key(tmp_path: Path) -> None:
    """Without one there is nothing to choose from."""
    done = exportsim("generate", *FEW, "--pgp-subkey", "0123456789ABCDEF", "--out", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "encryption: is described without a key\n  --pgp-key FILE" in done.stderr
