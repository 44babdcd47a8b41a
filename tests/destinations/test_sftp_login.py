"""Logging in by SFTP: keys in every form, servers known by theirs, everything that is missing told at once."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives import serialization
from destinations.conformance import assert_no_secrets, made, put
from destinations.test_sftp import environment, world_of
from servers.keys import UserKeys, write_known_hosts
from servers.sftp import SftpServer

from exportsim.cli import main
from exportsim.destinations import Settings, connect
from exportsim.destinations.sftp.keys import KeyProblem, private_key
from exportsim.errors import ConfigurationError, TerminalFailure
from exportsim.model import Sftp


def login(server: SftpServer, **how: str) -> dict[str, str]:
    return {"EXPORTSIM_SFTP_KNOWN_HOSTS": str(server.known_hosts), **how}


def trust(environment: Mapping[str, str], *arguments: str) -> Result:
    """Run the command, with nobody there to ask."""
    return CliRunner().invoke(main, ["trust", *arguments], env=environment)


def arrives(server: SftpServer, environment: Mapping[str, str], tmp_path: Path) -> None:
    world = replace(world_of(server), environment=environment)
    path = made(tmp_path, 1000)
    with world.connect() as store:
        put(store, path, "k")
        store.get("k", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("form", ["rsa_pem", "rsa_openssh", "rsa_pkcs8", "ed25519"])
def test_a_key_in_the_platform_s_form_lets_in(sftp_server: SftpServer, tmp_path: Path, form: str) -> None:
    """Base64 of a private key without a passphrase, whichever program wrote it."""
    key = sftp_server.keys.base64(form)
    arrives(sftp_server, login(sftp_server, EXPORTSIM_SFTP_KEY=key), tmp_path)


def test_a_key_can_be_in_a_file(sftp_server: SftpServer, tmp_path: Path) -> None:
    """As it is, or in Base64 with line breaks."""
    file = tmp_path / "key"
    for content in (
        sftp_server.keys.ed25519.read_bytes(),
        base64.encodebytes(sftp_server.keys.rsa_pem.read_bytes()),
    ):
        file.write_bytes(content)
        arrives(sftp_server, login(sftp_server, EXPORTSIM_SFTP_KEY_FILE=str(file)), tmp_path)


def test_a_password_helps_where_the_key_does_not(sftp_server: SftpServer, tmp_path: Path) -> None:
    """Both may be given; one that the server takes is enough."""
    both = environment(sftp_server, EXPORTSIM_SFTP_KEY=sftp_server.keys.base64("stranger"))
    arrives(sftp_server, both, tmp_path)


def test_a_password_is_given_where_it_is_asked_for(sftp_server_with: Callable[..., SftpServer], tmp_path: Path) -> None:
    """By servers that ask for it as a question; a wrong one is refused there too."""
    server = sftp_server_with(interactive=True)
    arrives(server, environment(server), tmp_path)
    wrong = environment(server, EXPORTSIM_SFTP_PASSWORD="not-it")
    with pytest.raises(TerminalFailure, match="permission denied; is the password") as told:
        arrives(server, wrong, tmp_path)
    assert_no_secrets(str(told.value), wrong)


def test_a_stranger_s_key_is_refused(sftp_server: SftpServer, tmp_path: Path) -> None:
    """In words, with the remedy, and without the key."""
    stranger = login(sftp_server, EXPORTSIM_SFTP_KEY=sftp_server.keys.base64("stranger"))
    with pytest.raises(TerminalFailure, match=r"refuses \S+ with this key: permission denied; the public half") as told:
        arrives(sftp_server, stranger, tmp_path)
    assert_no_secrets(str(told.value), stranger)


def test_keys_that_cannot_be_used_are_told(sftp_server: SftpServer) -> None:
    """Each with what it is, none with what is in it."""
    keys: UserKeys = sftp_server.keys
    public = keys.authorized.read_text().splitlines()[0].encode()
    wrong = {
        "has a passphrase": keys.rsa_passphrase.read_bytes(),
        "is a public key": public,
        "is neither a private key nor Base64": b"not a key!",
        "is no private key": base64.b64encode(b"something else"),
        "is broken or incomplete": keys.rsa_pem.read_bytes()[:200] + b"\n-----END RSA PRIVATE KEY-----\n",
        "is a PuTTY key": b"PuTTY-User-Key-File-3: ssh-ed25519\n",
        "has a passphrase; the platform takes none": locked_pem(keys),
    }
    for what, content in wrong.items():
        with pytest.raises(KeyProblem, match=what) as told:
            private_key(content)
        assert content.decode() not in str(told.value)


def locked_pem(keys: UserKeys) -> bytes:
    key = serialization.load_pem_private_key(keys.rsa_pem.read_bytes(), None)
    lock = serialization.BestAvailableEncryption(b"phrase")
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, lock)


def test_all_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    """Before anybody is connected to."""
    given = {"EXPORTSIM_SFTP_KNOWN_HOSTS": str(tmp_path / "none"), "EXPORTSIM_SFTP_PUBLISH": "at once"}
    with pytest.raises(ConfigurationError) as told:
        connect(Sftp("partner.example"), Settings(given))
    assert [problem.where for problem in told.value.problems] == [
        "EXPORTSIM_SFTP_USER",
        "EXPORTSIM_SFTP_PASSWORD",
        "EXPORTSIM_SFTP_KNOWN_HOSTS",
    ]
    assert "exportsim trust sftp://partner.example makes it" in str(told.value)


def test_an_unknown_server_is_told_nothing(sftp_server: SftpServer, tmp_path: Path) -> None:
    """Its fingerprint is shown, and the command that accepts it, which then lets files through."""
    known_hosts = tmp_path / "known_hosts"
    known_hosts.write_text("# nobody yet\n")
    given = environment(sftp_server, EXPORTSIM_SFTP_KNOWN_HOSTS=str(known_hosts))
    with pytest.raises(TerminalFailure, match="is not a known host") as told:
        arrives(sftp_server, given, tmp_path)
    accept = str(told.value).rpartition("accept it: ")[2].split()
    assert accept[:2] == ["exportsim", "trust"]
    done = trust(given, *accept[2:], "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["fingerprint"] in fingerprints(sftp_server.known_hosts)
    arrives(sftp_server, given, tmp_path)


def fingerprints(known_hosts: Path) -> list[str]:
    """As OpenSSH's own tool shows them."""
    told = subprocess.run(["ssh-keygen", "-lf", known_hosts], capture_output=True, text=True, check=True).stdout
    return [line.split()[1] for line in told.splitlines()]


