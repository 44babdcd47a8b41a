"""Amazon S3 on SeaweedFS, examined as every store is, and what is S3's alone."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.httpsession import get_cert_path
from destinations.conformance import MIB, StoreSuite, World, assert_no_secrets, digest, made, put
from destinations.dialects import relay
from destinations.network import ConnectionSuite, Line
from servers.busy import S3_SLOW_DOWN
from servers.faults import Fault, Proxy
from servers.seaweedfs import AccessKey, SeaweedFs, client

import exportsim.destinations.s3.store
from exportsim.destinations import Settings, connect
from exportsim.errors import ConfigurationError, DeliveryError, TerminalFailure, TransientFailure
from exportsim.model import S3

PART = 8 * MIB


def environment(server: SeaweedFs, key: AccessKey, *, tls: bool = False) -> dict[str, str]:
    """How a key reaches the server."""
    found = {"AWS_ACCESS_KEY_ID": key.id, "AWS_SECRET_ACCESS_KEY": key.secret, "AWS_REGION": server.region}
    if tls:
        return {**found, "AWS_ENDPOINT_URL_S3": server.tls_endpoint, "AWS_CA_BUNDLE": str(server.ca)}
    return {**found, "AWS_ENDPOINT_URL_S3": server.endpoint}


def world_of(server: SeaweedFs) -> World:
    here = f"s3/{uuid.uuid4().hex}"
    writer = environment(server, server.writer)
    return World(
        S3(server.bucket, here),
        writer,
        missing=S3("not-there", here),
        wrong={**writer, "AWS_SECRET_ACCESS_KEY": "not-the-secret-of-this-key"},
        denied=environment(server, server.reader),
    )


class TestS3(StoreSuite):
    """With an access key, as the platform logs in."""

    @pytest.fixture
    def world(self, s3_server: SeaweedFs) -> World:
        return world_of(s3_server)


class TestBrokenLines(ConnectionSuite):
    """The same login, and what may happen on the way."""

    @pytest.fixture
    def line(self, s3_server: SeaweedFs) -> Line:
        world = world_of(s3_server)

        def through(port: int) -> World:
            endpoint = f"http://127.0.0.1:{port}"
            return replace(world, environment={**world.environment, "AWS_ENDPOINT_URL_S3": endpoint})

        return Line(world, s3_server.port, through, S3_SLOW_DOWN)


@pytest.fixture
def place(s3_server: SeaweedFs) -> S3:
    return S3(s3_server.bucket, f"s3/{uuid.uuid4().hex}")


@pytest.fixture
def settings(s3_server: SeaweedFs) -> Settings:
    return Settings(environment(s3_server, s3_server.writer), timeout=10)


@pytest.fixture
def admin(s3_server: SeaweedFs) -> Any:
    return client(s3_server, s3_server.admin)


def composite(path: Path) -> str:
    """The SHA-256 of the parts' SHA-256s, as S3 writes it."""
    content = path.read_bytes()
    parts = [hashlib.sha256(content[start : start + PART]).digest() for start in range(0, len(content), PART)]
    return f"{base64.b64encode(hashlib.sha256(b''.join(parts)).digest()).decode()}-{len(parts)}"


@pytest.mark.parametrize("tls", [False, True])
def test_a_receipt_holds_the_sha256_that_s3_confirms(
    place: S3, s3_server: SeaweedFs, admin: Any, tmp_path: Path, tls: bool
) -> None:
    """The file's own, or that of its parts' SHA-256s; S3 shows the same to whoever asks, over http and https."""
    small, large = made(tmp_path, 1000, "small"), made(tmp_path, 17 * MIB, "large")
    with connect(place, Settings(environment(s3_server, s3_server.writer, tls=tls))) as store:
        receipts = [store.put(path, path.name, sha256=digest(path)) for path in (small, large)]
    assert [(receipt.algorithm, receipt.checksum) for receipt in receipts] == [
        ("sha256", digest(small)),
        ("sha256-of-parts", composite(large)),
    ]
    shown = [
        admin.head_object(Bucket=place.bucket, Key=f"{place.path}/{name}", ChecksumMode="ENABLED")["ChecksumSHA256"]
        for name in ("small", "large")
    ]
    assert shown == [base64.b64encode(bytes.fromhex(digest(small))).decode(), composite(large)]


