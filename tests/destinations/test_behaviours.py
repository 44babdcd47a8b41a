"""Deliveries as the outside world makes them, as a reader sees them who keeps looking at the place."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from destinations.exports import an_export
from destinations.test_adls import endpoint
from destinations.test_sftp import world_of
from destinations.test_sftp_uploads import through
from servers.adls import Adls as AdlsServer
from servers.faults import Proxy
from servers.sftp import SftpServer

from exportsim.cli import main
from exportsim.destinations import BEHAVIOURS, Settings, acting, connect, deliver_as
from exportsim.errors import ConfigurationError, ExportsimError, TerminalFailure
from exportsim.model import S3, Adls, Delivery, Export, LocalFolder, Place

SIZE = 40_000
FILE, MANIFEST = "in/people_1.csv", "in/manifest.json"


@pytest.fixture(params=["folder", "sftp", "data lake"])
def gradual(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Place, Settings]:
    """Each kind of place where a reader can see half a file."""
    if request.param == "folder":
        return LocalFolder(tmp_path / "inbox"), Settings()
    if request.param == "sftp":
        server: SftpServer = request.getfixturevalue("sftp_server")
        world = world_of(server)
        return world.place, world.settings()
    lake: AdlsServer = request.getfixturevalue("adls_server")
    login = {"AZURE_STORAGE_SAS_TOKEN": lake.blob.sas()}
    return Adls(f"b{uuid.uuid4().hex}", lake.filesystem, lake.account), Settings(endpoint(lake, "dfs") | login)


@contextmanager
def watching(place: Place, settings: Settings) -> Iterator[list[dict[str, int]]]:
    """What a reader sees: each time that the listing is another one than before, names with sizes."""
    seen: list[dict[str, int]] = []
    over = threading.Event()

    def look() -> None:
        with connect(place, settings) as store:
            last = False
            while not last:
                last = over.is_set()
                listing = {stored.key: stored.size for stored in store.list()}
                if listing != (seen[-1] if seen else {}):
                    seen.append(listing)
                time.sleep(0.005)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        yield seen
    finally:
        over.set()
        reader.join()


def deliver(names: list[str], export: Export, place: Place, settings: Settings, lag: float) -> Delivery:
    with connect(place, settings) as store:
        return deliver_as(acting(names, place, store, export, lag=lag), export, place, store, settings)


def seen_of(names: list[str], export: Export, place: Place, settings: Settings, lag: float) -> list[dict[str, int]]:
    """The sequence of a delivery that ends with everything in its place, or all but the manifest."""
    with watching(place, settings) as seen:
        delivery = deliver(names, export, place, settings, lag)
    assert seen[-1] == {receipt.key: receipt.size for receipt in delivery.receipts}
    assert delivery.behaviours == tuple(names)
    return seen


def grown(seen: list[dict[str, int]], name: str) -> list[int]:
    """The sizes under a name, one after the other."""
    sizes = [listing[name] for listing in seen if name in listing]
    return [size for number, size in enumerate(sizes) if number == 0 or size != sizes[number - 1]]


def test_a_slow_write_is_seen_to_grow(gradual: tuple[Place, Settings], tmp_path: Path) -> None:
    """Under the final name, and only ever longer, until it is whole."""
    sizes = grown(seen_of(["slow-write"], an_export(tmp_path / "out", [SIZE]), *gradual, lag=1.0), FILE)
    assert (len(sizes) > 3, sizes == sorted(sizes), sizes[-1]) == (True, True, SIZE)


def test_what_is_created_empty_is_seen_empty(gradual: tuple[Place, Settings], tmp_path: Path) -> None:
    """For half of the time; then it grows."""
    sizes = grown(seen_of(["create-append"], an_export(tmp_path / "out", [SIZE]), *gradual, lag=1.0), FILE)
    assert (sizes[0], len(sizes) > 2, sizes == sorted(sizes), sizes[-1]) == (0, True, True, SIZE)


def test_what_is_renamed_is_seen_whole(gradual: tuple[Place, Settings], tmp_path: Path) -> None:
    """It grows under a name with .part behind it, which is gone in the end."""
    seen = seen_of(["rename"], an_export(tmp_path / "out", [SIZE]), *gradual, lag=1.0)
    parts = grown(seen, FILE + ".part")
    assert (grown(seen, FILE), len(parts) > 3, parts == sorted(parts)) == ([SIZE], True, True)
    assert FILE + ".part" not in seen[-1]


@pytest.mark.parametrize("name", ["slow-write", "rename", "create-append"])
def test_other_content_is_no_more_replaced_than_otherwise(
    gradual: tuple[Place, Settings], tmp_path: Path, name: str
) -> None:
    """Unasked it stays; the same delivery again sends nothing."""
    place, settings = gradual
    first, second = an_export(tmp_path / "first", [SIZE]), an_export(tmp_path / "second", [SIZE])
    deliver([name], first, place, settings, lag=0)
    with pytest.raises(TerminalFailure, match="is there with other content"):
        deliver([name], second, place, settings, lag=0)
    again = deliver([name], first, place, settings, lag=0)
    assert [receipt.attempts for receipt in again.receipts] == [0, 0]


@pytest.fixture
def inbox(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "inbox")


def arrivals(seen: list[dict[str, int]]) -> list[str]:
    """Names in the order in which they were first seen; several at once by name."""
    names: list[str] = []
    for listing in seen:
        names += sorted(set(listing) - set(names))
    return names


def test_files_come_in_any_order(inbox: LocalFolder, tmp_path: Path) -> None:
    """One after the other, not as they are named, the same at every delivery of the run; the manifest last."""
    export = an_export(tmp_path / "out", [2000] * 5)
    orders = []
    for number in range(2):
        place = LocalFolder(inbox.path / str(number))
        orders.append(arrivals(seen_of(["any-order", "slow-write"], export, place, Settings(), lag=0.25)))
    assert (orders[0], orders[0][-1], sorted(orders[0][:-1])) == (
        orders[1],
        MANIFEST,
        [file.name for file in export.files],
    )
    assert orders[0] != sorted(orders[0])


def test_the_manifest_comes_early(inbox: LocalFolder, tmp_path: Path) -> None:
    """A reader finds names in it that are not there yet."""
    seen = seen_of(["manifest-early"], an_export(tmp_path / "out", [10, 10]), inbox, Settings(), lag=0.6)
    assert seen[0] == {MANIFEST: 2}


def test_the_manifest_comes_late(inbox: LocalFolder, tmp_path: Path) -> None:
    """All files are there, and for a while nothing says so."""
    export = an_export(tmp_path / "out", [10, 10])
    began = time.monotonic()
    seen = seen_of(["manifest-late"], export, inbox, Settings(), lag=0.5)
    assert (seen[-2], time.monotonic() - began > 0.5) == ({file.name: 10 for file in export.files}, True)


def test_the_manifest_never_comes(inbox: LocalFolder, tmp_path: Path) -> None:
    """The files alone; the journal has no receipt for it either."""
    export = an_export(tmp_path / "out", [10, 10])
    seen = seen_of(["manifest-missing"], export, inbox, Settings(), lag=0)
    assert seen[-1] == {file.name: 10 for file in export.files}
    (kept,) = json.loads((export.record.parent / "delivery.json").read_text())["deliveries"].values()
    assert [receipt["key"] for receipt in kept["receipts"]] == [file.name for file in export.files]


@pytest.mark.parametrize("name", ["manifest-early", "manifest-late"])
def test_every_receipt_is_kept(inbox: LocalFolder, tmp_path: Path, name: str) -> None:
    """Of a delivery in two legs too, in the export's order."""
    export = an_export(tmp_path / "out", [10, 10])
    delivery = deliver([name], export, inbox, Settings(), lag=0)
    (kept,) = json.loads((export.record.parent / "delivery.json").read_text())["deliveries"].values()
    keys = [*(file.name for file in export.files), MANIFEST]
    assert [receipt["key"] for receipt in kept["receipts"]] == [receipt.key for receipt in delivery.receipts] == keys
    assert [receipt.attempts for receipt in delivery.receipts] == [1, 1, 1]


