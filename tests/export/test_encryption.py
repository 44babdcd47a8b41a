"""Encrypted files are read by GnuPG; a key that cannot be used is refused before anything is written."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from export.keyring import Keyring, keyring
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import formats
from exportsim.errors import ConfigurationError, ExportError
from exportsim.export import file_names, load_export, load_public_key, write_export
from exportsim.export.encryption import encrypted
from exportsim.model import S3, Activation, Audience, Column, Encryption, Export, Plan, PublicKey, Rows, Run, Slice

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ACTIVATION = Activation(Audience("a", "A"), (Column("id", "id"),), ("id",), filename="people", filename_append=())
RUN = Run("run", scheduled=NOW, started=NOW, instance_id="instance")
PLAN = Plan(formats.from_options("csv", {"header": "true", "compression": "gzip"}), S3("b", ""), "")
ROWS = pa.record_batch({"id": [1, 2, 3]})
TEXT = b"id\n1\n2\n3\n"


@pytest.fixture(scope="module")
def partner() -> Iterator[Keyring]:
    """Keys of many kinds."""
    with keyring() as ring:
        ring.make("plain", "sign", "encrypt")
        ring.make("several", "sign", "encrypt", "encrypt", "sign")
        ring.make("alone", "sign,encrypt")
        ring.make("signer", "sign", "sign")
        ring.make("old", "sign", "encrypt", day="20200101", expires="2d")
        ring.make("lapsed", "sign", "encrypt:2d", day="20200101")
        ring.make("revoked", "sign", "encrypt")
        ring.revoke("revoked")
        yield ring


@pytest.fixture(scope="module")
def key(partner: Keyring, tmp_path_factory: pytest.TempPathFactory) -> PublicKey:
    return load(partner.public("plain"), tmp_path_factory.mktemp("key"))


def load(data: bytes, folder: Path, subkey: str | None = None, now: datetime = NOW) -> PublicKey:
    """The key in a file of this content."""
    path = folder / "partner.asc"
    path.write_bytes(data)
    return load_public_key(path, subkey, now=now)


def refusal(data: bytes, folder: Path, subkey: str | None = None) -> str:
    """What is wrong with such a file, without the file's path."""
    with pytest.raises(ConfigurationError) as caught:
        load(data, folder, subkey)
    (problem,) = caught.value.problems
    assert problem.where == str(folder / "partner.asc")
    return f"{problem.what}\n  {problem.allowed}"


def write(folder: Path, encryption: Encryption, *, plan: Plan = PLAN) -> Export:
    rows = Rows(ROWS.schema, iter([Slice(ROWS, None)]), len(ROWS))
    return write_export(rows, replace(plan, encryption=encryption), ACTIVATION, RUN, folder, source={})


def test_a_file_is_compressed_and_then_encrypted(partner: Keyring, key: PublicKey, tmp_path: Path) -> None:
    """GnuPG gives back the gzip file; size and digest are those of what lies there."""
    export = write(tmp_path / "out", Encryption(key))
    (file,) = export.files
    data = (export.folder / file.name).read_bytes()
    assert file.name == "people.csv.gz.gpg"
    assert gzip.decompress(partner.decrypt(data)) == TEXT
    assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("file_type", ["csv", "json", "parquet"])
def test_every_format_can_be_encrypted(partner: Keyring, key: PublicKey, tmp_path: Path, file_type: str) -> None:
    """What is decrypted is the file that would have been written plainly."""
    plan = replace(PLAN, format=formats.from_options(file_type, {}))
    export = write(tmp_path / "out", Encryption(key), plan=plan)
    data = (export.folder / export.files[0].name).read_bytes()
    assert partner.decrypt(data) == formats.dumps(pa.Table.from_batches([ROWS]), plan.format)


