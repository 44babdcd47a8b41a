"""SSH keys in every form that a customer may paste, and the files that a server and a client keep of them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, PublicFormat

PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey

PASSPHRASE = "a phrase that nobody gives"


@dataclass(frozen=True)
class UserKeys:
    """The private key files of one user: two keys, the first of them in four forms."""

    rsa_pem: Path
    """`BEGIN RSA PRIVATE KEY`, the form the platform's manual asks for."""

    rsa_openssh: Path
    """The same key, `BEGIN OPENSSH PRIVATE KEY`."""

    rsa_pkcs8: Path
    """The same key, `BEGIN PRIVATE KEY`."""

    rsa_passphrase: Path
    """The same key, `BEGIN OPENSSH PRIVATE KEY`, locked with `PASSPHRASE`."""

    ed25519: Path
    """An Ed25519 key, `BEGIN OPENSSH PRIVATE KEY`."""

    stranger: Path
    """A key that the server does not know."""

    authorized: Path
    """The public halves of all but the stranger's, one a line, as a server keeps them."""

    def base64(self, name: str) -> str:
        """A key as the platform's form takes it: Base64 of the whole file."""
        return base64.b64encode(getattr(self, name).read_bytes()).decode()


def make_user_keys(folder: Path) -> UserKeys:
    """Write fresh keys into a folder."""
    first, second = rsa.generate_private_key(65537, 2048), ed25519.Ed25519PrivateKey.generate()
    made = UserKeys(
        rsa_pem=write_private(folder / "user_rsa.pem", first, PrivateFormat.TraditionalOpenSSL),
        rsa_openssh=write_private(folder / "user_rsa", first),
        rsa_pkcs8=write_private(folder / "user_rsa.pk8", first, PrivateFormat.PKCS8),
        rsa_passphrase=write_private(folder / "user_rsa_passphrase", first, passphrase=PASSPHRASE),
        ed25519=write_private(folder / "user_ed25519", second),
        stranger=write_private(folder / "stranger_ed25519", ed25519.Ed25519PrivateKey.generate()),
        authorized=folder / "authorized_keys",
    )
    made.authorized.write_text(public(first) + "\n" + public(second) + "\n")
    made.authorized.chmod(0o644)  # the server reads it as the user who logs in
    return made


def make_host_keys(folder: Path) -> dict[str, tuple[Path, str]]:
    """Fresh keys of a server by kind: the private file, and the public text."""
    keys: dict[str, PrivateKey] = {
        "rsa": rsa.generate_private_key(65537, 2048),
        "ecdsa": ec.generate_private_key(ec.SECP256R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate(),
    }
    return {kind: (write_private(folder / f"host_{kind}", key), public(key)) for kind, key in keys.items()}


def write_known_hosts(path: Path, host: str, port: int, publics: list[str]) -> Path:
    """The file by which a client knows a server again, on a port of its own."""
    path.write_text("".join(f"[{host}]:{port} {text}\n" for text in publics))
    return path


def write_private(
    path: Path, key: PrivateKey, form: PrivateFormat = PrivateFormat.OpenSSH, passphrase: str | None = None
) -> Path:
    lock = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
    path.write_bytes(key.private_bytes(Encoding.PEM, form, lock))
    path.chmod(0o600)
    return path


def public(key: PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
