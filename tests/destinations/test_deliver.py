"""An export on its way: order, attempts, what a failure leaves, what is told."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from destinations.exports import Slow, Unsteady, Watched, an_export

from exportsim.destinations import Bandwidth, Journal, Sending, Settings, Shipment, connect, deliver, planned
from exportsim.destinations.attempts import Attempts
from exportsim.errors import ExportError, TerminalFailure, TransientFailure
from exportsim.model import Export, LocalFolder
from exportsim.progress import Advance, Progress

QUICK = Attempts(first_pause=0.001)


@pytest.fixture
def export(tmp_path: Path) -> Export:
    return an_export(tmp_path / "out", [10, 2000, 0, 300_000])


@pytest.fixture
def inbox(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "inbox")


def lying_in(place: LocalFolder) -> dict[str, bytes]:
    return {
        path.relative_to(place.path).as_posix(): path.read_bytes() for path in place.path.rglob("*") if path.is_file()
    }


def content_of(export: Export) -> dict[str, bytes]:
    names = [file.name for file in export.files] + [export.manifest.name if export.manifest else ""]
    return {name: (export.folder / name).read_bytes() for name in names}


def test_everything_arrives_and_is_written_down(export: Export, inbox: LocalFolder) -> None:
    """Each file once, the manifest last, a receipt for each beside the export's record."""
    with connect(inbox, Settings()) as store:
        delivery = deliver(export, inbox, store)
    assert lying_in(inbox) == content_of(export)
    assert [receipt.key for receipt in delivery.receipts] == [*content_of(export)]
    (kept,) = json.loads((export.record.parent / "delivery.json").read_text())["deliveries"].values()
    assert [receipt["checksum"] for receipt in kept["receipts"]] == [one.checksum for one in delivery.receipts]


def test_what_has_arrived_is_not_sent_again(export: Export, inbox: LocalFolder) -> None:
    """A file that lies there whole needs no attempt; one that was taken away is sent."""
    with connect(inbox, Settings()) as store:
        deliver(export, inbox, store)
        store.delete("in/people_2.csv")
        again = deliver(export, inbox, store)
    assert [receipt.attempts for receipt in again.receipts] == [0, 1, 0, 0, 0]


def test_a_transient_failure_is_tried_again(export: Export, inbox: LocalFolder) -> None:
    """As often as it takes up to the most; the receipt says how often."""
    store = Unsteady(inbox, failures=2)
    delivery = deliver(export, inbox, store, sending=Sending(attempts=QUICK))
    assert {receipt.attempts for receipt in delivery.receipts} == {3}
    assert lying_in(inbox) == content_of(export)


def test_a_terminal_failure_is_not_tried_again(export: Export, inbox: LocalFolder) -> None:
    """Once is enough, and the manifest does not announce what did not arrive."""
    store = Unsteady(inbox, 99, TerminalFailure)
    with pytest.raises(TerminalFailure, match=r"the connection broke$"):
        deliver(export, inbox, store, sending=Sending(jobs=1, attempts=QUICK))
    assert store.tried == {"in/people_1.csv": 1}
    assert not inbox.path.exists()


def test_attempts_end_with_how_many_there_were(export: Export, inbox: LocalFolder) -> None:
    """The sentence says that the same command may go through later."""
    store = Unsteady(inbox, failures=99)
    with pytest.raises(TransientFailure, match=r"broke \(5 attempts; the same command later may"):
        deliver(export, inbox, store, sending=Sending(attempts=QUICK))


def test_a_failed_delivery_is_completed_by_the_next(export: Export, inbox: LocalFolder) -> None:
    """What had arrived stays, the rest follows."""
    with pytest.raises(TransientFailure):
        deliver(export, inbox, Unsteady(inbox, 1), sending=Sending(jobs=1, attempts=Attempts(most=1)))
    with connect(inbox, Settings()) as store:
        deliver(export, inbox, store)
    assert lying_in(inbox) == content_of(export)


def test_pauses_grow_and_have_an_end() -> None:
    """Each at most double the one before, at least half of that, none above the longest."""
    pauses: list[float] = []

    def fail() -> None:
        raise TransientFailure("no")

    attempts = Attempts(most=8, first_pause=1, longest_pause=20, sleep=pauses.append)
    with pytest.raises(TransientFailure):
        attempts.make(fail)
    limits = [1, 2, 4, 8, 16, 20, 20]
    assert [limit / 2 <= pause <= limit for pause, limit in zip(pauses, limits, strict=True)] == [True] * 7


