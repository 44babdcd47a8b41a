"""Getting an export back from a place: what arrived there, not what was sent."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from exportsim.destinations.attempts import Attempts
from exportsim.destinations.base import Store, Stored
from exportsim.destinations.looking import waybill
from exportsim.destinations.settings import JOBS
from exportsim.errors import TerminalFailure
from exportsim.model import Export
from exportsim.progress import SILENT, Progress


def fetch(
    export: Export,
    store: Store,
    folder: Path,
    *,
    jobs: int = JOBS,
    left: Sequence[str] = (),
    progress: Progress = SILENT,
) -> None:
    """Fetch every file of an export into ``folder``, and hold each against the record.

    ``left`` names files that were not delivered. ``TerminalFailure`` lists those that are missing or have other bytes.
    """
    files = [file for file in waybill(export) if file.name not in left]
    folder_of_all = posixpath.commonpath([posixpath.dirname(file.name) for file in files]) if files else ""
    there = {stored.key for stored in store.list(folder_of_all)}
    missing = [file.name for file in files if file.name not in there]
    if missing:
        raise TerminalFailure(f"{_listed(missing)} not there")
    digests = _all(store, [Stored(file.name, file.size) for file in files], folder, jobs, progress)
    altered = [file.name for file in files if digests[file.name] != file.sha256]
    if altered:
        raise TerminalFailure(f"{_listed(altered)} there with other bytes than were sent")


def fetch_all(store: Store, folder: Path, *, jobs: int = JOBS, progress: Progress = SILENT) -> tuple[Stored, ...]:
    """Fetch whatever lies at a place into ``folder``; says which files those were, by name."""
    files = sorted(store.list())
    if not files:
        raise TerminalFailure("nothing lies there")
    for stored in files:
        name = PurePosixPath(stored.key)
        if name.is_absolute() or ".." in name.parts:
            raise TerminalFailure(f"{stored.key!r} would be written outside of the folder")
    _all(store, files, folder, jobs, progress)
    return tuple(files)


def _all(store: Store, files: Sequence[Stored], folder: Path, jobs: int, progress: Progress) -> dict[str, str]:
    """Fetch files at once; their SHA-256 by key."""

    def one(stored: Stored) -> tuple[str, str]:
        path = folder / stored.key
        path.parent.mkdir(parents=True, exist_ok=True)
        Attempts().make(lambda: store.get(stored.key, path))
        progress.advance(stored.size)
        return stored.key, _digest(path)

    progress.start("Fetching", sum(stored.size for stored in files), "bytes")
    digests = dict(_at_once(one, files, jobs))
    progress.finish()
    return digests


def _at_once(call: Callable[[Stored], tuple[str, str]], files: Sequence[Stored], jobs: int) -> list[tuple[str, str]]:
    with ThreadPoolExecutor(jobs, "fetch") as pool:
        try:
            return list(pool.map(call, files))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 1} more are" if len(names) > 1 else " is"
    return f"{names[0]}{more}"
