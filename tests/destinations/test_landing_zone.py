"""The landing zone where AWS hosts it: its credentials from a file, and from a platform that is asked over HTTP."""

from __future__ import annotations

import json
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from destinations.conformance import StoreSuite, World, assert_no_secrets, made, put
from destinations.platform import platform
from servers.certificates import issue
from servers.seaweedfs import SeaweedFs, client

from exportsim.destinations import Settings, connect
from exportsim.errors import ConfigurationError, TerminalFailure, TransientFailure
from exportsim.model import DataLandingZone

GET = "GET /data/foundation/connectors/landingzone/credentials?type=dlz_destination"


def answer(server: SeaweedFs, folder: str, *, seconds: float = 3600) -> dict[str, Any]:
    """What the credentials call says of a folder that real temporary keys open, for so many seconds as it says."""
    keys = client(server, server.assumer, kind="sts").assume_role(RoleArn=server.role, RoleSessionName="landing")
    return {
        "credentials": {
            "awsAccessKeyId": keys["Credentials"]["AccessKeyId"],
            "awsSecretAccessKey": keys["Credentials"]["SecretAccessKey"],
            "awsSessionToken": keys["Credentials"]["SessionToken"],
        },
        "dlzPath": {"bucketName": server.bucket, "dlzFolder": folder},
        "dlzProvider": "Amazon S3",
        "expiryTime": int(time.time() + seconds),
    }


def written(folder: Path, content: object) -> dict[str, str]:
    """The environment that names a file of credentials."""
    path = folder / "credentials.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return {"EXPORTSIM_DLZ_CREDENTIALS": str(path)}


class TestFromAFile(StoreSuite):
    """D-36: the answer of the credentials call, kept in a file."""

    @pytest.fixture
    def world(self, s3_server: SeaweedFs, tmp_path: Path) -> World:
        there = {"AWS_ENDPOINT_URL_S3": s3_server.endpoint}
        good = answer(s3_server, f"dlz-{uuid.uuid4().hex}")
        files = {
            "wrong": {**good, "credentials": {**good["credentials"], "awsSessionToken": "of-somebody-else"}},
            "denied": {**good, "dlzPath": {**good["dlzPath"], "bucketName": s3_server.locked_bucket}},
        }
        for name, content in files.items():
            (tmp_path / name).mkdir()
            files[name] = {**there, **written(tmp_path / name, content)}
        return World(
            DataLandingZone("in/side"),
            {**there, **written(tmp_path, good)},
            wrong=files["wrong"],
            denied=files["denied"],
        )

    def test_an_empty_place_lists_nothing(self, world: World) -> None:
        """And nothing is taken away from it: see below."""
        with world.connect() as store:
            assert list(store.list()) == []

    def test_a_file_can_be_taken_away(self, world: World, tmp_path: Path) -> None:
        """The keys of the tests' server may not: the refusal names the right that is missing."""
        with world.connect() as store:
            put(store, made(tmp_path, 3), "a.csv")
            with pytest.raises(
                TerminalFailure, match=r"^a\.csv could not be deleted: permission denied.*s3:DeleteObject"
            ):
                store.delete("a.csv")
            assert list(store.list()) == [("a.csv", 3)]

    def test_a_place_that_is_not_there_is_told(self, world: World, tmp_path: Path) -> None:
        """It is there as soon as there are credentials: a folder of a bucket needs no making."""
        assert list(world.connect().list("not/there")) == []


def test_files_land_in_the_zones_folder(s3_server: SeaweedFs, tmp_path: Path) -> None:
    """The zone's own folder, then the place's path, then the key."""
    folder = f"dlz-{uuid.uuid4().hex}"
    environment = {"AWS_ENDPOINT_URL_S3": s3_server.endpoint, **written(tmp_path, answer(s3_server, f"/{folder}/"))}
    with connect(DataLandingZone("acme/in"), Settings(environment)) as store:
        put(store, made(tmp_path, 5), "people.csv")
    listed = client(s3_server, s3_server.admin).list_objects_v2(Bucket=s3_server.bucket, Prefix=folder)
    assert [entry["Key"] for entry in listed["Contents"]] == [f"{folder}/acme/in/people.csv"]