def test_every_file_has_a_connection_of_its_own(
    sftp_server: SftpServer, proxy_to: Callable[[int], Proxy], tmp_path: Path
) -> None:
    """A server must let as many in at once as there are files."""
    proxy = proxy_to(sftp_server.port)
    world = through(sftp_server, world_of(sftp_server), proxy, tmp_path)
    export = an_export(tmp_path / "out", [1000] * 8)
    delivery = deliver(["many-connections", "slow-write"], export, world.place, world.settings(), lag=0.3)
    assert (len(delivery.receipts), proxy.connections >= 8 + 1) == (9, True)


def test_what_does_not_go_together_is_told_at_once(tmp_path: Path) -> None:
    """Where half a file can be seen, which two contradict each other, what the export lacks."""
    export = an_export(tmp_path / "out", [10])
    given = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
    place = S3("bucket")
    with connect(place, Settings(given)) as store, pytest.raises(ConfigurationError) as told:
        acting(["slow-write", "rename", "any-order", "sideways"], place, store, export)
    assert [problem.what for problem in told.value.problems] == [
        '"sideways" is not a behaviour',
        "slow-write: S3 shows a file whole or not at all",
        "rename contradicts slow-write",
        "rename: S3 shows a file whole or not at all",
        "any-order: this export has one file",
    ]
    assert "a local folder, SFTP, or a data lake" in str(told.value)


