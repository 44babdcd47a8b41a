"""Which files in a folder this program put there, so that it never takes away anybody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from exportsim.export.record import FOLDER

NAME = "contents.json"


def note(folder: Path) -> None:
    """Write down every file that is in a folder, below its ``.exportsim``."""
    text = json.dumps(sorted(_files(folder)), ensure_ascii=False, indent=1)
    (folder / FOLDER / NAME).write_text(text + "\n", encoding="utf-8")


def strangers(folder: Path) -> list[str]:
    """Files in a folder that were not written down, by name; what is in ``.exportsim`` is the program's."""
    try:
        ours = set(json.loads((folder / FOLDER / NAME).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        ours = set()
    return sorted(set(_files(folder)) - ours)


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if name.parts[0] != FOLDER and (path.is_symlink() or not path.is_dir()):
            yield name.as_posix()
