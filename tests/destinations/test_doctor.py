"""The doctor at every kind of place: what it finds where all is well, and where one thing is wrong."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from destinations.conformance import assert_no_secrets
from destinations.dialects import relay
from destinations.test_azure_blob import forged
from servers import reach
from servers.adls import Adls as AdlsServer
from servers.azurite import Azurite
from servers.process import free_ports
from servers.seaweedfs import AccessKey, SeaweedFs, client
from servers.sftp import SftpServer

from exportsim.destinations import Settings, connect, examine, place_from_url
from exportsim.model import Check, LocalFolder, Place, Sftp

Environment = dict[str, str]
NOWHERE = "nowhere.invalid"
DEEDS = dict.fromkeys(("write", "read", "list", "delete"), "ok")


@dataclass(frozen=True)
class Servers:
    s3: SeaweedFs
    azurite: Azurite
    adls: AdlsServer
    sftp: SftpServer
    folder: Path


@pytest.fixture
def servers(
    s3_server: SeaweedFs, azurite_server: Azurite, adls_server: AdlsServer, sftp_server: SftpServer, tmp_path: Path
) -> Servers:
    return Servers(s3_server, azurite_server, adls_server, sftp_server, tmp_path)


@dataclass(frozen=True)
class Kind:
    """A place where all is well, and what is to be changed for each thing that can be wrong with it."""

    place: Place
    environment: Environment = field(repr=False)
    at: Callable[[str, int], tuple[Place, Environment]]
    """The same by another host and port."""

    stranger: Environment = field(repr=False)
    """Reached by https, with a certificate of an authority that nobody named; for SFTP an unknown host."""

    wrong: Environment = field(repr=False)
    """Credentials that are refused."""

    reader: tuple[Place, Environment] = field(repr=False)
    """Credentials that may read and not write."""

    missing: tuple[Place, Environment] | None = field(default=None, repr=False)
    """A bucket or container that is not there; None where there is no such thing."""


def amazon(servers: Servers) -> Kind:
    server = servers.s3
    way = reach.s3(server, uuid.uuid4().hex)
    place = place_from_url(way.url)
    return Kind(
        place,
        way.environment,
        lambda host, port: (place, {**way.environment, "AWS_ENDPOINT_URL_S3": f"https://{host}:{port}"}),
        stranger=without(way.environment, "AWS_CA_BUNDLE"),
        wrong={**way.environment, "AWS_SECRET_ACCESS_KEY": "not-the-secret-of-this-key"},
        reader=(place, way.environment | aws(server.reader)),
        missing=(place_from_url("s3://not-there/x"), way.environment | aws(server.admin)),
    )


def google(servers: Servers) -> Kind:
    server = servers.s3
    way = reach.gcs(server, uuid.uuid4().hex)
    place = place_from_url(way.url)

    def by(key: AccessKey) -> Environment:
        over = {"EXPORTSIM_GCS_ACCESS_KEY_ID": key.id, "EXPORTSIM_GCS_SECRET_ACCESS_KEY": key.secret}
        return way.environment | over

    return Kind(
        place,
        way.environment,
        lambda host, port: (place, {**way.environment, "EXPORTSIM_GCS_ENDPOINT": f"https://{host}:{port}"}),
        stranger=without(way.environment, "EXPORTSIM_CA_BUNDLE"),
        wrong={**way.environment, "EXPORTSIM_GCS_SECRET_ACCESS_KEY": "not-the-secret-of-this-key"},
        reader=(place, by(server.reader)),
        missing=(place_from_url("gs://not-there/x"), by(server.admin)),
    )


def blob(servers: Servers) -> Kind:
    server = servers.azurite
    way = reach.blob(server, uuid.uuid4().hex)
    place = place_from_url(way.url)

    def string(text: str) -> Environment:
        return {"AZURE_STORAGE_CONNECTION_STRING": text}

    def at(host: str, port: int) -> tuple[Place, Environment]:
        return place, string(server.connection_string_at(f"https://{host}:{port}/{server.account}"))

    return Kind(
        place,
        way.environment,
        at,
        stranger=string(servers.adls.blob.connection_string),
        wrong=string(server.connection_string.replace(server.key, forged(server.key))),
        reader=(place, {**reach.blob_sas(server, "").environment, "AZURE_STORAGE_SAS_TOKEN": server.sas("rl")}),
        missing=(place_from_url("az://not-there/x"), way.environment),
    )


def data_lake(servers: Servers, dialect: str) -> Kind:
    server = servers.adls
    way = reach.adls(server, uuid.uuid4().hex, dialect)
    place = place_from_url(way.url)
    reader = without(way.environment, "AZURE_CLIENT_SECRET") | {"AZURE_STORAGE_SAS_TOKEN": server.blob.sas("rl")}

    def at(host: str, port: int) -> tuple[Place, Environment]:
        return place, {**way.environment, "AZURE_STORAGE_ENDPOINT": f"https://{host}:{port}/{server.account}"}

    return Kind(
        place,
        way.environment,
        at,
        stranger=without(way.environment, "EXPORTSIM_CA_BUNDLE"),
        wrong={**way.environment, "AZURE_CLIENT_SECRET": "not-the-secret"},
        reader=(place, reader),
        missing=(place_from_url(f"abfss://not-there@{server.account}.dfs.core.windows.net/x"), way.environment),
    )


def sftp(servers: Servers) -> Kind:
    server = servers.sftp
    way = reach.sftp(server, uuid.uuid4().hex)
    place = place_from_url(way.url)
    assert isinstance(place, Sftp)
    return Kind(
        place,
        way.environment,
        lambda host, port: (replace(place, host=host, port=port), way.environment),
        stranger={**way.environment, "EXPORTSIM_SFTP_KNOWN_HOSTS": written(servers.folder, "known_hosts", "")},
        wrong={**way.environment, "EXPORTSIM_SFTP_PASSWORD": "not-the-password"},
        reader=(replace(place, path=server.locked), way.environment),
    )


def zone_of_azure(servers: Servers) -> Kind:
    server = servers.azurite
    place = place_from_url(f"dlz:///{uuid.uuid4().hex}")

    def opened(uri: str) -> Environment:
        return {"EXPORTSIM_DLZ_SAS_URI": uri}

    def at(host: str, port: int) -> tuple[Place, Environment]:
        return place, opened(server.sas_uri().replace(f"http://127.0.0.1:{server.port}", f"https://{host}:{port}"))

    return Kind(
        place,
        opened(server.sas_uri()),
        at,
        stranger=opened(servers.adls.blob.sas_uri()),
        wrong=opened(server.sas_uri(hours=-1)),
        reader=(place, opened(server.sas_uri("rl"))),
    )


def zone_of_aws(servers: Servers) -> Kind:
    server = servers.s3
    way = reach.dlz_aws(server, uuid.uuid4().hex, servers.folder)
    place = place_from_url(way.url)
    answer = json.loads(Path(way.environment["EXPORTSIM_DLZ_CREDENTIALS"]).read_text())
    forgery = {**answer, "credentials": {**answer["credentials"], "awsSessionToken": "of-somebody-else"}}
    locked = {**answer, "dlzPath": {**answer["dlzPath"], "bucketName": server.locked_bucket}}

    def opened(name: str, content: object) -> Environment:
        return {**way.environment, "EXPORTSIM_DLZ_CREDENTIALS": written(servers.folder, name, json.dumps(content))}

    return Kind(
        place,
        way.environment,
        lambda host, port: (place, {**way.environment, "AWS_ENDPOINT_URL_S3": f"https://{host}:{port}"}),
        stranger=without(way.environment, "AWS_CA_BUNDLE"),
        wrong=opened("forged.json", forgery),
        reader=(place, opened("locked.json", locked)),
    )


KINDS: dict[str, Callable[[Servers], Kind]] = {
    "s3": amazon,
    "gcs": google,
    "blob": blob,
    "adls": lambda servers: data_lake(servers, "blob"),
    "adls-dfs": lambda servers: data_lake(servers, "dfs"),
    "sftp": sftp,
    "dlz-azure": zone_of_azure,
    "dlz-aws": zone_of_aws,
}


@pytest.fixture(params=KINDS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def kind(name: str, servers: Servers) -> Kind:
    return KINDS[name](servers)


def now() -> datetime:
    return datetime.now(UTC)


def steps(place: Place, environment: Mapping[str, str], clock: Callable[[], datetime] = now) -> dict[str, str]:
    """The outcome of every step; of one that failed what is told, the remedy, and the permission that is lacking."""
    found = examine(place, Settings(environment, timeout=5), clock)
    told = {check.name: check.outcome if check.outcome != "failed" else whole(check) for check in found.checks}
    assert_no_secrets(str(found), environment)
    assert "sig=" not in str(found)
    assert found.healthy == all(not one.startswith("failed") for one in told.values())
    return told


def test_where_all_is_well_nothing_is_left(name: str, kind: Kind) -> None:
    """Every step goes well, and the probe is gone; the tests' AWS landing zone lets nobody delete."""
    found = steps(kind.place, kind.environment)
    expected = ["settings", "name", "connection", "clock", *DEEDS]
    if name == "sftp":
        expected.remove("clock")
    if name in ("s3", "gcs", "adls", "adls-dfs", "dlz-aws"):
        expected.append("tls")
    if name == "s3":
        expected += ["location", "parts"]
    if name == "dlz-aws":
        expected.remove("delete")
        assert "; lacks the right to delete in the landing zone" in found.pop("delete")
    assert found == dict.fromkeys(expected, "ok")
    with connect(kind.place, Settings(kind.environment)) as store:
        assert len(list(store.list())) == (name == "dlz-aws")