def test_what_others_put_is_compared(place: S3, settings: Settings, admin: Any, tmp_path: Path) -> None:
    """By its MD5, or by reading it back, where no SHA-256 is known: of one piece, or parts of any size."""
    path, twin = made(tmp_path, 18 * MIB), made(tmp_path, 18 * MIB, "twin")
    where = {"Bucket": place.bucket, "Key": f"{place.path}/whole"}
    admin.put_object(**where, Body=path.read_bytes())
    for name, size in (("parts", PART), ("other-parts", 6 * MIB)):
        _in_parts(admin, {"Bucket": place.bucket, "Key": f"{place.path}/{name}"}, path.read_bytes(), size)
    with connect(place, settings) as store:
        looks = {
            (name, one.name): store.look(name, one, sha256=digest(one))
            for name in ("whole", "parts", "other-parts")
            for one in (path, twin)
        }
    assert looks == {(name, one.name): "same" if one == path else "other" for name, one in _pairs(path, twin)}


def _pairs(*paths: Path) -> list[tuple[str, Path]]:
    return [(name, path) for name in ("whole", "parts", "other-parts") for path in paths]


def _in_parts(client: Any, where: dict[str, str], content: bytes, size: int) -> None:
    upload = client.create_multipart_upload(**where)["UploadId"]
    parts = []
    for number, start in enumerate(range(0, len(content), size), 1):
        body = content[start : start + size]
        etag = client.upload_part(**where, UploadId=upload, PartNumber=number, Body=body)["ETag"]
        parts.append({"PartNumber": number, "ETag": etag})
    client.complete_multipart_upload(**where, UploadId=upload, MultipartUpload={"Parts": parts})


def test_parts_of_another_size_than_ours_are_compared(place: S3, s3_server: SeaweedFs, tmp_path: Path) -> None:
    """The first part's size is asked for: it may have been sent under other settings."""
    path = made(tmp_path, 18 * MIB)
    login = environment(s3_server, s3_server.writer)
    with connect(place, Settings(login, part_size=6 * MIB)) as store:
        put(store, path, "k")
    with connect(place, Settings(login)) as store:
        assert store.look("k", path, sha256=digest(path)) == "same"


def test_a_server_without_checksums_is_held_to_its_md5s(place: S3, s3_server: SeaweedFs, tmp_path: Path) -> None:
    """As many servers of S3's dialect are: the proof is then the MD5 that they give for an ETag."""
    (tmp_path / "relay").mkdir()
    small, large = made(tmp_path, 1000, "small"), made(tmp_path, 9 * MIB, "large")
    login = environment(s3_server, s3_server.writer)
    with relay(s3_server, tmp_path / "relay", "old") as old:
        through = Settings({**login, "AWS_ENDPOINT_URL_S3": old.endpoint, "AWS_CA_BUNDLE": str(old.ca)})
        with connect(place, through) as store:
            receipts = [store.put(path, path.name, sha256=digest(path)) for path in (small, large)]
            looks = [store.look(path.name, path, sha256=digest(path)) for path in (small, large)]
    assert [receipt.algorithm for receipt in receipts] == ["md5", "md5-of-parts"]
    assert looks == ["same", "same"]


