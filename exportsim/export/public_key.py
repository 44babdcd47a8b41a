"""A partner's public key as the vendor's form takes it, checked before any row is made.

The form wants an armored PGP block; the Flow Service API wants it in Base64.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import PublicKey

if TYPE_CHECKING:
    from pysequoia import Cert
    from pysequoia.packet import Packet

BLOCK = "PGP PUBLIC KEY BLOCK"
ONE_KEY = f"one public key: the text that begins with -----BEGIN {BLOCK}-----, or that text in Base64"

_ID = re.compile(r"[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40}|[0-9A-F]{64}")


def load_public_key(path: Path, subkey: str | None = None, *, now: datetime) -> PublicKey:
    """Read the key in a file, and choose what files are encrypted to.

    ``subkey`` names a key by its id or fingerprint; None: the newest subkey that can encrypt, or else the primary key.
    ``now`` decides what has expired. Raises ``ConfigurationError`` for a private key, several keys, a key that
    cannot encrypt any more or never could, and for anything that is no key.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}") from error
    try:
        from pysequoia import Cert
        from pysequoia.packet import PacketPile, Tag
    except ImportError as error:
        what = "encryption needs the library pysequoia, which is not installed"
        raise _refused(path, what, "pip install 'exportsim[pgp]'") from error
    content = _content(path, data)
    try:
        packets = list(PacketPile.from_bytes(content))
        if any(packet.tag in (Tag.SecretKey, Tag.SecretSubkey) for packet in packets):
            raise _refused(path, "holds a private key, which must not leave its owner", "gpg --armor --export KEY")
        if sum(packet.tag == Tag.PublicKey for packet in packets) > 1:
            raise _refused(path, "holds several keys", ONE_KEY)
        # The library puts every valid signature behind what it signs.
        cert = Cert.from_packets(packets)
        primary, *subkeys = _components(list(PacketPile.from_bytes(bytes(cert))))
    except RuntimeError as error:
        raise _refused(path, f"cannot be read as a public key: {_sentence(error)}", ONE_KEY) from error
    return _chosen(path, cert, primary, subkeys, subkey, now)


def _content(path: Path, data: bytes) -> bytes:
    """The armored block, or what the Base64 stands for."""
    text = data.decode("utf-8-sig", errors="replace")
    if "-----BEGIN" in text:
        content = text.encode()
    else:
        try:
            content = base64.b64decode("".join(text.split()), validate=True)
        except ValueError:
            raise _refused(path, "holds neither an armored block nor Base64", ONE_KEY) from None
        text = content.decode(errors="replace")
    labels = re.findall(r"-----BEGIN ([A-Z0-9 ]*)-----", text)
    if any("PRIVATE" in label for label in labels):
        raise _refused(path, "holds a private key, which must not leave its owner", "gpg --armor --export KEY")
    foreign = [label for label in labels if label != BLOCK]
    if foreign:
        raise _refused(path, f'holds "{foreign[0]}", not a PGP public key', ONE_KEY)
    if len(labels) > 1:
        raise _refused(path, f"holds {len(labels)} keys", ONE_KEY)
    return content


def _components(packets: Sequence[Packet]) -> Iterator[list[Packet]]:
    """The primary key with its user ids, then each subkey, every one with its signatures."""
    from pysequoia.packet import Tag

    starts = [0, *(index for index, packet in enumerate(packets) if packet.tag == Tag.PublicSubkey), len(packets)]
    for start, end in pairwise(starts):
        yield list(packets[start:end])