def test_a_host_that_nobody_knows(kind: Kind) -> None:
    """The name is what fails, and nothing after it is tried."""
    found = steps(*kind.at(NOWHERE, 443))
    assert NOWHERE in found.pop("name")
    assert found["settings"] == "ok"
    assert {found[deed] for deed in DEEDS} == {"not tried"}


def test_a_port_that_nobody_listens_at(kind: Kind) -> None:
    """The connection is what fails."""
    (port,) = free_ports(1)
    found = steps(*kind.at("127.0.0.1", port))
    assert f"failed: nothing listens at 127.0.0.1:{port}; is the server up, the port right?" == found["connection"]
    assert {found[deed] for deed in DEEDS} == {"not tried"}


def test_a_server_that_nobody_vouches_for(name: str, kind: Kind) -> None:
    """An unknown authority, or an unknown host key, before any credentials are sent."""
    found = steps(kind.place, kind.stranger)
    if name == "sftp":
        assert "is not a known host" in found["write"]
        assert "exportsim trust sftp://" in found["write"]
        return
    assert "is not trusted" in found["tls"]
    assert "EXPORTSIM_CA_BUNDLE names the authority to trust" in found["tls"]
    assert {found[deed] for deed in DEEDS} == {"not tried"}


@pytest.mark.parametrize("form", ["file", "folder"])
def test_the_authority_that_requests_is_told_of_counts_too(servers: Servers, tmp_path: Path, form: str) -> None:
    """A file, or a folder in which each has the name of its hash."""
    there = data_lake(servers, "blob")
    ca = Path(there.environment["EXPORTSIM_CA_BUNDLE"])
    if form == "folder":
        hashed = subprocess.run(["openssl", "x509", "-noout", "-hash", "-in", ca], stdout=subprocess.PIPE, check=True)
        shutil.copy(ca, tmp_path / f"{hashed.stdout.decode().strip()}.0")
    bundle = str(tmp_path if form == "folder" else ca)
    found = steps(there.place, without(there.environment, "EXPORTSIM_CA_BUNDLE") | {"REQUESTS_CA_BUNDLE": bundle})
    assert {found[deed].partition(":")[0] for deed in ("tls", *DEEDS)} == {"ok"}