@pytest.mark.parametrize(
    ("encryption", "name", "beginning"),
    [
        ({"armor": True}, "people.csv.gz.gpg", b"-----BEGIN PGP MESSAGE-----\n"),
        ({"armor": False, "suffix": ".pgp"}, "people.csv.gz.pgp", b"\xc1"),
        ({"suffix": ""}, "people.csv.gz", b"\xc1"),
    ],
)
def test_armor_and_suffix_can_be_chosen(
    partner: Keyring, key: PublicKey, tmp_path: Path, encryption: dict[str, object], name: str, beginning: bytes
) -> None:
    """Each is read by GnuPG all the same."""
    export = write(tmp_path / "out", Encryption(key, **encryption))  # type: ignore[arg-type]
    data = (export.folder / name).read_bytes()
    assert data.startswith(beginning)
    assert gzip.decompress(partner.decrypt(data)) == TEXT


def test_a_part_has_its_number_before_the_whole_extension(partner: Keyring, key: PublicKey, tmp_path: Path) -> None:
    """Each part is a message of its own, and the names are known beforehand."""
    plan = replace(PLAN, max_file_rows=2, encryption=Encryption(key))
    export = write(tmp_path / "out", Encryption(key), plan=plan)
    assert [file.name for file in export.files] == ["people.csv.gz.gpg", "people_2.csv.gz.gpg"]
    assert file_names(ROWS.schema, plan, ACTIVATION, RUN, 3) == ("people.csv.gz.gpg", "people_2.csv.gz.gpg")
    second = (export.folder / "people_2.csv.gz.gpg").read_bytes()
    assert gzip.decompress(partner.decrypt(second)) == b"id\n3\n"


