"""Why files do not arrive: goes to a place, leaves a probe there, and takes it away again."""

from __future__ import annotations

import hashlib
import re
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from exportsim.destinations.base import Particulars, Store
from exportsim.destinations.connect import connect
from exportsim.destinations.permissions import Deed, needs
from exportsim.destinations.settings import Settings
from exportsim.destinations.way import Clock, failed, proxy_of, walk
from exportsim.errors import ConfigurationError, DeliveryError, TerminalFailure
from exportsim.model import S3, Check, Diagnosis, LocalFolder, Place
from exportsim.progress import SILENT, Progress

CONTENT = b"Left by exportsim doctor, to see whether files arrive here. It may be deleted.\n"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
DEEDS: tuple[Deed, ...] = ("write", "read", "list", "delete")
DENIED = re.compile("permission|denied|not allowed|forbid", re.IGNORECASE)
NOBODY = "before anybody logged in"
"""Of a server that closed the connection: it has refused nobody a right."""


def examine(
    place: Place, settings: Settings, clock: Clock, *, folder: str = "", progress: Progress = SILENT
) -> Diagnosis:
    """Connect, write a probe, read it back, list it and delete it; what is wrong with the place is told, not raised.

    ``folder`` is where below the place's root the probe goes; ``clock`` asks this machine's.
    """
    checks = []
    progress.start("Examining", None, "steps")
    for check in _checks(place, settings, clock, folder.strip("/")):
        checks.append(check)
        progress.advance(1)
    progress.finish()
    return Diagnosis(place, tuple(checks))


def _checks(place: Place, settings: Settings, clock: Clock, folder: str) -> Iterator[Check]:
    try:
        connected = connect(place, settings)
    except ConfigurationError as error:
        for problem in error.problems:
            yield Check("settings", "failed", f"{problem.where} {problem.what}", problem.allowed)
        yield from _not_tried("the settings are not complete")
        return
    except DeliveryError as failure:
        # Of a landing zone the platform is asked where it is.
        yield failed("settings", failure)
        yield from _not_tried("nobody says where the place is")
        return
    with connected as store, tempfile.TemporaryDirectory() as scratch:
        yield Check("settings", "ok", "complete")
        for server in store.servers():
            if proxy := proxy_of(server, settings):
                yield Check("connection", "not tried", f"requests to {server.host} go by the proxy {proxy}")
                continue
            steps = list(walk(server, clock, seconds=settings.timeout))
            yield from steps
            if any(step.outcome == "failed" and step.name != "clock" for step in steps):
                yield from _not_tried(f"there is no way to {server.address}")
                return
        with _as_it_was(place, folder):
            yield from _Probe(place, store, Path(scratch), folder).deeds()


@contextmanager
def _as_it_was(place: Place, folder: str) -> Iterator[None]:
    """Folders of this machine that were made for the probe are gone again: nothing is left by a name mistyped."""
    path = place.path / folder if isinstance(place, LocalFolder) else None
    made = [one for one in (path, *path.parents) if not one.exists()] if path else []
    yield
    for one in made:
        with suppress(OSError):
            one.rmdir()


def _not_tried(why: str) -> Iterator[Check]:
    for deed in DEEDS:
        yield Check(deed, "not tried", why)


@dataclass(frozen=True)
class _Probe:
    """A small file that is left at the place and taken away."""

    place: Place
    store: Store
    scratch: Path
    folder: str

    def deeds(self) -> Iterator[Check]:
        # A dot comes before letters and digits: of however many files it is among the first that are listed.
        key = f"{self.folder}/.exportsim-doctor-{uuid.uuid4().hex[:12]}.txt".lstrip("/")
        written = self._done("write", lambda: self._write(key))
        yield written
        if written.outcome == "failed":
            yield Check("read", "not tried", "there is nothing to read")
            # Whoever may not write may still be allowed to list.
            yield _unless_the_same(self._done("list", self._list_any), written)
            yield Check("delete", "not tried", "there is nothing to delete")
            return
        yield self._done("read", lambda: self._read(key))
        yield self._done("list", lambda: self._list(key))
        yield self._done("delete", lambda: self._delete(key))
        if isinstance(self.place, S3) and isinstance(self.store, Particulars):
            for name, permission, call in self.store.particulars(key):
                yield _tried(name, permission, call)

    def _done(self, deed: Deed, call: Callable[[], str]) -> Check:
        return _tried(deed, needs(self.place, deed), call)

    def _write(self, key: str) -> str:
        file = self.scratch / "probe"
        file.write_bytes(CONTENT)
        receipt = self.store.put(file, key, sha256=SHA256)
        return f"{key}, proved by {receipt.algorithm}"

    def _read(self, key: str) -> str:
        back = self.scratch / "back"
        self.store.get(key, back)
        if back.read_bytes() != CONTENT:
            raise TerminalFailure(f"{key} reads back with other content than was written")
        return "the same content comes back"

    def _list(self, key: str) -> str:
        if not any(stored == (key, len(CONTENT)) for stored in self.store.list(self.folder)):
            raise TerminalFailure(f"{key} was written and is not listed")
        return "what was written is listed"

    def _list_any(self) -> str:
        return "files are listed" if any(True for _ in self.store.list(self.folder)) else "nothing lies there"

    def _delete(self, key: str) -> str:
        self.store.delete(key)
        if self.store.look(key, self.scratch / "probe", sha256=SHA256) != "absent":
            raise TerminalFailure(f"{key} is still there; delete it by hand")
        return "nothing is left"


def _tried(name: str, permission: str, call: Callable[[], str]) -> Check:
    try:
        return Check(name, "ok", call())
    except DeliveryError as failure:
        check = failed(name, failure)
        lacks = permission if DENIED.search(check.told) and NOBODY not in check.told else ""
        return replace(check, lacks=lacks, remedy=check.remedy or (f"allow {lacks}" if lacks else ""))


def _unless_the_same(check: Check, other: Check) -> Check:
    """Of two steps that failed for one reason the second does not tell it again."""
    reason, its = (one.told.partition(": ")[2] for one in (check, other))
    return replace(check, told="for the same reason", remedy="", lacks="") if reason and reason == its else check