def test_keys_are_asked_for_again_before_they_run_out(s3_server: SeaweedFs, tmp_path: Path) -> None:
    """Those that have less than a minute are not used where the platform gives longer ones."""
    folder, lives = f"dlz-{uuid.uuid4().hex}", iter([50, 3600])
    with platform(lambda _: (200, answer(s3_server, folder, seconds=next(lives)))) as server:
        settings = Settings({**server.environment, "AWS_ENDPOINT_URL_S3": s3_server.endpoint})
        with connect(DataLandingZone(), settings) as store:
            for name in ("a", "b", "c"):
                put(store, made(tmp_path, 5), name)
            assert [key for key, _ in store.list()] == ["a", "b", "c"]
    assert server.asked == [GET, GET]


def test_the_old_keys_serve_while_new_ones_are_not_to_be_had(s3_server: SeaweedFs, tmp_path: Path) -> None:
    """A platform that is out of order does not end a delivery whose keys are still good for minutes."""
    answers = iter([(200, answer(s3_server, f"dlz-{uuid.uuid4().hex}", seconds=200))])
    with platform(lambda _: next(answers, (503, b"busy"))) as server:
        settings = Settings({**server.environment, "AWS_ENDPOINT_URL_S3": s3_server.endpoint})
        with connect(DataLandingZone(), settings) as store:
            put(store, made(tmp_path, 5), "a")
            assert list(store.list()) == [("a", 5)]
    assert len(server.asked) > 1


def test_a_file_may_be_renewed_meanwhile(s3_server: SeaweedFs, tmp_path: Path) -> None:
    """Keys that run out are read again from the file; the old ones, once they have, are a terminal failure."""
    folder = f"dlz-{uuid.uuid4().hex}"
    environment = {"AWS_ENDPOINT_URL_S3": s3_server.endpoint}
    environment |= written(tmp_path, answer(s3_server, folder, seconds=2))
    with connect(DataLandingZone(), Settings(environment)) as store:
        put(store, made(tmp_path, 5), "a")
        time.sleep(2)
        with pytest.raises(TerminalFailure, match=r"the landing zone's keys in .*credentials\.json ran out at .* UTC"):
            put(store, made(tmp_path, 5), "b")
        written(tmp_path, answer(s3_server, folder))
        put(store, made(tmp_path, 5), "b")
        assert [key for key, _ in store.list()] == ["a", "b"]


def test_another_zone_in_the_middle_is_an_end(s3_server: SeaweedFs, tmp_path: Path) -> None:
    """Half of an export here and half there is nobody's wish."""
    folders = iter(["dlz-one", "dlz-two"])
    with platform(lambda _: (200, answer(s3_server, next(folders), seconds=30))) as server:
        settings = Settings({**server.environment, "AWS_ENDPOINT_URL_S3": s3_server.endpoint})
        with (
            connect(DataLandingZone(), settings) as store,
            pytest.raises(TerminalFailure, match="another landing zone"),
        ):
            for name in ("a", "b"):
                put(store, made(tmp_path, 5), name)


@pytest.mark.parametrize(
    ("status", "content", "failure", "told"),
    [
        (401, b"{}", TerminalFailure, r"the access token is not valid.*EXPORTSIM_PLATFORM_TOKEN"),
        (403, b"{}", TerminalFailure, r"permission denied; EXPORTSIM_PLATFORM_API_KEY.*must fit the token"),
        (404, b"{}", TerminalFailure, r"the sandbox has no landing zone"),
        (302, b"", TerminalFailure, r"\(302\)"),
        (429, b"", TransientFailure, r"busy"),
        (503, b"", TransientFailure, r"busy"),
        (200, b"<html>", TerminalFailure, r"answered what is no landing zone's credentials"),
        (200, {"containerName": "dlz-destination"}, TerminalFailure, r"no landing zone's credentials"),
        (200, {"SASUri": 7}, TerminalFailure, r"no landing zone's credentials"),
    ],
)
def test_what_the_platform_refuses_is_told(status: int, content: Any, failure: type[Exception], told: str) -> None:
    """In one sentence with the remedy, and whether another attempt is worth it."""
    with platform(lambda _: (status, content)) as server, pytest.raises(failure, match=told) as caught:
        connect(DataLandingZone(), Settings(server.environment))
    assert_no_secrets(str(caught.value), server.environment)


def test_a_wrong_token_is_told() -> None:
    """By the platform itself, which then sees no call at all."""
    with platform(lambda _: (200, {})) as server:
        environment = {**server.environment, "EXPORTSIM_PLATFORM_TOKEN": "of-yesterday"}
        with pytest.raises(TerminalFailure, match=r"\(401\): the access token is not valid"):
            connect(DataLandingZone(), Settings(environment))
    assert server.asked == []