WRONG = {
    "s3": "the secret key does not belong to the access key id",
    "gcs": "the secret key does not belong to the access key id",
    "blob": "does not know the key in AZURE_STORAGE_CONNECTION_STRING; the portal shows the right one",
    "adls": "AZURE_CLIENT_SECRET is not a secret of the application AZURE_CLIENT_ID (AADSTS7000215)",
    "adls-dfs": "AZURE_CLIENT_SECRET is not a secret of the application AZURE_CLIENT_ID (AADSTS7000215)",
    "sftp": "permission denied",
    "dlz-azure": "the signature in EXPORTSIM_DLZ_SAS_URI expired at",
    "dlz-aws": "InvalidAccessKeyId",
}


def test_credentials_that_are_refused(name: str, kind: Kind) -> None:
    """The way is free; writing fails for them, and listing for the same reason."""
    found = steps(kind.place, kind.wrong)
    assert WRONG[name] in found["write"]
    assert (found["connection"], found["read"], found["delete"]) == ("ok", "not tried", "not tried")
    assert found["list"] == "failed: for the same reason"


LACKS = {
    "s3": "s3:PutObject on arn:aws:s3:::exports/",
    "gcs": "storage.objects.create on the bucket exports",
    "blob": "the right to create and write (cw) on the container exports",
    "adls": "the right to create and write (cw) on the filesystem exports",
    "adls-dfs": "the right to create and write (cw) on the filesystem exports",
    "sftp": "write permission in the folder ",
    "dlz-azure": "the right to write in the landing zone",
    "dlz-aws": "the right to write in the landing zone",
}


