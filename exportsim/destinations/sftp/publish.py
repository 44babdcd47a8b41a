"""How a file that has arrived gets its name."""

from __future__ import annotations

import contextlib
from typing import Literal, get_args

from exportsim.destinations.arriving import arriving_name
from exportsim.destinations.settings import Settings
from exportsim.destinations.sftp import messages
from exportsim.destinations.sftp.folders import parent_of
from exportsim.destinations.sftp.messages import Refused
from exportsim.destinations.sftp.wire import Wire
from exportsim.errors import ConfigurationError, Problem, TerminalFailure, TransientFailure

NAME = "EXPORTSIM_SFTP_PUBLISH"

Publish = Literal["rename", "atomic", "direct"]
"""``rename``: uploaded under a temporary name, then renamed. Where the server cannot replace a file in one step, the
old one is renamed away first: for a moment a reader finds no file, never half of one. ``atomic``: the same, and
such a server is refused. ``direct``: uploaded under the final name, as the platform itself does it; a reader sees
the file grow. For servers that do not rename."""


class Taken(Exception):
    """Something lies under the name already."""


def publish_of(settings: Settings) -> Publish:
    """Which way the settings ask for; ``ConfigurationError`` for one that there is not."""
    given = settings.get(NAME) or "rename"
    for publish in get_args(Publish):
        if given == publish:
            return publish  # type: ignore[no-any-return]
    raise ConfigurationError([Problem(NAME, f'"{given}" is no way to publish', "known: rename, atomic, direct")])


def reveal(wire: Wire, arrived: str, path: str, *, overwrite: bool, atomic: bool) -> None:
    """Give an uploaded file its name.

    Raises ``Taken`` where something has it and may not be replaced, ``TerminalFailure`` where it can only be replaced
    in two steps and ``atomic`` forbids that.
    """
    if overwrite and _replaced(wire, arrived, path):
        return
    refused = _refused(wire, arrived, path)
    if refused is None:
        return
    if not overwrite:
        raise Taken from refused
    if atomic:
        raise TerminalFailure(
            f"the server cannot replace {path} in one step (it lacks {messages.POSIX_RENAME}); {NAME}=rename renames "
            f"the old file away first"
        ) from refused
    _swap(wire, arrived, path)


def _refused(wire: Wire, arrived: str, path: str) -> Refused | None:
    """Rename unless the name is taken: then what the server says of it."""
    for last in (False, False, True):
        try:
            # By the protocol an error where the name is taken; OpenSSH makes a hard link, so of two only one can win.
            wire.rename(arrived, path)
            return None
        except Refused as refused:
            if refused.code != messages.NO_SUCH_FILE and wire.stat(path):
                return refused
            if refused.code in (messages.PERMISSION_DENIED, messages.UNSUPPORTED):
                raise TerminalFailure(
                    f"the server does not let {arrived} be renamed ({refused}); {NAME}=direct uploads under the final "
                    f"name, where a reader sees the file grow"
                ) from refused
            # Nobody has the name: perhaps they had, and were just renaming their file away.
            if last:
                raise _contested(path) from refused
    raise AssertionError("the last try returns or raises")


def _replaced(wire: Wire, arrived: str, path: str) -> bool:
    """Rename in one step whatever lies there; False where the server cannot, whatever it announced."""
    if messages.POSIX_RENAME not in wire.extensions:
        return False
    try:
        wire.replace(arrived, path)
    except Refused as refused:
        if refused.code != messages.UNSUPPORTED:
            raise
        return False
    return True


def _swap(wire: Wire, arrived: str, path: str) -> None:
    """Rename the old file away, the new one into its place, and only then take the old one away."""
    aside = f"{parent_of(path).rstrip('/')}/{arriving_name()}"
    try:
        wire.rename(path, aside)
        wire.rename(arrived, path)
    except Refused as refused:
        if wire.stat(path) is None and wire.stat(aside):
            with contextlib.suppress(Refused):
                wire.rename(aside, path)
        wire.remove(aside)
        raise _contested(path) from refused
    wire.remove(aside)


def _contested(path: str) -> TransientFailure:
    return TransientFailure(f"{path} could not be replaced: somebody else writes it at the same time")
