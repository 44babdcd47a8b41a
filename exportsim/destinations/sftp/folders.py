"""Folders of the place: made one level at a time, walked through."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

from exportsim.destinations.sftp import messages
from exportsim.destinations.sftp.connection import Connection
from exportsim.destinations.sftp.messages import Attributes, Refused
from exportsim.destinations.sftp.wire import Wire

Lease = Callable[[], AbstractContextManager[Connection]]


class Entry(NamedTuple):
    """A file as it was found."""

    path: str
    name: str
    """Without its folder."""

    attributes: Attributes


def parent_of(path: str) -> str:
    """The folder that a path lies in."""
    return path.rpartition("/")[0] or "/"


def make(wire: Wire, folder: str) -> None:
    """Make a folder and those above it that are missing: no server makes more than one level at a time."""
    try:
        wire.make_folder(folder)
        return None
    except Refused as refused:
        if refused.code != messages.NO_SUCH_FILE or folder == "/":
            return _there_after_all(wire, folder, refused)
    make(wire, parent_of(folder))
    try:
        wire.make_folder(folder)
    except Refused as refused:
        _there_after_all(wire, folder, refused)


def _there_after_all(wire: Wire, folder: str, refused: Refused) -> None:
    """Servers say anything of a folder that is there already, also of one that somebody else has just made."""
    there = wire.stat(folder)
    if there is None or not there.is_folder:
        raise refused


def walk(lease: Lease, root: str) -> Iterator[Entry]:
    """Every file below a folder, level by level and by name.

    A folder that is not there holds nothing. Links to files are files, links to folders are not followed.
    """
    ahead = deque([root])
    while ahead:
        with lease() as connection:
            found = _entries(connection.wire, ahead.popleft())
        ahead += [entry.path for entry in found if entry.attributes.is_folder]
        yield from (entry for entry in found if not entry.attributes.is_folder)


def files_in(wire: Wire, folder: str) -> list[Entry]:
    """The files directly in a folder."""
    return [entry for entry in _entries(wire, folder) if not entry.attributes.is_folder]


def _entries(wire: Wire, folder: str) -> list[Entry]:
    try:
        listed = wire.entries(folder)
    except Refused as refused:
        if refused.code == messages.NO_SUCH_FILE:
            return []
        raise
    found = []
    for name, attributes in sorted(listed):
        path = f"{folder.rstrip('/')}/{name}"
        if attributes.is_link or attributes.mode is None:
            target = wire.stat(path)
            if target is None or (attributes.is_link and target.is_folder):
                continue
            attributes = target
        found.append(Entry(path, name, attributes))
    return found