def test_files_travel_at_once_up_to_the_limit(tmp_path: Path, inbox: LocalFolder) -> None:
    """Never more than were asked for."""
    store = Slow(inbox)
    deliver(an_export(tmp_path / "many", [10] * 9), inbox, store, sending=Sending(jobs=3))
    assert store.most == 3


@pytest.mark.parametrize(("jobs", "most"), [(3, 5), (1, 1)])
def test_a_store_may_let_files_wait(tmp_path: Path, inbox: LocalFolder, jobs: int, most: int) -> None:
    """It gets so many more than may travel; but who sends one after the other wants them in their order."""
    store = Slow(inbox)
    store.ahead = 2  # type: ignore[attr-defined]
    deliver(an_export(tmp_path / "many", [10] * 9), inbox, store, sending=Sending(jobs=jobs))
    assert store.most == most


def test_other_content_is_refused_before_anything_is_sent(export: Export, inbox: LocalFolder) -> None:
    """All strangers are counted; what was there stays alone."""
    (inbox.path / "in").mkdir(parents=True)
    for number in (3, 4):
        (inbox.path / f"in/people_{number}.csv").write_text("a stranger's")
    before = lying_in(inbox)
    with connect(inbox, Settings()) as store, pytest.raises(TerminalFailure, match=r"people_3\.csv \(and 1 more\) is"):
        deliver(export, inbox, store)
    assert lying_in(inbox) == before


@pytest.mark.parametrize("refused", [False, True])
def test_of_many_files_those_that_are_listed_are_looked_at(tmp_path: Path, inbox: LocalFolder, refused: bool) -> None:
    """Only what a listing shows needs a look; where listing is refused every file gets one."""
    export = an_export(tmp_path / "many", [10] * 30)
    with connect(inbox, Settings()) as store:
        deliver(export, inbox, store)
        for number in range(4, 31):
            store.delete(f"in/people_{number}.csv")
    watched = Watched(inbox, refused)
    delivery = deliver(export, inbox, watched)
    assert lying_in(inbox) == content_of(export)
    assert [receipt.attempts for receipt in delivery.receipts] == [0] * 3 + [1] * 27 + [0]
    assert len(watched.looked_at) == (31 if refused else 4)


@pytest.mark.parametrize(
    ("if_exists", "step", "there"), [("skip", "leave", b"a stranger's"), ("overwrite", "replace", None)]
)
def test_other_content_is_left_or_replaced(
    export: Export, inbox: LocalFolder, if_exists: str, step: str, there: bytes | None
) -> None:
    """As it was asked for, and a dry run says it before."""
    (inbox.path / "in").mkdir(parents=True)
    (inbox.path / "in/people_2.csv").write_text("a stranger's")
    sending = Sending(if_exists)  # type: ignore[arg-type]
    with connect(inbox, Settings()) as store:
        would = planned(export, inbox, store, sending=sending)
        delivery = deliver(export, inbox, store, sending=sending)
    assert [step for _, step in would.steps] == ["send", step, "send", "send", "send"]
    assert lying_in(inbox)["in/people_2.csv"] == (there or content_of(export)["in/people_2.csv"])
    assert delivery.left == (("in/people_2.csv",) if there else ())


def test_an_export_that_was_touched_is_not_sent(export: Export, inbox: LocalFolder) -> None:
    """Neither a shorter file, which is seen at once, nor one of the same size, which is seen by its hash."""
    path = export.folder / "in/people_2.csv"
    for content in (b"!", b"!" * 2000):
        path.write_bytes(content)
        with connect(inbox, Settings()) as store, pytest.raises(TerminalFailure, match="is not the file that was"):
            deliver(export, inbox, store)
    assert "in/people_2.csv" not in lying_in(inbox)
    assert "in/manifest.json" not in lying_in(inbox)


