"""What every store must do: a suite that each kind of place inherits.

A kind gives a ``world`` fixture: a ``World`` whose place is empty and of the test's own. What a store does when its
network fails is examined by ``network.NetworkSuite``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from exportsim.destinations import Settings, Store, connect
from exportsim.destinations.attempts import Attempts
from exportsim.errors import DeliveryError, TerminalFailure
from exportsim.model import Place

NAMES = [
    "people.csv",
    "deep/er/people.csv.gz",
    "VIP subscribers/a b.csv",
    "plus+sign.csv",
    "per%20cent.csv",
    "100%.csv",
    "equals=and&amp.csv",
    "jörg/日本語 😀.csv",
    "quote'semi;comma,hash#question?.csv",
    "-begins-with-a-dash.csv",
    "x" * 200 + ".csv",
]
MIB = 1 << 20


@dataclass(frozen=True)
class World:
    """A place of the test's own on a real server, and ways to reach it wrongly."""

    place: Place
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    missing: Place | None = None
    """The same server, a bucket, container or folder that is not there and is not made; None where none is needed."""

    wrong: Mapping[str, str] | None = field(default=None, repr=False)
    """An environment whose credentials the server refuses."""

    denied: Mapping[str, str] | None = field(default=None, repr=False)
    """An environment that may read the place and not write there."""

    def settings(self, **over: object) -> Settings:
        return Settings(**{"environment": self.environment, "timeout": 10.0, **over})  # type: ignore[arg-type]

    def connect(self, **over: object) -> Store:
        return connect(self.place, self.settings(**over))


def made(folder: Path, size: int, name: str = "file") -> Path:
    """A file of pseudo-random bytes."""
    path = folder / name
    path.write_bytes(os.urandom(size))
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def put(store: Store, path: Path, key: str, **how: object) -> None:
    store.put(path, key, sha256=digest(path), **how)  # type: ignore[arg-type]


class BrokenOff(Exception):
    """No failure of the place."""