def test_an_identity_that_may_only_read(name: str, kind: Kind) -> None:
    """The permission that it lacks, and the platform needs, is named."""
    found = steps(*kind.reader)
    assert "permission denied" in found["write"]
    assert f"; lacks {LACKS[name]}" in found["write"]
    if name != "dlz-aws":  # there a locked bucket stands in, which may not be listed either
        assert found["list"] == "ok"


def test_a_bucket_that_is_not_there(name: str, kind: Kind) -> None:
    """Buckets and containers are not made; SFTP folders are, and a landing zone is there with its credentials."""
    if kind.missing is None:
        assert name in ("sftp", "dlz-azure", "dlz-aws")
        return
    found = steps(*kind.missing)
    assert '"not-there"' in found["write"]
    assert "create it first" in found["write"]
    assert found["list"] == "failed: for the same reason"


@pytest.mark.parametrize(
    ("off", "words"), [(timedelta(hours=1), "60 minutes ahead of"), (timedelta(hours=-1), "60 minutes behind")]
)
def test_a_clock_that_is_wrong(azurite_server: Azurite, off: timedelta, words: str) -> None:
    """It is held against the server's, and the other steps are tried all the same."""
    way = reach.blob(azurite_server, uuid.uuid4().hex)
    found = steps(place_from_url(way.url), way.environment, lambda: now() + off)
    assert found.pop("clock") == f"failed: this machine is {words} 127.0.0.1; set its clock"
    assert found == {"settings": "ok", "name": "ok", "connection": "ok", **DEEDS}


def test_a_proxy_is_no_fault(azurite_server: Azurite) -> None:
    """Where requests go by a proxy the way itself is not tried: it may be closed. What the deeds say counts."""
    way = reach.blob(azurite_server, uuid.uuid4().hex)
    proxy = {"HTTP_PROXY": "http://user:secret@proxy.example:3128"}
    found = examine(place_from_url(way.url), Settings(way.environment | proxy), now)
    assert [(check.name, check.outcome, check.told) for check in found.checks[:2]] == [
        ("settings", "ok", "complete"),
        ("connection", "not tried", "requests to 127.0.0.1 go by the proxy proxy.example:3128"),
    ]
    assert [check.outcome for check in found.checks[2:]] == ["ok"] * len(DEEDS)
    around = proxy | {"NO_PROXY": "127.0.0.1"}
    assert steps(place_from_url(way.url), way.environment | around)["connection"] == "ok"


