"""GnuPG as a partner has it: makes keys, gives the public ones away, decrypts what arrives."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keyring:
    """A keyring of its own in a folder of its own."""

    home: Path

    def gpg(self, *arguments: object, given: bytes = b"") -> bytes:
        """Run the program; what it prints."""
        command = ["gpg", "--homedir", self.home, "--batch", "--quiet", "--no-tty", "--pinentry-mode", "loopback"]
        command += ["--passphrase", "", "--trust-model", "always", *arguments]
        done = subprocess.run([str(word) for word in command], input=given, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def make(self, name: str, usage: str, *subkeys: str, day: str = "20240101", expires: str = "never") -> list[str]:
        """Make a key and subkeys for these usages, each a second younger; the fingerprints, the primary's first.

        A subkey's usage may name its own end: ``encrypt:2d``.
        """
        self.gpg("--faked-system-time", f"{day}T000000!", "--quick-gen-key", address(name), "rsa2048", usage, expires)
        for number, subkey in enumerate(subkeys, 1):
            clock = ("--faked-system-time", f"{day}T00000{number}!")
            usage, _, end = subkey.partition(":")
            self.gpg(*clock, "--quick-add-key", self.fingerprints(name)[0], "rsa2048", usage, end or expires)
        return self.fingerprints(name)

    def revoke(self, name: str) -> None:
        certificate = self.home / "openpgp-revocs.d" / f"{self.fingerprints(name)[0]}.rev"
        # It is written with a colon in front of the block, lest it be imported by accident.
        self.gpg("--import", given=certificate.read_bytes().replace(b":-----BEGIN", b"-----BEGIN"))

    def fingerprints(self, name: str) -> list[str]:
        listed = self.gpg("--with-colons", "--with-subkey-fingerprint", "--list-keys", address(name)).decode()
        return re.findall(r"^fpr:{9}([0-9A-F]{40}):", listed, re.MULTILINE)

    def public(self, *names: str) -> bytes:
        """The armored block."""
        return self.gpg("--armor", "--export", *map(address, names))

    def private(self, name: str) -> bytes:
        return self.gpg("--armor", "--export-secret-keys", address(name))

    def decrypt(self, data: bytes) -> bytes:
        return self.gpg("--decrypt", given=data)

    def packets(self, data: bytes) -> str:
        """What a message is made of, a line or more for each packet."""
        return self.gpg("--list-packets", given=data).decode()


def address(name: str) -> str:
    return f"{name}@example.com"


@contextmanager
def keyring() -> Iterator[Keyring]:
    """A new one, gone afterwards; its folder's name is short, for sockets lie in it."""
    assert shutil.which("gpg"), "these tests decrypt with GnuPG: apt-get install gnupg"
    with tempfile.TemporaryDirectory(prefix="gpg-", ignore_cleanup_errors=True) as home:
        try:
            yield Keyring(Path(home))
        finally:
            subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)