class StoreSuite:
    """The contract of ``exportsim.destinations.base.Store``."""

    @pytest.mark.parametrize("size", [0, 1, 100_003, 20 * MIB + 1])
    def test_what_is_put_can_be_got(self, world: World, tmp_path: Path, size: int) -> None:
        """Bytes come back as they went, in one part, in several, or none at all; the receipt tells their size."""
        path = made(tmp_path, size)
        moved: list[int] = []
        with world.connect() as store:
            receipt = store.put(path, "a/b.csv", sha256=digest(path), moved=moved.append)
            store.get("a/b.csv", tmp_path / "back")
        assert (receipt.key, receipt.size, receipt.attempts) == ("a/b.csv", size, 1)
        assert (tmp_path / "back").read_bytes() == path.read_bytes()
        assert sum(moved) == size

    @pytest.mark.parametrize("name", NAMES)
    def test_names_are_kept(self, world: World, tmp_path: Path, name: str) -> None:
        """Spaces, signs that URLs know, other scripts, long names: the key that was put is the key that is listed."""
        path = made(tmp_path, 10)
        with world.connect() as store:
            put(store, path, name)
            assert list(store.list()) == [(name, 10)]
            assert store.look(name, path, sha256=digest(path)) == "same"
            store.get(name, tmp_path / "back")
        assert (tmp_path / "back").read_bytes() == path.read_bytes()

    def test_an_empty_place_lists_nothing(self, world: World) -> None:
        """Nothing put, nothing listed; taking away what is not there is no error."""
        with world.connect() as store:
            assert list(store.list()) == []
            store.delete("never/there.csv")

    def test_a_file_can_be_taken_away(self, world: World, tmp_path: Path) -> None:
        """Only the one that is named."""
        with world.connect() as store:
            for name in ("a.csv", "b/a.csv"):
                put(store, made(tmp_path, 3), name)
            store.delete("a.csv")
            assert list(store.list()) == [("b/a.csv", 3)]

    def test_a_listing_can_be_of_a_folder(self, world: World, tmp_path: Path) -> None:
        """Everything below it, by whole keys; a name that only begins alike is not below it."""
        keys = ["in/a.csv", "in/deep/er/b.csv", "inside/c.csv", "in.csv"]
        with world.connect() as store:
            for key in keys:
                put(store, made(tmp_path, 3), key)
            listed = [sorted(stored.key for stored in store.list(folder)) for folder in ("in", "in/deep", "out", "")]
            store.sweep("in")
            store.sweep("not/there")
            assert len(list(store.list())) == 4
        assert listed == [keys[:2], keys[1:2], [], sorted(keys)]

    def test_a_look_tells_same_from_other(self, world: World, tmp_path: Path) -> None:
        """By content, not by size alone; large files too, which were sent in parts."""
        small, large = made(tmp_path, 1000, "small"), made(tmp_path, 18 * MIB, "large")
        twin = made(tmp_path, 1000, "twin")
        changed = tmp_path / "changed"
        content = large.read_bytes()
        changed.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        with world.connect() as store:
            put(store, small, "s")
            put(store, large, "l")
            looks = [
                store.look(key, path, sha256=digest(path))
                for key, path in (("s", small), ("s", twin), ("l", large), ("l", changed), ("s", large), ("n", small))
            ]
        assert looks == ["same", "other", "same", "other", "other", "absent"]

    @pytest.mark.parametrize("size", [10, 18 * MIB])
    def test_other_content_is_not_replaced_unasked(self, world: World, tmp_path: Path, size: int) -> None:
        """Without ``overwrite`` what lies there stays; with it the new file takes its place."""
        first, second = made(tmp_path, size, "first"), made(tmp_path, size, "second")
        with world.connect() as store:
            put(store, first, "k")
            with pytest.raises(TerminalFailure, match="is there already"):
                put(store, second, "k")
            assert store.look("k", first, sha256=digest(first)) == "same"
            put(store, second, "k", overwrite=True)
            assert store.look("k", second, sha256=digest(second)) == "same"
            assert list(store.list()) == [("k", size)]

    def test_of_many_writers_one_wins_whole(self, world: World, tmp_path: Path) -> None:
        """Several clients put different files under one name at once: one of them lies there, whole.

        A place may make some of them try again.
        """
        paths = [made(tmp_path, 3 * MIB, f"writer{number}") for number in range(4)]

        def write(path: Path) -> None:
            with world.connect() as store:
                Attempts(first_pause=0.1).make(lambda: put(store, path, "contested", overwrite=True))

        with ThreadPoolExecutor() as pool:
            list(pool.map(write, paths))
        with world.connect() as store:
            assert list(store.list()) == [("contested", 3 * MIB)]
            looks = [store.look("contested", path, sha256=digest(path)) for path in paths]
        assert sorted(looks) == ["other"] * 3 + ["same"]

    def test_of_many_first_writers_one_is_first(self, world: World, tmp_path: Path) -> None:
        """Without ``overwrite`` all but one are told that the name is taken."""
        paths = [made(tmp_path, 1000, f"writer{number}") for number in range(4)]

        def write(path: Path) -> bool:
            with world.connect() as store:
                try:
                    put(store, path, "contested")
                except TerminalFailure:
                    return False
                return True

        with ThreadPoolExecutor() as pool:
            won = list(pool.map(write, paths))
        with world.connect() as store:
            looks = [store.look("contested", path, sha256=digest(path)) for path in paths]
        assert [look == "same" for look in looks] == won
        assert sum(won) == 1

    def test_what_another_writer_puts_there_meanwhile_is_kept(self, world: World, tmp_path: Path) -> None:
        """A large file is on its way for long: its name is free when it begins, and taken when it is whole."""
        ours, other = made(tmp_path, 20 * MIB, "ours"), made(tmp_path, 1000, "other")
        begun = threading.Lock()

        def meanwhile(_amount: int) -> None:
            if begun.acquire(blocking=False):
                with world.connect() as another:
                    put(another, other, "contested")

        with world.connect() as store:
            with pytest.raises(TerminalFailure, match="contested is there already"):
                put(store, ours, "contested", moved=meanwhile)
            assert store.look("contested", other, sha256=digest(other)) == "same"
            assert [stored.key for stored in store.list()] == ["contested"]

    def test_one_store_serves_several_threads(self, world: World, tmp_path: Path) -> None:
        """Files put through the same connection at once all arrive."""
        paths = [made(tmp_path, 50_000 + number, f"f{number:02}") for number in range(12)]
        with world.connect() as store, ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda path: put(store, path, f"in/{path.name}"), paths))
            assert sorted(store.list()) == [(f"in/{path.name}", 50_000 + n) for n, path in enumerate(paths)]

    def test_a_hundred_mebibytes_arrive(self, world: World, tmp_path: Path) -> None:
        """Whole, in parts, without being held in memory."""
        path = made(tmp_path, 100 * MIB)
        with world.connect() as store:
            put(store, path, "large")
            assert store.look("large", path, sha256=digest(path)) == "same"

    def test_a_full_proof_reads_back(self, world: World, tmp_path: Path) -> None:
        """With ``verify="full"`` the receipt holds the SHA-256 of what was read from the place."""
        path = made(tmp_path, 9 * MIB)
        with world.connect(verify="full") as store:
            receipt = store.put(path, "proof", sha256=digest(path))
        assert (receipt.algorithm, receipt.checksum) == ("sha256", digest(path))

    def test_a_file_that_changed_meanwhile_is_not_sent(self, world: World, tmp_path: Path) -> None:
        """What is put under a name is the file that was hashed, or nothing."""
        path = made(tmp_path, 1000)
        with world.connect() as store:
            with pytest.raises(TerminalFailure, match="is not the file that was written"):
                store.put(path, "k", sha256="0" * 64)
            assert list(store.list()) == []

    def test_a_file_that_is_gone_is_told(self, world: World, tmp_path: Path) -> None:
        with world.connect() as store:
            with pytest.raises(TerminalFailure, match="gone could not be read: No such file or directory"):
                store.put(tmp_path / "gone", "k", sha256="0" * 64)
            assert list(store.list()) == []

    def test_a_folder_that_cannot_be_fetched_into_is_told(self, world: World, tmp_path: Path) -> None:
        with world.connect() as store:
            put(store, made(tmp_path, 1000), "k")
            with pytest.raises(TerminalFailure, match="gone/k could not be written: No such file or directory"):
                store.get("k", tmp_path / "gone" / "k")

    def test_of_what_is_not_there_nothing_is_fetched(self, world: World, tmp_path: Path) -> None:
        with world.connect() as store, pytest.raises(TerminalFailure):
            store.get("not-there", tmp_path / "back")
        assert not (tmp_path / "back").exists()

    def test_a_file_that_becomes_shorter_on_its_way_is_not_sent(self, world: World, tmp_path: Path) -> None:
        path = made(tmp_path, 40 * MIB)
        sha256 = digest(path)

        def shorten(_amount: int) -> None:
            os.truncate(path, MIB)

        with world.connect() as store:
            with pytest.raises(TerminalFailure, match="is not the file that was written"):
                store.put(path, "k", sha256=sha256, moved=shorten)
            assert list(store.list()) == []

    def test_a_file_that_is_altered_on_its_way_arrives_as_it_was_or_not_at_all(
        self, world: World, tmp_path: Path
    ) -> None:
        path = made(tmp_path, 40 * MIB)
        sha256 = digest(path)

        def alter(_amount: int) -> None:
            with path.open("rb+") as file:
                file.seek(39 * MIB)
                file.write(b"other content")

        with world.connect() as store:
            with contextlib.suppress(DeliveryError):
                store.put(path, "k", sha256=sha256, moved=alter)
            for stored in store.list():
                store.get(stored.key, back := tmp_path / "back")
                assert digest(back) == sha256
            with pytest.raises(TerminalFailure):
                store.put(path, "again", sha256=sha256)

    @pytest.mark.parametrize("size", [1000, 18 * MIB])
    def test_an_upload_can_be_broken_off(self, world: World, tmp_path: Path, size: int) -> None:
        """What ``moved`` raises ends the upload as it is, and nothing of the file is seen."""
        path = made(tmp_path, size)

        def stop(_amount: int) -> None:
            raise BrokenOff

        with world.connect() as store:
            with pytest.raises(BrokenOff):
                put(store, path, "k", moved=stop)
            assert list(store.list()) == []

    def test_wrong_credentials_are_told(self, world: World, tmp_path: Path) -> None:
        """A terminal failure in words, and no secret in them."""
        if world.wrong is None:
            pytest.fail("a place without credentials has no such test: override it")
        path = made(tmp_path, 10)
        with (
            pytest.raises(TerminalFailure) as caught,
            connect(world.place, world.settings(environment=world.wrong)) as s,
        ):
            put(s, path, "k")
        assert_no_secrets(str(caught.value), world.wrong)

    def test_a_place_that_is_not_there_is_told(self, world: World, tmp_path: Path) -> None:
        """A terminal failure that names it."""
        assert world.missing is not None
        path = made(tmp_path, 10)
        with pytest.raises(TerminalFailure) as caught, connect(world.missing, world.settings()) as store:
            put(store, path, "k")
        assert_no_secrets(str(caught.value), world.environment)

    def test_a_refused_write_is_told(self, world: World, tmp_path: Path) -> None:
        """A terminal failure that speaks of permission."""
        assert world.denied is not None
        path = made(tmp_path, 10)
        settings = world.settings(environment=world.denied)
        refused = pytest.raises(TerminalFailure, match=r"(?i)permission|denied|not allowed|not authorized")
        with refused as caught, connect(world.place, settings) as store:
            put(store, path, "k")
        assert_no_secrets(str(caught.value), world.denied)
        with world.connect() as store:
            assert list(store.list()) == []


SECRET = ("SECRET", "PASSWORD", "KEY", "TOKEN", "SAS", "CONNECTION_STRING")


def assert_no_secrets(text: str, environment: Mapping[str, str]) -> None:
    """No value of a secret's name stands in a text, whole or in a quotable piece."""
    for name, value in environment.items():
        if any(word in name for word in SECRET) and not name.endswith(("_FILE", "_ID", "CREDENTIALS")) and value:
            assert value not in text, name