def test_the_platform_is_asked_over_tls(s3_server: SeaweedFs, tmp_path: Path) -> None:
    """By an authority that is trusted; no token goes to a server that nobody vouches for."""
    tls = issue(tmp_path)
    given = answer(s3_server, f"dlz-{uuid.uuid4().hex}")
    with platform(lambda _: (200, given), tls) as server:
        environment = {**server.environment, "AWS_ENDPOINT_URL_S3": s3_server.endpoint}
        with pytest.raises(
            TerminalFailure, match=r"certificate of 127\.0\.0\.1:\d+ is not trusted.*EXPORTSIM_CA_BUNDLE"
        ):
            connect(DataLandingZone(), Settings(environment))
        assert server.asked == []
        with connect(DataLandingZone(), Settings({**environment, "EXPORTSIM_CA_BUNDLE": str(tls.ca)})) as store:
            assert list(store.list()) == []
    assert server.asked == [GET]


def test_a_platform_that_falls_silent_is_not_waited_for() -> None:
    """After the timeout the call has failed, and may be made again."""
    end = threading.Event()

    def never(_: str) -> tuple[int, bytes]:
        end.wait(10)
        return 200, b"{}"

    with platform(never) as server:
        with pytest.raises(TransientFailure, match=r"did not answer for 0\.3 s"):
            connect(DataLandingZone(), Settings(server.environment, timeout=0.3))
        end.set()


def test_an_unreachable_platform_is_told() -> None:
    """With its address; a later attempt may go through."""
    with platform(lambda _: (200, {})) as server:
        environment = server.environment
    with pytest.raises(TransientFailure, match=rf"nothing listens at 127\.0\.0\.1:{server.port}"):
        connect(DataLandingZone(), Settings(environment))


def problems(environment: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        connect(DataLandingZone(), Settings(environment))
    return [(problem.where, problem.what) for problem in caught.value.problems]


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    """Where and what; never a value, for all of them are secrets."""
    content = {"credentials": {"awsAccessKeyId": "ASIA"}, "dlzPath": {"dlzFolder": 3}, "expiryTime": "soon"}
    found = problems(written(tmp_path, content))
    where = tmp_path / "credentials.json"
    assert found == [
        (f"{where}: $.credentials.awsSecretAccessKey", "is missing or no text"),
        (f"{where}: $.credentials.awsSessionToken", "is missing or no text"),
        (f"{where}: $.expiryTime", "is missing or no time in Unix seconds"),
        (f"{where}: $.dlzPath.bucketName", "is missing or no text"),
        (f"{where}: $.dlzPath.dlzFolder", "is missing or no text"),
    ]


@pytest.mark.parametrize("content", ["", "sv=2022-09-11&sig=secret", "[1]", "{}", '{"SASToken": "sig=secret"}'])
def test_a_file_of_something_else_is_told(tmp_path: Path, content: str) -> None:
    """No traceback, and nothing of what is in it."""
    with pytest.raises(ConfigurationError) as caught:
        connect(DataLandingZone(), Settings(written(tmp_path, content)))
    assert "secret" not in str(caught.value)


def test_a_landing_zone_without_credentials_is_told(tmp_path: Path) -> None:
    """Every way to give them, and every name that is missing of the call."""
    assert problems({}) == [("EXPORTSIM_DLZ_SAS_URI", "is not set in the environment")]
    assert problems({"EXPORTSIM_DLZ_CREDENTIALS": str(tmp_path / "none")})[0][0] == "EXPORTSIM_DLZ_CREDENTIALS"
    assert [where for where, _ in problems({"EXPORTSIM_PLATFORM_TOKEN": "t"})] == [
        "EXPORTSIM_PLATFORM_API_KEY",
        "EXPORTSIM_PLATFORM_ORG",
        "EXPORTSIM_PLATFORM_SANDBOX",
    ]


@pytest.mark.parametrize("url", ["http://platform.example", "ftp://localhost", "https://", "platform.adobe.io"])
def test_a_token_goes_nowhere_in_the_clear(url: str) -> None:
    """Only over https, but on this machine."""
    with platform(lambda _: (200, {})) as server:
        found = problems({**server.environment, "EXPORTSIM_PLATFORM_URL": url})
    assert found == [("EXPORTSIM_PLATFORM_URL", f'"{url}" is no server to send a token to')]