def test_settings_that_are_missing() -> None:
    """Every one of them is a step that failed; nothing goes over the network."""
    found = examine(place_from_url("sftp://host.example/x"), Settings({}), now)
    failed = [check.told for check in found.checks if check.outcome == "failed"]
    assert [told.partition(" ")[0] for told in failed] == ["EXPORTSIM_SFTP_USER", "EXPORTSIM_SFTP_PASSWORD"]
    assert [check.outcome for check in found.checks[2:]] == ["not tried"] * 4


def test_what_else_the_platform_needs_at_amazon(s3_server: SeaweedFs, tmp_path: Path) -> None:
    """Its page asks for two rights besides those of the four deeds; nothing of an upload in parts is left."""
    way = reach.s3(s3_server, f"doctor/{uuid.uuid4().hex}")
    with relay(s3_server, tmp_path, "narrow") as narrow:
        there = {"AWS_ENDPOINT_URL_S3": narrow.endpoint, "AWS_CA_BUNDLE": str(narrow.ca)}
        found = steps(place_from_url(way.url), way.environment | there)
    folder = way.url.removeprefix("s3://")
    assert found.pop("location").endswith("; lacks s3:GetBucketLocation on arn:aws:s3:::exports")
    assert found.pop("parts").endswith(f"; lacks s3:ListMultipartUploadParts on arn:aws:s3:::{folder}/*")
    assert found == {"settings": "ok", "name": "ok", "connection": "ok", "tls": "ok", "clock": "ok", **DEEDS}
    uploads = client(s3_server, s3_server.admin).list_multipart_uploads(Bucket=s3_server.bucket, Prefix="doctor/")
    assert uploads.get("Uploads", []) == []


def test_a_folder_of_this_machine(tmp_path: Path) -> None:
    """Needs no network, and no permission that somebody would have to give."""
    (tmp_path / "there").mkdir()
    for path in (tmp_path / "there", tmp_path / "mistyped" / "in"):
        assert steps(LocalFolder(path), {}) == {"settings": "ok", **DEEDS}
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


@pytest.mark.parametrize("below", ["", "/in/it"])
def test_a_file_where_a_folder_is_asked_for(tmp_path: Path, below: str) -> None:
    """Whatever is tried there is told so."""
    (tmp_path / "file").write_text("no folder")
    found = steps(LocalFolder(tmp_path / f"file{below}"), {})
    why = f"failed: {tmp_path}/file is a file, where a folder is asked for"
    assert (found["write"], found["list"]) == (why, why)


def test_who_never_logged_in_lacks_no_permission() -> None:
    """A server that takes no more connections says nothing of rights."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            with contextlib.suppress(OSError):
                while True:
                    listener.accept()[0].close()

        threading.Thread(target=hang_up, daemon=True).start()
        place = place_from_url(f"sftp://user@127.0.0.1:{listener.getsockname()[1]}/in")
        found = examine(place, Settings({"EXPORTSIM_SFTP_PASSWORD": "x"}, timeout=5), now)
        listener.shutdown(socket.SHUT_RDWR)
    (written,) = (check for check in found.checks if check.name == "write")
    assert ("before anybody logged in" in written.told, written.lacks, written.remedy) == (True, "", "")


def whole(check: Check) -> str:
    lacks = f"lacks {check.lacks}" if check.lacks else ""
    return "; ".join(filter(None, (f"failed: {check.told}", check.remedy, lacks)))


def without(environment: Mapping[str, str], *names: str) -> Environment:
    return {name: value for name, value in environment.items() if name not in names}


def aws(key: AccessKey) -> Environment:
    return {"AWS_ACCESS_KEY_ID": key.id, "AWS_SECRET_ACCESS_KEY": key.secret}


def written(folder: Path, name: str, content: str) -> str:
    path = folder / name
    path.write_text(content)
    return str(path)