def test_a_server_whose_key_has_changed_is_told_nothing(sftp_server: SftpServer, tmp_path: Path) -> None:
    """Both fingerprints are shown and the line that knows the old one; it is not accepted before that line is gone."""
    host = f"[{sftp_server.host}]:{sftp_server.port}"
    (other,) = [
        line
        for line in sftp_server.keys.authorized.read_text().splitlines()
        if line.startswith("ssh-ed25519")  # a key of the right kind that is not the server's
    ]
    known_hosts = write_known_hosts(tmp_path / "known_hosts", sftp_server.host, sftp_server.port, [other])
    given = environment(sftp_server, EXPORTSIM_SFTP_KNOWN_HOSTS=str(known_hosts))
    with pytest.raises(TerminalFailure, match=r"line 1\), and now shows the ED25519 key SHA256:") as told:
        arrives(sftp_server, given, tmp_path)
    assert fingerprints(known_hosts)[0] in str(told.value)
    shown = str(told.value).rpartition("--fingerprint ")[2]
    url = f"sftp://{sftp_server.host}:{sftp_server.port}"
    refused = trust(given, url, "--fingerprint", shown)
    assert (refused.exit_code, known_hosts.read_text()) == (4, f"{host} {other}\n")


def test_a_server_is_known_in_every_way_that_openssh_writes(sftp_server: SftpServer, tmp_path: Path) -> None:
    """By one key of any kind, hashed names, patterns; a revoked key is never taken, and neither is an excepted name."""
    lines = sftp_server.known_hosts.read_text().splitlines()
    keys = [line.partition(" ")[2] for line in lines]
    known_hosts = tmp_path / "known_hosts"
    given = environment(sftp_server, EXPORTSIM_SFTP_KNOWN_HOSTS=str(known_hosts))
    for text in (
        *lines,
        f"# a comment\n\nelsewhere,[127.0.0.?]:* {keys[0]} somebody@somewhere",
        hashed(lines, tmp_path),
    ):
        known_hosts.write_text(text + "\n")
        arrives(sftp_server, given, tmp_path)
    for text, why in (
        ("\n".join(f"@revoked * {key}" for key in keys), "is revoked"),
        (f"!{lines[0].partition(' ')[0]},* {keys[0]}", "is not a known host"),
        (f"@cert-authority * {keys[0]}", "is not a known host"),
        (lines[0][:-20] + "!", "is not a known host"),
    ):
        known_hosts.write_text(text + "\n")
        with pytest.raises(TerminalFailure, match=why):
            arrives(sftp_server, given, tmp_path)


def hashed(lines: list[str], folder: Path) -> str:
    """The lines with their names hashed by OpenSSH's own tool."""
    file = folder / "hashed"
    file.write_text("\n".join(lines) + "\n")
    subprocess.run(["ssh-keygen", "-q", "-H", "-f", file], check=True, capture_output=True)
    return file.read_text()


def test_trust_asks_nobody_who_is_not_there(sftp_server: SftpServer, tmp_path: Path) -> None:
    """Without a terminal the fingerprint must be given, and it must be the right one."""
    given = {"EXPORTSIM_SFTP_KNOWN_HOSTS": str(tmp_path / "new" / "known_hosts")}
    url = f"sftp://{sftp_server.host}:{sftp_server.port}"
    codes = [trust(given, *words).exit_code for words in ([url], [url, "--fingerprint", "SHA256:wrong"], ["s3://b"])]
    assert (codes, (tmp_path / "new").exists()) == ([2, 4, 2], False)


def test_an_agreed_key_is_added_once(sftp_server: SftpServer, tmp_path: Path) -> None:
    """What stood in the file before stays, even without a line's end."""
    known_hosts = tmp_path / "known_hosts"
    known_hosts.write_text("elsewhere ssh-rsa AAAA")
    given = {"EXPORTSIM_SFTP_KNOWN_HOSTS": str(known_hosts)}
    url = f"sftp://{sftp_server.host}:{sftp_server.port}"
    (fingerprint,) = [
        shown for shown, line in zip(fingerprints(sftp_server.known_hosts), kinds(sftp_server), strict=True) if line
    ]
    for added in (True, False):
        done = trust(given, url, "--fingerprint", fingerprint, "--json")
        assert json.loads(done.stdout)["added"] is added
    first, second = known_hosts.read_text().splitlines()
    assert (first, second in sftp_server.known_hosts.read_text()) == ("elsewhere ssh-rsa AAAA", True)


def kinds(server: SftpServer) -> list[bool]:
    """Which of the server's keys is of the kind that is shown first."""
    return ["ssh-ed25519" in line for line in server.known_hosts.read_text().splitlines()]
