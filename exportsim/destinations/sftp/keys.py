"""Private keys in every form in which customers have them."""

from __future__ import annotations

import base64
import binascii
import io
import re

import paramiko
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

FORMS = "Base64 of a private key without a passphrase, RSA, ECDSA or Ed25519, as OpenSSH or OpenSSL write it"

_KINDS: tuple[tuple[type, type[paramiko.PKey]], ...] = (
    (rsa.RSAPrivateKey, paramiko.RSAKey),
    (ed25519.Ed25519PrivateKey, paramiko.Ed25519Key),
    (ec.EllipticCurvePrivateKey, paramiko.ECDSAKey),
)


class KeyProblem(ValueError):
    """Why a text is no key that can be used; never quotes it."""


def private_key(text: bytes) -> paramiko.PKey:
    """The key of a file's content, or of that in Base64 as the platform's form takes it.

    PEM (PKCS#1, PKCS#8, SEC 1) and OpenSSH's own form. paramiko reads no PKCS#8, so every key passes through OpenSSH's
    form on its way. Raises ``KeyProblem``.
    """
    block = text.strip() if b"-----BEGIN" in text or b"PuTTY-User-Key-File" in text else _decoded(text)
    if b"PuTTY-User-Key-File" in block:
        raise KeyProblem("is a PuTTY key; PuTTYgen exports it as an OpenSSH key")
    if b"PRIVATE KEY-----" not in block:
        public = re.match(rb"(ssh-|ecdsa-)|-----BEGIN [A-Z0-9 ]*PUBLIC KEY", block)
        raise KeyProblem("is a public key; the private one is asked for" if public else "is no private key")
    load = serialization.load_ssh_private_key if b"OPENSSH" in block else serialization.load_pem_private_key
    try:
        key = load(block, None)
    except TypeError:
        raise KeyProblem("has a passphrase; the platform takes none: ssh-keygen -p takes it off") from None
    except (ValueError, UnsupportedAlgorithm) as error:
        locked = "password" in str(error).lower()
        raise KeyProblem("has a passphrase" if locked else "is broken or incomplete") from None
    for kind, read in _KINDS:
        if isinstance(key, kind):
            as_openssh = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
            return read.from_private_key(io.StringIO(as_openssh.decode()))
    raise KeyProblem("is of a kind that SSH servers do not take")


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True).strip()
    except binascii.Error:
        if text.startswith((b"ssh-", b"ecdsa-")):
            return text
        raise KeyProblem("is neither a private key nor Base64 of one") from None
