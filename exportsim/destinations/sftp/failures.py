"""What went wrong, in words: cause and remedy."""

from __future__ import annotations

import paramiko

from exportsim.destinations.network import cause_of
from exportsim.destinations.sftp import messages
from exportsim.destinations.sftp.login import KEY, PASSWORD, Login
from exportsim.destinations.sftp.messages import Refused, Room
from exportsim.errors import DeliveryError, TerminalFailure, TransientFailure


def no_socket(server: str, error: OSError, timeout: float) -> DeliveryError:
    """Of a connection that could not be made."""
    cause = cause_of(error, server, seconds=timeout)
    if cause is None:
        return TransientFailure(f"{server} could not be reached: {error.strerror or error}")
    return (TransientFailure if cause.transient else TerminalFailure)(cause.text)


def no_ssh(server: str, error: Exception) -> DeliveryError:
    """Of a server that answers and with which no encryption came about."""
    if isinstance(error, paramiko.ssh_exception.IncompatiblePeer):
        return TerminalFailure(
            f"{server} and this program have no encryption in common ({error}); a server that knows only algorithms "
            f"of ten years ago must be updated"
        )
    if "Indecipherable" in str(error):
        return TerminalFailure(f"{server} is no SSH server; is it another port?")
    return TransientFailure(
        f"{server} closed the connection before anybody logged in: too many connections at once, an address that is "
        f"not allowed there, or no SSH server at all"
    )


def no_login(login: Login, error: BaseException) -> DeliveryError:
    """Of a user who was not let in."""
    if isinstance(error, paramiko.BadAuthenticationType):
        ways = " or ".join(error.allowed_types) or "something else"
        return TerminalFailure(
            f"{login.server} asks {login.user} for {ways}; {PASSWORD} or {KEY} must hold what it asks for"
        )
    if isinstance(error, paramiko.AuthenticationException) and "timeout" not in str(error).lower():
        given = {"key": login.key, "password": login.password}
        means = " and ".join(word for word, value in given.items() if value)
        remedies = {
            "key": "the public half must be in the account's authorized keys",
            "password": "is the password spelt right?",
        }
        remedy = "; ".join(remedies[word] for word, value in given.items() if value)
        return TerminalFailure(f"{login.server} refuses {login.user} with this {means}: permission denied; {remedy}")
    return TransientFailure(f"{login.server} closed the connection while {login.user} logged in")


def refusal(server: str, path: str, done: str, refused: Refused, room: Room | None = None) -> DeliveryError:
    """Of a request that the server refused: ``done`` is what was not, as in "could not be written"."""
    full = refused.code in (messages.NO_SPACE, messages.QUOTA)
    if full or (refused.code == messages.FAILURE and room is not None and room.free < SCARCE):
        left = f" ({room.free:,} bytes are free)" if room else ""
        return TerminalFailure(f"{path} could not be {done}: the disk or the quota of {server} is full{left}")
    if refused.code == messages.PERMISSION_DENIED:
        why = "permission denied; the account needs the right to read, write and rename there"
    elif refused.code == messages.NO_SUCH_FILE:
        why = "it is not there"
    elif refused.code == messages.FAILURE:
        why = f"the server says {refused}: most often a full disk or quota, or a name that it does not take"
    else:
        why = f"the server says {refused}"
    return TerminalFailure(f"{server}: {path} could not be {done}: {why}")


SCARCE = 1 << 20
"""Bytes free below which a disk counts as full: a write that failed took what was left."""
