"""Connections to one server: as many as may be open at once, each used by one thread at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from exportsim.destinations.sftp.connection import Connection
from exportsim.errors import DeliveryError


class Pool:
    """Opens connections as they are needed, and hands out again those that are as good as new.

    A server that lets fewer in than we may open is used with those: the first that it refuses is the limit.
    """

    def __init__(self, connect: Callable[[], Connection], most: int) -> None:
        self._connect = connect
        self._most = most
        self._open = 0
        self._waiting = 0
        self._idle: list[Connection] = []
        self._closed = False
        self._changed = threading.Condition()

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for a connection: who has a second one should give it back."""
        return self._waiting > 0

    @contextmanager
    def lease(self) -> Iterator[Connection]:
        """A connection, when one is free."""
        connection = None
        while connection is None:
            connection = self._taken(wait=True)
        with self._held(connection):
            yield connection

    @contextmanager
    def spare(self) -> Iterator[Connection | None]:
        """A second connection for the same file, if nobody else needs it; otherwise None."""
        connection = None if self.wanted else self._taken(wait=False)
        if connection is None:
            yield None
        else:
            with self._held(connection):
                yield connection

    def close(self) -> None:
        """Hang up everywhere, and where connections are still in use as soon as they are given back."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            self._open -= len(idle)
        for connection in idle:
            connection.close()

    def _taken(self, *, wait: bool) -> Connection | None:
        """A connection; None to ask again, or where none is free and nobody waits."""
        with self._changed:
            if not self._idle and self._open >= self._most:
                if wait:
                    self._waiting += 1
                    try:
                        self._changed.wait_for(lambda: self._idle or self._open < self._most)
                    finally:
                        self._waiting -= 1
                return None
            if self._idle:
                connection = self._idle.pop()
                if connection.usable:
                    return connection
                self._open -= 1
            else:
                connection = None
            self._open += 1
        if connection:
            connection.close()
        try:
            return self._connect()
        except BaseException as error:
            with self._changed:
                self._open -= 1
                limited = isinstance(error, DeliveryError) and self._open > 0
                if limited:
                    self._most = self._open
                self._changed.notify()
            if limited:
                return None
            raise

    @contextmanager
    def _held(self, connection: Connection) -> Iterator[None]:
        try:
            yield
        finally:
            with self._changed:
                usable = connection.usable and not self._closed
                if usable:
                    self._idle.append(connection)
                else:
                    self._open -= 1
                self._changed.notify()
            if not usable:
                connection.close()