@pytest.mark.parametrize(("sizes", "asked"), [((10, 10, 10), [True, False, False]), ((9 * MIB, 10), [False] * 3)])
def test_only_the_first_file_is_asked_for_before_it_is_sent(
    place: S3, s3_server: SeaweedFs, tmp_path: Path, sizes: tuple[int, ...], asked: list[bool]
) -> None:
    """Each ``100-continue`` costs a round trip; once a file, or the beginning of one, was let in, the rest will be."""
    (tmp_path / "relay").mkdir()
    login = environment(s3_server, s3_server.writer)
    with relay(s3_server, tmp_path / "relay", "old") as old:
        through = Settings({**login, "AWS_ENDPOINT_URL_S3": old.endpoint, "AWS_CA_BUNDLE": str(old.ca)})
        with connect(place, through) as store:
            for name, size in zip("abc", sizes, strict=False):
                put(store, made(tmp_path, size), name)
        puts = [headers for request, headers in old.asked if request.startswith("PUT")]
    assert ["expect" in headers for headers in puts] == asked


def test_a_long_listing_comes_in_pages(
    place: S3, settings: Settings, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them; the empty objects that stand for a console's folders are no files."""
    monkeypatch.setattr(exportsim.destinations.s3.store, "PAGE", 2)
    for name in ("a", "b/", "b/c", "d e", "f", "g"):
        admin.put_object(Bucket=place.bucket, Key=f"{place.path}/{name}", Body=b"")
    with connect(place, settings) as store:
        assert [key for key, _ in store.list()] == ["a", "b/c", "d e", "f", "g"]


def uploads(admin: Any, place: S3) -> list[str]:
    found = admin.list_multipart_uploads(Bucket=place.bucket, Prefix=f"{place.path}/")
    return sorted(upload["Key"].removeprefix(f"{place.path}/") for upload in found.get("Uploads", ()))


@pytest.mark.parametrize("fault", ["broken off", "changed", "taken"])
def test_a_failed_upload_leaves_no_parts(place: S3, settings: Settings, admin: Any, tmp_path: Path, fault: str) -> None:
    """Whether it was broken off, its file had changed, or its name was taken: the parts are dropped."""
    path = made(tmp_path, 18 * MIB)

    def moved(_amount: int) -> None:
        if fault == "broken off":
            raise InterruptedError

    with connect(place, settings) as store:
        if fault == "taken":
            put(store, made(tmp_path, 10, "other"), "k")
        with pytest.raises((DeliveryError, InterruptedError)):
            store.put(path, "k", sha256="0" * 64 if fault == "changed" else digest(path), moved=moved)
    assert uploads(admin, place) == []


def test_parts_are_dropped_once_the_way_is_free_again(
    place: S3, settings: Settings, s3_server: SeaweedFs, admin: Any, proxy_to: Callable[[int], Proxy], tmp_path: Path
) -> None:
    """A connection that breaks takes the request with it that would drop them: the store says it again at its end."""
    path, proxy = made(tmp_path, 18 * MIB), proxy_to(s3_server.port)

    def moved(_amount: int) -> None:
        proxy.add(Fault("refuse", connections=None))
        proxy.reset_all()

    through = {**settings.environment, "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{proxy.port}"}
    with connect(place, Settings(through)) as store:
        with pytest.raises(TransientFailure):
            put(store, path, "k", moved=moved)
        assert uploads(admin, place) == ["k"]
        proxy.clear()
    assert uploads(admin, place) == []


def test_abandoned_uploads_are_swept(
    place: S3, settings: Settings, admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day old and directly in the folder; a younger one is somebody's, one elsewhere somebody else's."""
    for name in ("in/a", "in/deeper/b", "inner"):
        admin.create_multipart_upload(Bucket=place.bucket, Key=f"{place.path}/{name}")
    with connect(place, settings) as store:
        store.sweep("in")
        assert uploads(admin, place) == ["in/a", "in/deeper/b", "inner"]
        monkeypatch.setattr(exportsim.destinations.s3.store, "ABANDONED", timedelta(0))
        store.sweep("in")
        assert uploads(admin, place) == ["in/deeper/b", "inner"]


def test_a_sweep_that_is_not_allowed_does_not_end_a_push(place: S3, s3_server: SeaweedFs, tmp_path: Path) -> None:
    """The platform's own rights do not include the listing of uploads."""
    with connect(place, Settings(environment(s3_server, s3_server.blind))) as store:
        store.sweep()
        put(store, made(tmp_path, 10), "k")


def test_a_look_without_the_right_to_is_told(place: S3, s3_server: SeaweedFs, tmp_path: Path) -> None:
    """A HEAD is refused without a word; the words come from asking once more."""
    path = made(tmp_path, 10)
    with connect(place, Settings(environment(s3_server, s3_server.blind))) as store:
        with pytest.raises(
            TerminalFailure, match=r"k could not be read there: permission denied.*s3:GetObject.*s3:ListBucket"
        ):
            store.look("k", path, sha256=digest(path))
        with pytest.raises(TerminalFailure, match=r"listed: permission denied: the credentials need s3:ListBucket"):
            list(store.list())


def role_settings(server: SeaweedFs, key: AccessKey, role: str) -> Settings:
    more = {"EXPORTSIM_S3_ROLE_ARN": role, "AWS_ENDPOINT_URL_STS": server.endpoint}
    return Settings({**environment(server, key), **more})


def test_a_role_is_assumed(place: S3, s3_server: SeaweedFs, tmp_path: Path) -> None:
    """By keys that may do nothing else; what the role may not do is refused by its policy."""
    path = made(tmp_path, 9 * MIB)
    with connect(place, role_settings(s3_server, s3_server.assumer, s3_server.role)) as store:
        put(store, path, "k")
        assert store.look("k", path, sha256=digest(path)) == "same"
        with pytest.raises(TerminalFailure, match=r"permission denied: the credentials need s3:DeleteObject"):
            store.delete("k")


def test_a_role_that_cannot_be_assumed_is_told(place: S3, s3_server: SeaweedFs, tmp_path: Path) -> None:
    """Because its policy trusts others, or because the keys are wrong: the sentence says which."""
    told = {}
    wrong = AccessKey(s3_server.assumer.id, "not-the-secret-of-this-key")
    for name, key in (("untrusted", s3_server.writer), ("wrong", wrong)):
        settings = role_settings(s3_server, key, s3_server.role)
        with connect(place, settings) as store, pytest.raises(TerminalFailure) as caught:
            list(store.list())
        told[name] = str(caught.value)
        assert_no_secrets(told[name], settings.environment)
    start = f"the role {s3_server.role} could not be assumed: "
    assert told["untrusted"].startswith(f"{start}permission denied: its trust policy must name")
    assert told["wrong"] == f"{start}the credentials are refused (403)"


def test_a_profile_of_the_command_line_serves(
    place: S3, s3_server: SeaweedFs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no key is given the library finds its own, as other tools on the machine do."""
    key = s3_server.writer
    lines = ["[partner]", f"aws_access_key_id = {key.id}", f"aws_secret_access_key = {key.secret}"]
    (tmp_path / "credentials").write_text("\n".join(lines))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_PROFILE", "partner")
    with connect(place, Settings({"AWS_ENDPOINT_URL_S3": s3_server.endpoint})) as store:
        assert list(store.list()) == []
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(ConfigurationError, match="AWS_PROFILE"):
        connect(place, Settings({"AWS_ENDPOINT_URL_S3": s3_server.endpoint}))


def told_of(place: S3, settings: Settings) -> str:
    with connect(place, settings) as store, pytest.raises(DeliveryError) as caught:
        list(store.list())
    assert_no_secrets(str(caught.value), settings.environment)
    return f"{type(caught.value).__name__}: {caught.value}"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "of-another-key"}, "the secret key does not belong to the access key id"),
        ({"AWS_ACCESS_KEY_ID": "AKIAUNKNOWN"}, "the access key id is not known there"),
        ({"AWS_SESSION_TOKEN": "of-other-keys"}, "the access key id is not known there"),
        ({"AWS_ENDPOINT_URL_S3": "http://nowhere.invalid"}, "the name nowhere.invalid "),
        ({"AWS_CA_BUNDLE": ""}, "the certificate of 127.0.0.1:"),
    ],
)
def test_what_is_wrong_is_told_in_words(place: S3, s3_server: SeaweedFs, change: Mapping[str, str], told: str) -> None:
    """Which half of the key, which name, which certificate."""
    login = environment(s3_server, s3_server.writer, tls="AWS_CA_BUNDLE" in change)
    assert f"s3://exports could not be listed: {told}" in told_of(place, Settings({**login, **change}, timeout=5))


def test_the_authority_that_is_named_for_us_counts_before_the_machines(place: S3, s3_server: SeaweedFs) -> None:
    """A machine may name one for all programs of Amazon's libraries, in all of their environments."""
    login = environment(s3_server, s3_server.writer, tls=True)
    of_the_machine = {**login, "AWS_CA_BUNDLE": get_cert_path(True)}
    assert "is not trusted" in told_of(place, Settings(of_the_machine, timeout=5))
    with connect(place, Settings({**of_the_machine, "EXPORTSIM_CA_BUNDLE": str(s3_server.ca)})) as store:
        assert list(store.list()) == []


def test_plain_http_on_a_tls_port_is_told(place: S3, s3_server: SeaweedFs) -> None:
    """And TLS on a plain one."""
    login = environment(s3_server, s3_server.writer)
    told = told_of(place, Settings({**login, "AWS_ENDPOINT_URL_S3": f"https://127.0.0.1:{s3_server.port}"}, timeout=5))
    assert "TerminalFailure" in told
    assert "TLS" in told


def test_a_clock_that_is_off_is_told(
    place: S3, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An hour behind, every signature is refused; the sentence says why."""

    def an_hour_ago() -> datetime:
        return datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=1)

    monkeypatch.setattr("botocore.auth.get_current_datetime", an_hour_ago)
    told = told_of(place, settings)
    assert "this machine's clock is more than 15 minutes off" in told


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"AWS_SECRET_ACCESS_KEY": ""}, "AWS_SECRET_ACCESS_KEY"),
        ({"EXPORTSIM_S3_ROLE_ARN": "role/mine"}, "EXPORTSIM_S3_ROLE_ARN"),
        ({"EXPORTSIM_S3_ADDRESSING": "dns"}, "EXPORTSIM_S3_ADDRESSING"),
        ({"AWS_ENDPOINT_URL_S3": "127.0.0.1:9000"}, "the endpoint"),
        ({"AWS_CA_BUNDLE": "/not/there.pem"}, "AWS_CA_BUNDLE"),
        ({"AWS_REGION": "not a region"}, "AWS_REGION, AWS_PROFILE or an endpoint"),
    ],
)
def test_settings_that_cannot_be_are_told(place: S3, settings: Settings, change: Mapping[str, str], where: str) -> None:
    """Before anything goes over the network."""
    with pytest.raises(ConfigurationError) as caught:
        connect(place, Settings({**settings.environment, **change}))
    assert [problem.where for problem in caught.value.problems] == [where]


def test_a_name_that_no_bucket_can_have_is_told(settings: Settings) -> None:
    """By the library, before it asks."""
    told = told_of(S3("No_Bucket!"), settings)
    assert told == (
        "TerminalFailure: s3://No_Bucket! could not be listed: "
        "the bucket's or the file's name is not one that the service takes"
    )


@pytest.mark.parametrize(("place", "extra"), [("S3", "s3"), ("Gcs", "gcs")])
def test_a_missing_library_is_told_with_the_command(place: str, extra: str) -> None:
    """In a fresh interpreter that cannot import it."""
    code = f"""
import sys
sys.modules["botocore"] = None
from exportsim.destinations import Settings, connect
from exportsim.errors import ConfigurationError
from exportsim.model import {place}
try:
    connect({place}("bucket"), Settings())
except ConfigurationError as error:
    print(error)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    kind = {"s3": "S3", "gcs": "Google Cloud Storage"}[extra]
    assert told == f"{kind}: needs the library botocore, which is not installed\n  pip install 'exportsim[{extra}]'\n"