@pytest.mark.parametrize("wanted", [False, True])
def test_the_manifest_is_encrypted_on_demand(partner: Keyring, key: PublicKey, tmp_path: Path, *, wanted: bool) -> None:
    """Either way it names the encrypted files with their sizes as delivered."""
    plan = replace(PLAN, manifest=True)
    export = write(tmp_path / "out", Encryption(key, manifest=wanted), plan=plan)
    assert export.manifest is not None
    assert export.manifest.name == f"manifest-instance-run.json{'.gpg' if wanted else ''}"
    data = (export.folder / export.manifest.name).read_bytes()
    assert (export.manifest.size, export.manifest.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    listed = f'{{"sinkPath":"/","name":"people.csv.gz.gpg","size":{export.files[0].size}}}'
    assert listed in (partner.decrypt(data) if wanted else data).decode()


def test_nothing_is_in_a_message_but_the_file(partner: Keyring, key: PublicKey, tmp_path: Path) -> None:
    """One recipient, integrity protection, a binary literal without a name or time; no compression, no signature."""
    export = write(tmp_path / "out", Encryption(key))
    told = partner.packets((export.folder / export.files[0].name).read_bytes())
    assert re.findall(r"^:(.*? packet)", told, re.MULTILINE) == [
        "pubkey enc packet",
        "encrypted data packet",
        "literal data packet",
    ]
    assert f"keyid {key.subkey[-16:]}" in told
    assert "mdc_method: 2" in told
    assert re.search(r'mode b .*, created 0, name=""', told)


def test_much_passes_through(partner: Keyring, key: PublicKey, tmp_path: Path) -> None:
    """Far more than any pipe or packet holds."""
    data = b"0123456789abcdef" * 500_000
    with (tmp_path / "message").open("xb", buffering=0) as file, encrypted(file, Encryption(key)) as sink:
        for start in range(0, len(data), 300_000):
            sink.write(data[start : start + 300_000])
    assert partner.decrypt((tmp_path / "message").read_bytes()) == data


def test_the_record_keeps_the_public_key(key: PublicKey, tmp_path: Path) -> None:
    """An export that is read back says how it was encrypted."""
    export = write(tmp_path / "out", Encryption(key, armor=True, suffix=".asc", manifest=True))
    assert load_export(tmp_path / "out").plan == export.plan


def test_the_newest_subkey_is_used(partner: Keyring, tmp_path: Path) -> None:
    """Wherever it stands in the block, and the others cannot decrypt."""
    primary, _, newest, _ = partner.fingerprints("several")
    key = load(partner.public("several"), tmp_path)
    assert (key.fingerprint, key.subkey) == (primary, newest)
    export = write(tmp_path / "out", Encryption(key))
    told = partner.packets((export.folder / export.files[0].name).read_bytes())
    assert re.findall(r"keyid ([0-9A-F]{16})", told) == [newest[-16:]]


@pytest.mark.parametrize("form", ["{}", "0x{}", "{}!"])
@pytest.mark.parametrize("digits", [8, 16, 40])
def test_a_subkey_can_be_named(partner: Keyring, tmp_path: Path, form: str, digits: int) -> None:
    """By its id, short or long, or its fingerprint, as GnuPG writes them."""
    _, older, _, _ = partner.fingerprints("several")
    assert load(partner.public("several"), tmp_path, form.format(older[-digits:].lower())).subkey == older


def test_a_primary_key_serves_where_there_is_no_subkey(partner: Keyring, tmp_path: Path) -> None:
    """A single RSA key for everything."""
    (only,) = partner.fingerprints("alone")
    key = load(partner.public("alone"), tmp_path)
    assert (key.fingerprint, key.subkey) == (only, only)
    export = write(tmp_path / "out", Encryption(key))
    assert gzip.decompress(partner.decrypt((export.folder / export.files[0].name).read_bytes())) == TEXT


def test_a_key_may_come_in_base64(partner: Keyring, key: PublicKey, tmp_path: Path) -> None:
    """The block's Base64 in one line or wrapped, or the block with the line ends of Windows: the same key."""
    block = partner.public("plain")
    forms = [base64.b64encode(block), base64.encodebytes(block), block.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + block]
    assert [load(form, tmp_path) for form in forms] == [key] * 4


def test_the_time_that_is_given_decides_what_has_expired(partner: Keyring, tmp_path: Path) -> None:
    """A key is good until its end, and no longer."""
    block = partner.public("old")
    assert load(block, tmp_path, now=datetime(2020, 1, 2, tzinfo=UTC)).fingerprint == partner.fingerprints("old")[0]
    assert refusal(block, tmp_path) == "holds a key that expired on 2020-01-03\n  a key that is valid"


def test_a_key_that_cannot_encrypt_is_refused(partner: Keyring, tmp_path: Path) -> None:
    """Revoked, only for signatures, or with a subkey that has expired: each says so for every key of it."""
    assert refusal(partner.public("revoked"), tmp_path) == "holds a key that is revoked\n  a key that is valid"
    primary, subkey = partner.fingerprints("signer")
    assert refusal(partner.public("signer"), tmp_path) == (
        f"has no key to encrypt to: {subkey} is not for encryption; {primary} is not for encryption"
        "\n  a key or subkey that is valid and for encryption"
    )
    primary, subkey = partner.fingerprints("lapsed")
    assert f"{subkey} expired on 2020-01-03; {primary} is not for" in refusal(partner.public("lapsed"), tmp_path)


def test_a_named_key_must_exist_and_encrypt(partner: Keyring, tmp_path: Path) -> None:
    """What can be named is listed; a signing key stays one."""
    block = partner.public("several")
    primary, older, newest, signing = partner.fingerprints("several")
    known = f"known: {signing}, {newest}, {older}, {primary}"
    assert refusal(block, tmp_path, "0123456789ABCDEF") == f'no key is called "0123456789ABCDEF"\n  {known}'
    assert refusal(block, tmp_path, "mine") == f'"mine" is not a key id\n  8, 16 or 40 hexadecimal digits; {known}'
    assert f"{signing} is not for encryption" in refusal(block, tmp_path, signing)


def test_a_private_key_is_refused_and_not_repeated(partner: Keyring, tmp_path: Path) -> None:
    """As a block, in Base64, in binary Base64, or behind a public label: not a line of it is told."""
    block = partner.private("plain")
    binary = partner.gpg("--export-secret-keys", "plain@example.com")
    disguised = block.replace(b"PRIVATE", b"PUBLIC")
    expected = "holds a private key, which must not leave its owner\n  gpg --armor --export KEY"
    forms = [block, base64.b64encode(block), base64.b64encode(binary), disguised, b"-----BEGIN RSA PRIVATE KEY-----\n"]
    assert [refusal(form, tmp_path) for form in forms] == [expected] * 5


def test_several_keys_are_refused(partner: Keyring, tmp_path: Path) -> None:
    """In one block or one behind the other."""
    one_key = "one public key: the text that begins with -----BEGIN PGP PUBLIC KEY BLOCK-----, or that text in Base64"
    assert refusal(partner.public("plain", "alone"), tmp_path) == f"holds several keys\n  {one_key}"
    assert refusal(partner.public("plain") + partner.public("alone"), tmp_path) == f"holds 2 keys\n  {one_key}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cannot be read as a public key: Malformed Cert: No data"),
        (b"Our key is attached.", "holds neither an armored block nor Base64"),
        (b"\x99\x01\x0d\x04\xff", "holds neither an armored block nor Base64"),
        (b"QUJD", "cannot be read as a public key"),
        (b"-----BEGIN PUBLIC KEY-----\nQUJD\n-----END PUBLIC KEY-----\n", 'holds "PUBLIC KEY", not a PGP public key'),
        (b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----\n", "cannot be read"),
    ],
)
def test_what_is_no_key_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    """Nothing, text, binary, Base64 of something else, another kind of key, an empty block."""
    told = refusal(data, tmp_path)
    assert told.startswith(message)
    assert "Stack backtrace" not in told


