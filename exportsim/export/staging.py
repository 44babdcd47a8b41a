"""A folder that appears whole or not at all: built aside, renamed at the end.

While it is built it lies beside its destination as ``.NAME.PID.partial``; one whose process is gone is what a kill
left behind, and is swept away by the next run. An older export is set aside as ``.NAME.replaced`` for the moment
between two renames; where a kill hit that moment the next run puts it back.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from exportsim.errors import ConfigurationError, ExportError, Problem
from exportsim.export import contents
from exportsim.export.record import is_ours

EXPORT = "export"
FETCHED = "fetched"
KINDS = {EXPORT: "an export", "matrix": "a matrix", "timeline": "a timeline", FETCHED: "fetched files"}
"""What this program makes of a folder, by the mark it leaves in it."""

SHOWN = 3
"""How many files of somebody else's are named."""


@contextmanager
def staged(
    folder: Path, kind: str = EXPORT, *, moving: Callable[[Path], AbstractContextManager[object]] = nullcontext
) -> Iterator[Path]:
    """A new empty folder that takes the place of ``folder`` when the block ends without an exception.

    ``kind`` is what may be replaced: a folder that bears the mark ``.exportsim/KIND.json`` and holds no file that was
    put there since. The renaming happens inside ``moving(folder)``, for those who read the new files already.
    ``ConfigurationError`` when ``folder`` holds something else; ``ExportError`` when the disk refuses.
    """
    folder = folder.absolute()
    aside = folder.with_name(f".{folder.name}.replaced")
    building = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder, aside)
        require_ours(folder, kind)
        building.mkdir()
        try:
            yield building
            contents.note(building)
            require_ours(folder, kind)
            with moving(folder):
                _exchange(building, folder, aside, kind)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    except OSError as error:
        # Where it was built is nobody's business: the name is that of the file as it would have been.
        built = str(error.filename or "").replace(str(building), str(folder))
        where = f" ({built})" if built and built != str(folder) else ""
        raise ExportError(
            f"{folder} could not be written: {error.strerror or error}{where}; nothing was left there"
        ) from error


def require_ours(folder: Path, kind: str = EXPORT) -> None:
    """Refuse a folder in which something lies that this program did not write, or not as this kind.

    Nor may it be the folder that the caller stands in, or one above: it is replaced as a whole.
    """
    if not folder.exists():
        return
    allowed = f"a folder that is new, empty or holds an older run: {KINDS[kind]}"
    if not folder.is_dir():
        raise ConfigurationError([Problem(str(folder), "is a file", allowed)])
    if Path.cwd().is_relative_to(folder.resolve()):
        what = "is the folder you are in, or above it, and would be replaced as a whole"
        raise ConfigurationError([Problem(str(folder), what, "a folder of its own, such as ./rehearsal")])
    if any(folder.iterdir()) and not is_ours(folder, f"{kind}.json"):
        raise ConfigurationError([Problem(str(folder), f"is not empty and not {KINDS[kind]} of this program", allowed)])
    if others := contents.strangers(folder):
        shown = ", ".join(others[:SHOWN]) + (f" and {len(others) - SHOWN} more" if len(others) > SHOWN else "")
        what = f"holds more than {KINDS[kind]}, which would be lost: {shown}"
        raise ConfigurationError([Problem(str(folder), what, "move them elsewhere, or take another folder")])


def _exchange(building: Path, folder: Path, aside: Path, kind: str) -> None:
    if is_ours(folder, f"{kind}.json"):
        folder.rename(aside)
    building.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)


def _sweep(folder: Path, aside: Path) -> None:
    if aside.exists():
        if folder.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(folder)
    pattern = re.compile(re.escape(f".{folder.name}.") + r"(\d+)\.partial")
    for path in folder.parent.iterdir():
        left_behind = pattern.fullmatch(path.name)
        if left_behind and not _alive(int(left_behind[1])):
            shutil.rmtree(path)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