def _chosen(
    path: Path, cert: Cert, primary: list[Packet], subkeys: list[list[Packet]], wanted: str | None, now: datetime
) -> PublicKey:
    if fault := _fault_of_all(cert, now):
        raise _refused(path, fault, "a key that is valid")
    candidates = [*sorted(subkeys, key=_created, reverse=True), primary]
    if wanted is not None:
        candidates = _named(path, candidates, wanted)
    faults = {_fingerprint(candidate): _fault(primary, candidate, now) for candidate in candidates}
    usable = [candidate for candidate in candidates if not faults[_fingerprint(candidate)]]
    if not usable:
        told = "; ".join(f"{fingerprint} {fault}" for fingerprint, fault in faults.items())
        raise _refused(path, f"has no key to encrypt to: {told}", "a key or subkey that is valid and for encryption")
    best = usable[0]
    return PublicKey(str(_alone(primary, best)), _fingerprint(primary), _fingerprint(best))


def _named(path: Path, candidates: list[list[Packet]], wanted: str) -> list[list[Packet]]:
    identifier = re.sub(r"\s", "", wanted).upper().removeprefix("0X").removesuffix("!")
    known = "known: " + ", ".join(map(_fingerprint, candidates))
    if not _ID.fullmatch(identifier):
        raise _refused(path, f'"{wanted}" is not a key id', f"8, 16 or 40 hexadecimal digits; {known}")
    named = [candidate for candidate in candidates if identifier in _identifiers(candidate)]
    if len(named) != 1:
        raise _refused(path, f'{"several keys are" if named else "no key is"} called "{wanted}"', known)
    return named


def _fault_of_all(cert: Cert, now: datetime) -> str:
    try:
        expiration = cert.expiration
    except RuntimeError as error:
        return f"has no signature of its own that is still accepted: {_sentence(error)}"
    if cert.is_revoked:
        return "holds a key that is revoked"
    return f"holds a key that expired on {expiration:%Y-%m-%d}" if expiration and expiration <= now else ""


def _fault(primary: list[Packet], candidate: list[Packet], now: datetime) -> str:
    """Why files cannot be encrypted to this key; empty where they can."""
    from pysequoia import encrypt
    from pysequoia.packet import SignatureType

    key, *signatures = candidate
    if candidate is not primary:
        if any(signature.signature_type == SignatureType.SubkeyRevocation for signature in signatures):
            return "is revoked"
        bindings = [packet for packet in signatures if packet.signature_type == SignatureType.SubkeyBinding]
        binding = max(bindings, key=_signed, default=None)
        flags = binding.key_flags if binding else None
        if not flags or not (flags.transport_encryption or flags.storage_encryption):
            return "is not for encryption"
        if binding and binding.key_validity_period and key.key_created:
            expiration = key.key_created + binding.key_validity_period
            if expiration <= now:
                return f"expired on {expiration:%Y-%m-%d}"
    try:
        encrypt(b"", [_alone(primary, candidate)])
    except RuntimeError:
        # It does not say why: the flags of a primary key, a bad signature, an algorithm that is unknown or broken.
        return "is not for encryption" if candidate is primary else "is not accepted: too weak, unknown or badly signed"
    return ""


def _alone(primary: list[Packet], candidate: list[Packet]) -> Cert:
    """A certificate with this key only: the library encrypts to every key that it finds."""
    from pysequoia import Cert

    return Cert.from_packets(primary if candidate is primary else [*primary, *candidate])


def _created(component: list[Packet]) -> float:
    created = component[0].key_created
    return created.timestamp() if created else 0.0


def _signed(signature: Packet) -> float:
    return signature.signature_created.timestamp() if signature.signature_created else 0.0


def _fingerprint(component: list[Packet]) -> str:
    return (component[0].fingerprint or "").upper()


def _identifiers(component: list[Packet]) -> tuple[str, str, str]:
    key_id = (component[0].key_id or "").upper()
    return _fingerprint(component), key_id, key_id[-8:]


def _sentence(error: Exception) -> str:
    # Behind the first line may follow a stack trace of the library.
    return str(error).partition("\n")[0]


def _refused(path: Path, what: str, allowed: str = "") -> ConfigurationError:
    return ConfigurationError([Problem(str(path), what, allowed)])
