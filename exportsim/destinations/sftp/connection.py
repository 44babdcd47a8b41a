"""One connection: a socket, the server's key checked, the user logged in, SFTP spoken."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Iterator
from typing import Literal

import paramiko

from exportsim.destinations.sftp import hosts
from exportsim.destinations.sftp.failures import no_login, no_socket, no_ssh
from exportsim.destinations.sftp.hosts import HostKey
from exportsim.destinations.sftp.login import Login
from exportsim.destinations.sftp.wire import Wire
from exportsim.errors import TerminalFailure, TransientFailure

CIPHERS = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")
"""Before all others: one pass that the processor does itself. paramiko puts them last, behind AES with a separate
HMAC, which costs half as much time again."""

WINDOW = 16 << 20
"""Bytes that the server may send before we have read any: at 100 ms and back, 160 MB/s."""

KEEPALIVE = 15
"""Seconds after which an idle connection says something, so that no firewall forgets it."""

LOG = "exportsim.sftp"
# Without a handler Python would print the library's tracebacks of every lost connection.
logging.getLogger(LOG).addHandler(logging.NullHandler())


Way = Literal["key", "password", "interactive"]
"""How a user logs in; the last is a password too, asked for as a question."""

PASSWORD_WAYS: tuple[Way, ...] = ("password", "interactive")


class Line(socket.socket):
    """A socket that gives up when nothing leaves for ``patience`` seconds: paramiko would try for ever."""

    patience = 60.0
    _stuck = 0.0

    def send(self, data: bytes, flags: int = 0) -> int:  # type: ignore[override]
        try:
            sent = super().send(data, flags)
        except TimeoutError:
            self._stuck += self.gettimeout() or 0.0
            if self._stuck >= self.patience:
                raise ConnectionAbortedError(f"nothing could be sent for {self.patience:g} seconds") from None
            raise
        self._stuck = 0.0
        return sent


class OtherWay(Exception):
    """The server does not let the user in this way."""


class Door:
    """Opens connections; the way in which the first got in is that of the others.

    Each way is tried over a connection of its own: the library asks for the login service anew before each, for which
    some servers hang up.
    """

    def __init__(self, login: Login) -> None:
        self._login = login
        ways: dict[Way, bool] = {"key": bool(login.key), **dict.fromkeys(PASSWORD_WAYS, bool(login.password))}
        self._ways = tuple(way for way, given in ways.items() if given)

    def open(self) -> Connection:
        """Connect, within the login's ``timeout``; raises ``TransientFailure`` or ``TerminalFailure`` in words."""
        refusal: BaseException | None = None
        last: BaseException | None = None
        for way in self._ways:
            if way == "interactive" and len(self._ways) > 1 and not _asks(last):
                continue  # the same wrong password once more would only count against the user
            try:
                connection = Connection(self._login, way)
            except OtherWay as refused:
                last = refused.__cause__
                # That a key or password was refused says more than that it was asked for in another way.
                if refusal is None or isinstance(refusal, paramiko.BadAuthenticationType):
                    refusal = last
            else:
                self._ways = (way,)
                return connection
        assert refusal
        raise no_login(self._login, refusal) from refusal


def _asks(refusal: BaseException | None) -> bool:
    return isinstance(refusal, paramiko.BadAuthenticationType) and "keyboard-interactive" in refusal.allowed_types


class Connection:
    """Logged in; ``wire`` is what files travel over."""

    def __init__(self, login: Login, way: Way) -> None:
        """Connect; ``OtherWay`` where the server does not take this one."""
        known = hosts.known(hosts.name_of(login.host, login.port), login.known_hosts)
        self._transport = _transport(login.host, login.port, login.timeout)
        options = self._transport.get_security_options()
        options.key_types = _known_first(options.key_types, {one.key.kind for one in known})
        try:
            with _within(login.timeout, self._transport, login.server):
                shown = _shown(self._transport, login.server, login.timeout)
                hosts.check(hosts.name_of(login.host, login.port), login.url, shown, known)
                _authenticate(self._transport, login, way)
                self.wire = Wire(_channel(self._transport, login), login.server, login.timeout)
        except BaseException:
            self.close()
            raise
        self._transport.set_keepalive(KEEPALIVE)

    @property
    def usable(self) -> bool:
        """Whether somebody else may go on with it."""
        return bool(self._transport.is_active()) and self.wire.clean

    @property
    def software(self) -> str:
        """How the server introduced itself: ``OpenSSH_9.2p1 Debian-2``."""
        return str(self._transport.remote_version).split("-", 2)[-1]

    def close(self) -> None:
        """Hang up; does not wait for the server."""
        self._transport.close()


