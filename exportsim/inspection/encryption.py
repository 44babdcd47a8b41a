"""OpenPGP messages: for whom they are encrypted, which stands in front of what only they can read (RFC 9580)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from exportsim.inspection.values import Fact

PKESK = 1
"""The packet that holds the session key for one recipient: section 5.1."""


HIDDEN = "(hidden)"


def facts(head: bytes, name: str, evidence: str) -> tuple[Fact, ...]:
    """Tell of an encrypted file whose container is ``pgp`` or ``pgp-armored`` and which begins with ``head``."""
    armored = name == "pgp-armored"
    kind = Fact("encryption", "OpenPGP, armored" if armored else "OpenPGP, binary", "certain", evidence)
    keys = list(recipients(_dearmored(head) if armored else head))
    if not keys:
        return (kind,)
    return kind, Fact("recipients", ", ".join(keys), "certain", "The packets in front name these keys.")


def recipients(packets: bytes) -> Iterator[str]:
    """The key ids that a message names in front, in hexadecimal; one that hides its recipient says so."""
    position = 0
    while position + 2 < len(packets) and packets[position] & 0x80:
        tag, start, size = _header(packets, position)
        body = packets[start : start + size]
        if tag != PKESK or size <= 0 or len(body) < size:
            return
        if body[0] == 3:
            key = body[1:9]
            yield key.hex().upper() if any(key) else HIDDEN
        elif body[0] == 6 and body[1]:
            yield body[3 : 2 + body[1]].hex().upper()
        position = start + size


def _header(packets: bytes, position: int) -> tuple[int, int, int]:
    """Tag, start of the body and its size, 0 where the size is not said: sections 4.2.1 and 4.2.2."""
    first = packets[position]
    if not first & 0x40:
        length = (1, 2, 4, 0)[first & 3]
        start = position + 1 + length
        return (first >> 2) & 0x0F, start, int.from_bytes(packets[position + 1 : start], "big")
    octet = packets[position + 1]
    if octet < 192:
        return first & 0x3F, position + 2, octet
    if octet < 224:
        return first & 0x3F, position + 3, ((octet - 192) << 8) + packets[position + 2] + 192
    if octet == 255:
        return first & 0x3F, position + 6, int.from_bytes(packets[position + 2 : position + 6], "big")
    return first & 0x3F, position + 2, 0


def _dearmored(text: bytes) -> bytes:
    """The packets behind the armor's headers, as far as they are whole; nothing where it is no base64."""
    _, _, body = text.replace(b"\r\n", b"\n").partition(b"\n\n")
    packed = b"".join(body.split(b"\n=")[0].split(b"\n-")[0].split())
    try:
        return base64.b64decode(packed[: len(packed) // 4 * 4])
    except binascii.Error:
        return b""
