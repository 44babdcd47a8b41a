"""The landing zone where Azure hosts it: a container that a signature opens, which is replaced when it runs out."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from destinations.conformance import MIB, StoreSuite, World, assert_no_secrets, digest, made, put
from destinations.platform import platform
from servers import azurite
from servers.azurite import Azurite

from exportsim.destinations import Settings, connect
from exportsim.errors import ConfigurationError, TerminalFailure, TransientFailure
from exportsim.model import DataLandingZone

CALL = "/data/foundation/connectors/landingzone/credentials?type=dlz_destination"
GET, REFRESH = f"GET {CALL}", f"POST {CALL}&action=refresh"


def answer(server: Azurite, **how: float) -> dict[str, str]:
    """What the credentials call says, whose names contradict each other as in the vendor's example."""
    uri = server.sas_uri("racwdlm", **how)
    return {
        "containerName": server.container,
        "SASToken": urlsplit(uri).query,
        "storageAccountName": "another-account",
        "SASUri": uri,
    }


class TestPasted(StoreSuite):
    """The signed address, as the platform's page shows it."""

    @pytest.fixture
    def world(self, azurite_server: Azurite) -> World:
        def opened(uri: str) -> dict[str, str]:
            return {"EXPORTSIM_DLZ_SAS_URI": uri}

        return World(
            DataLandingZone(f"dlz{uuid.uuid4().hex}"),
            opened(azurite_server.sas_uri("racwdlm")),
            wrong=opened(azurite_server.sas_uri("racwdlm", hours=-1)),
            denied=opened(azurite_server.sas_uri("rl")),
        )

    def test_a_place_that_is_not_there_is_told(self, azurite_server: Azurite, tmp_path: Path) -> None:
        """The signature of one container opens no other."""
        uri = azurite_server.sas_uri("racwdlm").replace(f"/{azurite_server.container}?", "/not-there?")
        settings = Settings({"EXPORTSIM_DLZ_SAS_URI": uri})
        with (
            pytest.raises(TerminalFailure, match="refuses the signature in EXPORTSIM_DLZ_SAS_URI") as caught,
            connect(DataLandingZone("in"), settings) as store,
        ):
            put(store, made(tmp_path, 10), "k")
        assert_no_secrets(str(caught.value), settings.environment)


def test_the_answer_of_the_credentials_call_may_come_from_a_file(azurite_server: Azurite, tmp_path: Path) -> None:
    """D-36: of its names only the signed address counts."""
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps(answer(azurite_server)))
    folder = uuid.uuid4().hex
    with connect(DataLandingZone(f"{folder}/in"), Settings({"EXPORTSIM_DLZ_CREDENTIALS": str(file)})) as store:
        put(store, made(tmp_path, 5), "people.csv")
    with azurite.client(azurite_server) as service:
        names = service.get_container_client(azurite_server.container).list_blob_names(name_starts_with=folder)
        assert list(names) == [f"{folder}/in/people.csv"]


def test_a_signature_is_replaced_before_it_runs_out(azurite_server: Azurite, tmp_path: Path) -> None:
    """One that has less than five minutes left is not used where the platform gives a longer one."""
    lives = iter([0.05, 1.0])
    place = DataLandingZone(uuid.uuid4().hex)
    with (
        platform(lambda _: (200, answer(azurite_server, hours=next(lives)))) as server,
        connect(place, Settings(server.environment)) as store,
    ):
        for name in ("a", "b"):
            put(store, made(tmp_path, 5), name)
        assert list(store.list()) == [("a", 5), ("b", 5)]
    assert server.asked == [GET, REFRESH]


def test_the_old_signature_serves_while_there_is_no_new_one(azurite_server: Azurite, tmp_path: Path) -> None:
    """A platform that is out of order does not end a delivery whose signature is still good for minutes."""
    answers = iter([(200, answer(azurite_server, hours=0.05))])
    with (
        platform(lambda _: next(answers, (503, b"busy"))) as server,
        connect(DataLandingZone(uuid.uuid4().hex), Settings(server.environment)) as store,
    ):
        for name in ("a", "b"):
            put(store, made(tmp_path, 5), name)
        assert list(store.list()) == [("a", 5), ("b", 5)]
    assert server.asked == [GET, REFRESH]


@pytest.mark.parametrize("size", [5, 9 * MIB])
def test_a_signature_that_is_refused_is_replaced(azurite_server: Azurite, tmp_path: Path, size: int) -> None:
    """One without an expiry in it, as the platform gives, ends unforeseen: the next attempt has a new one."""
    good = answer(azurite_server)
    revoked = {**good, "SASUri": good["SASUri"].replace("sig=", "sig=AA").replace("se=", "was=")}
    answers = {"GET": revoked, "POST": good}
    path = made(tmp_path, size)
    with (
        platform(lambda method: (200, answers[method])) as server,
        connect(DataLandingZone(uuid.uuid4().hex), Settings(server.environment)) as store,
    ):
        with pytest.raises(TransientFailure, match="there is a new one now"):
            put(store, path, "k")
        put(store, path, "k")
        assert store.look("k", path, sha256=digest(path)) == "same"
    assert server.asked == [GET, REFRESH]


def test_what_is_refused_with_every_signature_is_told(azurite_server: Azurite, tmp_path: Path) -> None:
    """The platform is asked for a new one once, not for each attempt."""
    revoked = {"SASUri": answer(azurite_server)["SASUri"].replace("sig=", "sig=AA")}
    with (
        platform(lambda _: (200, revoked)) as server,
        connect(DataLandingZone("in"), Settings(server.environment)) as store,
    ):
        for _ in range(3):
            with pytest.raises(TerminalFailure, match=f"refuses the signature in http://127.0.0.1:{server.port}"):
                put(store, made(tmp_path, 5), "k")
    assert server.asked == [GET, REFRESH]


def test_another_container_in_the_middle_is_an_end(azurite_server: Azurite, tmp_path: Path) -> None:
    """Half of an export here and half there is nobody's wish."""
    first = answer(azurite_server, hours=-1)
    other = {"SASUri": first["SASUri"].replace(f"/{azurite_server.container}?", "/another?")}
    with (
        platform(lambda method: (200, first if method == "GET" else other)) as server,
        connect(DataLandingZone("in"), Settings(server.environment)) as store,
        pytest.raises(TerminalFailure, match="names another landing zone than before"),
    ):
        put(store, made(tmp_path, 5), "k")


def test_a_pasted_signature_that_has_run_out_is_told(azurite_server: Azurite, tmp_path: Path) -> None:
    """With the moment it did, and what to do; there is nobody to ask."""
    settings = Settings({"EXPORTSIM_DLZ_SAS_URI": azurite_server.sas_uri(hours=-1)})
    told = r"the signature in EXPORTSIM_DLZ_SAS_URI expired at .* UTC; ask for a new one"
    with pytest.raises(TerminalFailure, match=told), connect(DataLandingZone("in"), settings) as store:
        put(store, made(tmp_path, 5), "k")


def test_what_is_no_signed_address_is_told() -> None:
    """Before anything goes over the network, and nothing of it is shown."""
    with pytest.raises(ConfigurationError, match="EXPORTSIM_DLZ_SAS_URI: is no SAS URI") as caught:
        connect(DataLandingZone(), Settings({"EXPORTSIM_DLZ_SAS_URI": "https://a.example/c?sv=secret"}))
    assert "secret" not in str(caught.value)