class Broken(ExportsimError):
    """What ends a delivery half-way."""


def test_half_a_file_is_not_left_by_a_failure(inbox: LocalFolder, tmp_path: Path) -> None:
    """A behaviour is what a reader shall survive; a delivery that failed leaves nothing of the file it failed at."""
    export = an_export(tmp_path / "out", [SIZE])
    with connect(inbox, Settings()) as store:
        writing = acting(["slow-write"], inbox, store, lag=1.0).writing(store)
        told: list[int] = []

        def moved(amount: int) -> None:
            told.append(amount)
            if sum(told) > SIZE // 2:
                raise Broken

        with pytest.raises(Broken):
            (file,) = export.files
            writing.put(export.folder / file.name, file.name, sha256=file.sha256, moved=moved)
        assert list(store.list()) == []


def test_push_takes_behaviours(inbox: LocalFolder, tmp_path: Path) -> None:
    """And tells of them; a dry run does not list what will not come."""
    an_export(tmp_path / "out", [10, 10])
    words = ["push", str(tmp_path / "out"), "--to", str(inbox.path), "--json", "--lag", "0"]
    words += ["--behaviour", "manifest-missing", "--behaviour", "slow-write"]
    would, did = (json.loads(CliRunner().invoke(main, [*words, *more]).stdout) for more in (["--dry-run"], []))
    assert len(would["files"]) == len(did["receipts"]) == 2
    assert did["behaviours"] == ["manifest-missing", "slow-write"]


def test_a_lag_of_nothing_is_refused(inbox: LocalFolder, tmp_path: Path) -> None:
    """It would be waited for by nobody."""
    an_export(tmp_path / "out", [10])
    told = CliRunner().invoke(main, ["push", str(tmp_path / "out"), "--to", str(inbox.path), "--lag", "1"])
    assert (told.exit_code, "--behaviour: is missing" in told.stderr) == (2, True)


def test_the_manual_tells_of_every_behaviour() -> None:
    """By name, in the words of the program."""
    manual = (Path(__file__).parents[2] / "docs" / "destinations.md").read_text()
    assert [name for name, one in BEHAVIOURS.items() if f"| `{name}` | {one.seen} |" not in manual] == []