def test_a_file_that_is_not_there_is_a_configuration_error(tmp_path: Path) -> None:
    """With the system's reason."""
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        load_public_key(tmp_path / "key.asc", now=NOW)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_key_is_a_key_or_a_refusal(partner: Keyring, tmp_path: Path, data: st.DataObject) -> None:
    """Bytes changed anywhere, cut anywhere: never anything but a configuration error."""
    block = bytearray(partner.gpg("--export", "plain@example.com"))
    for position in data.draw(st.lists(st.integers(0, len(block) - 1), max_size=3)):
        block[position] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(block)))
    try:
        key = load(base64.b64encode(bytes(block[:cut])), tmp_path)
    except ConfigurationError as error:
        assert "\n" not in error.problems[0].what
    else:
        assert re.fullmatch("[0-9A-F]{40}", key.fingerprint)


def test_without_the_library_the_remedy_is_told(
    partner: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command that installs it."""
    monkeypatch.setitem(sys.modules, "pysequoia", None)
    expected = "encryption needs the library pysequoia, which is not installed\n  pip install 'exportsim[pgp]'"
    assert refusal(partner.public("plain"), tmp_path) == expected


def test_a_failed_encryption_leaves_nothing(tmp_path: Path) -> None:
    """Something else instead of the key: the library's own words, and no folder."""
    with pytest.raises(ExportError, match="the files could not be encrypted: unexpected EOF"):
        write(tmp_path / "out", Encryption(PublicKey("no key", "", "")))
    assert list(tmp_path.iterdir()) == []


class FullDisk(io.RawIOBase):
    """Takes nothing."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        raise OSError(28, "No space left on device")


def test_a_sink_that_refuses_ends_the_writing(key: PublicKey) -> None:
    """Its own error comes out, however much was still to be written."""
    with pytest.raises(OSError, match="No space left"), encrypted(FullDisk(), Encryption(key)) as sink:
        while True:
            sink.write(bytes(1 << 20))


def test_an_interrupted_message_is_given_up(key: PublicKey, tmp_path: Path) -> None:
    """An exception in the block passes through, and nothing is waited for."""
    with (
        pytest.raises(KeyboardInterrupt),
        (tmp_path / "message").open("xb", buffering=0) as file,
        encrypted(file, Encryption(key)) as sink,
    ):
        sink.write(bytes(1 << 20))
        raise KeyboardInterrupt
