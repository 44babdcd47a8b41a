"""Frames of codecs that pack blocks of a fixed size, wherever the writer's pieces end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from formats.codecs.base import Frame, Packed
from formats.parallel import cores


class BlockFrame:
    """Cuts the text into blocks, packs them in threads of its own and strings them together in order.

    At most two blocks more than there are threads wait to be strung, so memory does not grow with the file. The bytes
    depend on the text alone, not on how it was cut into pieces.
    """

    def __init__(
        self, size: int, pack: Callable[[bytes | memoryview], Packed], strung: Callable[[], Frame], *, slack: int = 0
    ) -> None:
        """Blocks of ``size`` bytes; the last holds the rest, and up to ``slack`` bytes more than the others.

        ``pack`` gets every block in a thread, and one empty block when there is no text; ``strung`` makes the frame
        that puts the packed blocks in a row.
        """
        self._size = size
        self._slack = slack
        self._pack = pack
        self._strung = strung()
        self._workers = cores()
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="exportsim-codec")
        self._packed: deque[Future[Packed]] = deque()
        self._pieces: deque[memoryview] = deque()
        self._waiting = 0
        self._empty = True

    def begin(self) -> bytes:
        return self._strung.begin()

    def add(self, piece: Packed) -> bytes:
        self._pieces.append(memoryview(piece.data))
        self._waiting += piece.size
        done: list[bytes | memoryview] = []
        while self._waiting > self._size + self._slack:
            self._submit(self._size)
            done.extend(self._strung_until(self._workers + 2))
        return b"".join(done)

    def end(self) -> bytes:
        if self._waiting or self._empty:
            self._submit(self._waiting)
        done = b"".join(self._strung_until(0))
        self._pool.shutdown()
        return done + self._strung.end()

    def _submit(self, size: int) -> None:
        self._packed.append(self._pool.submit(self._pack, self._cut(size)))
        self._empty = False

    def _strung_until(self, waiting: int) -> Iterator[bytes | memoryview]:
        while len(self._packed) > waiting:
            yield self._strung.add(self._packed.popleft().result())

    def _cut(self, size: int) -> bytes | memoryview:
        """The first ``size`` waiting bytes; copied only where they come from several pieces."""
        self._waiting -= size
        views = []
        while size:
            view = self._pieces.popleft()
            if len(view) > size:
                self._pieces.appendleft(view[size:])
                view = view[:size]
            views.append(view)
            size -= len(view)
        return views[0] if len(views) == 1 else b"".join(views)