def shown_key(host: str, port: int, timeout: float) -> HostKey:
    """The key that a server shows to whoever asks; nobody logs in."""
    transport = _transport(host, port, timeout)
    server = f"{host}:{port}"
    try:
        with _within(timeout, transport, server):
            return _shown(transport, server, timeout)
    finally:
        transport.close()


def _transport(host: str, port: int, timeout: float) -> paramiko.Transport:
    try:
        plain = socket.create_connection((host, port), timeout)
    except OSError as error:
        raise no_socket(f"{host}:{port}", error, timeout) from error
    line = Line(fileno=plain.detach())
    line.patience = timeout
    # Requests must not wait for the replies to earlier ones (Nagle's algorithm and delayed ACKs).
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    transport = paramiko.Transport(line)
    transport.set_log_channel(LOG)
    transport.banner_timeout = transport.handshake_timeout = transport.auth_timeout = timeout
    options = transport.get_security_options()
    options.ciphers = _first(options.ciphers, CIPHERS)
    return transport


def _shown(transport: paramiko.Transport, server: str, timeout: float) -> HostKey:
    try:
        transport.start_client(timeout=timeout)
        key = transport.get_remote_server_key()
    except (EOFError, OSError, paramiko.SSHException) as error:
        raise no_ssh(server, error) from error
    return HostKey(key.get_name(), key.get_base64())


def _authenticate(transport: paramiko.Transport, login: Login, way: Way) -> None:
    """Log in one way; with the password too where the key is not enough for the server."""
    try:
        if way == "key":
            more = transport.auth_publickey(login.user, login.key)
            if "password" in more and login.password:
                more = transport.auth_password(login.user, login.password, fallback=False)
        elif way == "password":
            more = transport.auth_password(login.user, login.password, fallback=False)
        else:
            more = transport.auth_interactive(login.user, lambda _title, _why, asked: [login.password] * len(asked))
        if not transport.is_authenticated():
            raise paramiko.BadAuthenticationType("", more)
    except paramiko.AuthenticationException as error:
        if transport.is_active():
            raise OtherWay from error
        raise no_login(login, error) from error
    except (EOFError, OSError, paramiko.SSHException) as error:
        raise no_login(login, error) from error


def _channel(transport: paramiko.Transport, login: Login) -> paramiko.Channel:
    try:
        channel = transport.open_session(window_size=WINDOW, timeout=login.timeout)
        channel.invoke_subsystem("sftp")
    except (EOFError, OSError, paramiko.SSHException) as error:
        if not transport.is_active():
            raise TransientFailure(
                f"{login.server} closed the connection after {login.user} had logged in: too many connections at "
                f"once, or the account's folder is not as the server wants it"
            ) from error
        raise TerminalFailure(
            f"{login.server} lets {login.user} in and offers no SFTP; the account needs the sftp subsystem"
        ) from error
    return channel


@contextlib.contextmanager
def _within(seconds: float, transport: paramiko.Transport, server: str) -> Iterator[None]:
    """Close the transport if the block takes longer: several of the library's waits have no end of their own."""
    late = threading.Event()

    def end() -> None:
        late.set()
        transport.close()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (TransientFailure, TerminalFailure) as failure:
        if late.is_set():
            raise TransientFailure(f"{server} did not let us in within {seconds:g} seconds") from failure
        raise
    finally:
        timer.cancel()


def _first(offered: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """What is offered, in the order that is wanted first."""
    front = tuple(one for one in wanted if one in offered)
    return front + tuple(one for one in offered if one not in front)


def _known_first(offered: tuple[str, ...], kinds: set[str]) -> tuple[str, ...]:
    """Key types by which the server is known, so that it shows one of these; RSA has one name and two signatures."""
    signatures = tuple(one for one in offered if one in kinds or ("ssh-rsa" in kinds and one.startswith("rsa-sha2")))
    return _first(offered, signatures)