class Told:
    """Keeps what a progress bar would show."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self.items: list[tuple[str, int]] = []

    def start(self, what: str, total: int | None, unit: str) -> None:
        self.done, self.total = 0, total or 0

    def advance(self, amount: int) -> None:
        self.done += amount

    @contextmanager
    def item(self, name: str, total: int) -> Iterator[Advance]:
        self.items.append((name, total))
        yield self.advance

    def beside(self) -> Progress:
        return self

    def finish(self) -> None: ...


def test_progress_counts_each_byte_once(export: Export, inbox: LocalFolder) -> None:
    """Whatever was sent twice, and whatever had arrived before."""
    told = Told()
    sending = Sending(jobs=1, attempts=QUICK)
    deliver(export, inbox, Unsteady(inbox, failures=1), sending=sending, progress=told)
    assert (told.done, told.total) == (302_012, 302_012)
    assert told.items == [(file.name, file.size) for file in export.files] + [("in/manifest.json", 2)]
    (inbox.path / "in/people_2.csv").unlink()
    deliver(export, inbox, Unsteady(inbox, failures=0), sending=sending, progress=told)
    assert (told.done, told.total) == (302_012, 302_012)


def test_the_bandwidth_is_held() -> None:
    """Four threads share one rate: 100 kB at 400 kB/s take a quarter of a second, and what was idle is not made up."""
    limit = Bandwidth(400_000)
    time.sleep(0.1)
    began = time.monotonic()
    threads = [threading.Thread(target=lambda: [limit(5_000) for _ in range(5)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0.24 <= time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("rate", "jobs", "parts"),
    [(1e3, 1, 1), (2e4, 1, 1), (5e4, 3, 1), (1e5, 7, 1), (2e5, 8, 1), (3e5, 8, 2), (1e6, 8, 4), (1e9, 8, 4)],
)
def test_a_low_bandwidth_is_shared_by_few_connections(rate: float, jobs: int, parts: int) -> None:
    """So that 128 KiB on each of them take no more than ten seconds, unless one alone is slower than that."""
    few = Settings(jobs=8, parts=4).at_rate(rate)
    assert (few.jobs, few.parts) == (jobs, parts)
    assert jobs * parts == 1 or jobs * parts * (128 << 10) / rate <= 10


def test_files_leave_while_later_ones_are_written(tmp_path: Path, inbox: LocalFolder) -> None:
    """The first arrives before the second is there; the folder is renamed with files in the queue, and all arrive."""
    building = an_export(tmp_path / "building", [10, 20, 30, 40])
    with Shipment(inbox, Slow(inbox), Journal(tmp_path, inbox), sending=Sending(jobs=1)) as shipment:
        shipment.begun(building.folder)
        shipment.written(building.files[0])
        while "in/people_1.csv" not in (lying_in(inbox) if inbox.path.exists() else ()):
            time.sleep(0.01)
        for file in building.files[1:]:
            shipment.written(file)
        with shipment.moving(tmp_path / "out"):
            building.folder.rename(tmp_path / "out")
        export = replace(building, folder=tmp_path / "out")
        delivery = shipment.finish(export)
    assert lying_in(inbox) == content_of(export)
    assert [receipt.attempts for receipt in delivery.receipts] == [1] * 5


def test_receipts_that_cannot_be_kept_hide_nothing(export: Export, inbox: LocalFolder) -> None:
    """That every file has arrived is said; and where one has not, that is said and not that receipts were lost."""
    shutil.rmtree(export.record.parent)
    with connect(inbox, Settings()) as store:
        with pytest.raises(ExportError, match="every file has arrived, but the receipts are not kept"):
            deliver(export, inbox, store)
        store.delete("in/people_2.csv")
    with pytest.raises(TerminalFailure, match="the connection broke"):
        deliver(export, inbox, Unsteady(inbox, 99, TerminalFailure), sending=Sending(attempts=QUICK))


def test_leaving_with_an_exception_breaks_off(export: Export, inbox: LocalFolder) -> None:
    """Files on their way end at their next byte, those in the queue never begin."""
    store = Slow(inbox)
    shipment = Shipment(inbox, store, Journal(export.record.parent, inbox), sending=Sending(jobs=2))
    shipment.begun(export.folder)
    with pytest.raises(KeyboardInterrupt), shipment:
        for file in export.files:
            shipment.written(file)
        store.began.wait()
        raise KeyboardInterrupt
    assert not inbox.path.exists()
