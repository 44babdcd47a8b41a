"""Servers that are known by their keys, as OpenSSH keeps them in ``known_hosts``."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exportsim.errors import TerminalFailure

SYSTEM = Path("/etc/ssh/ssh_known_hosts")


@dataclass(frozen=True)
class HostKey:
    """The key by which a server is known."""

    kind: str
    """``ssh-ed25519``, ``ecdsa-sha2-nistp256``, ``ssh-rsa``."""

    text: str
    """Base64 of the key."""

    @property
    def fingerprint(self) -> str:
        """As ``ssh-keygen -l`` shows it: ``SHA256:…``."""
        digest = hashlib.sha256(base64.b64decode(self.text)).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")

    def __str__(self) -> str:
        return f"{self.kind.removeprefix('ssh-').removeprefix('ecdsa-sha2-').upper()} key {self.fingerprint}"


@dataclass(frozen=True)
class Known:
    """A line of a ``known_hosts`` file that is about a server."""

    key: HostKey
    file: Path
    line: int
    revoked: bool = False


def name_of(host: str, port: int) -> str:
    """A server's name in such a file."""
    return host.lower() if port == 22 else f"[{host.lower()}]:{port}"


def known(name: str, files: Iterable[Path]) -> tuple[Known, ...]:
    """Every key that the files know for a server; a file that is not there knows nothing."""
    return tuple(one for file in files if file.is_file() for one in _lines(name, file))


Standing = Literal["known", "unknown", "changed", "revoked"]


def standing(shown: HostKey, lines: tuple[Known, ...]) -> Standing:
    """What the lines about a server say of the key that it shows."""
    if any(one.revoked and one.key == shown for one in lines):
        return "revoked"
    keys = [one.key for one in lines if not one.revoked]
    if shown in keys:
        return "known"
    return "changed" if keys else "unknown"


def check(name: str, url: str, shown: HostKey, lines: tuple[Known, ...]) -> None:
    """Raise ``TerminalFailure``, which says what to do, unless the server shows a key that it is known by."""
    accept = f"exportsim trust {url} --fingerprint {shown.fingerprint}"
    match standing(shown, lines):
        case "known":
            return
        case "revoked":
            raise TerminalFailure(f"{name} shows the {shown}, which is revoked; send nothing there")
        case "unknown":
            raise TerminalFailure(
                f"{name} is not a known host: it shows the {shown}; if that is what its administrator says, accept it: "
                f"{accept}"
            )
        case "changed":
            keys = [one for one in lines if not one.revoked]
            one = next((one for one in keys if one.key.kind == shown.kind), keys[0])
            raise TerminalFailure(
                f"{name} is known by the {one.key} ({one.file}, line {one.line}), and now shows the {shown}: it was "
                f"set up anew, or somebody stands in between; ask its administrator, and if the new one is right take "
                f"that line away and accept it: {accept}"
            )


def remember(name: str, shown: HostKey, file: Path) -> None:
    """Add a line to a ``known_hosts`` file, which is made if it is not there."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = file.read_bytes() if file.exists() else b""
    gap = "" if not before or before.endswith(b"\n") else "\n"
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{gap}{name} {shown.kind} {shown.text}\n")


def _lines(name: str, file: Path) -> Iterator[Known]:
    for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        marker = words.pop(0) if words[0].startswith("@") else ""
        # A line marked @cert-authority is about certificates, which are not checked here.
        if len(words) < 3 or marker not in ("", "@revoked") or not _is_about(words[0], name):
            continue
        if _is_base64(words[2]):
            yield Known(HostKey(words[1], words[2]), file, number, marker == "@revoked")


def _is_about(patterns: str, name: str) -> bool:
    """Whether a line's first word names the server: hashed, or patterns with ``*`` and ``?``, ``!`` for not this."""
    if patterns.startswith("|1|"):
        return _is_hash_of(patterns, name)
    found = False
    for pattern in patterns.split(","):
        if _matches(pattern.removeprefix("!"), name):
            if pattern.startswith("!"):
                return False
            found = True
    return found


def _matches(pattern: str, name: str) -> bool:
    form = "".join({"*": ".*", "?": "."}.get(sign) or re.escape(sign) for sign in pattern)
    return re.fullmatch(form, name, re.IGNORECASE) is not None


def _is_hash_of(pattern: str, name: str) -> bool:
    try:
        salt, digest = (base64.b64decode(part) for part in pattern.split("|")[2:4])
    except (ValueError, binascii.Error):
        return False
    # SHA-1 is what the file's format says.
    return hmac.compare_digest(hmac.digest(salt, name.encode(), "sha1"), digest)


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode(text, validate=True))
    except binascii.Error:
        return False
