"""Rows of text on their way into a file, and the text of a file on its way back.

Chunks of rows are rendered and packed by threads of their own, and written in order.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

import pyarrow as pa

from formats.batches import halved, joined, loose_runs, runs
from formats.charsets import UTF_8, charset
from formats.codecs import CODECS, CodecName, Packed
from formats.parallel import in_order

ROWS = 65_536
"""Rows at a time: enough to forget the kernels' overhead and the threads' turns, few enough for memory."""

BYTES = 64 << 20
"""A chunk of wider rows is halved until it holds no more, far from the 2 GiB that Arrow's offsets can reach."""

WRITE = 1 << 20
"""Bytes given to the file at a time: for ten megabytes at once Linux looks for pages in blocks so large that it has
to make room for them first, which cost half as much as rendering what is in them."""


@dataclass(frozen=True)
class TextFile:
    """What a file of text rows is besides its rows."""

    line_separator: str
    """After each row."""

    encoding: str
    codec: CodecName

    def write(
        self,
        sink: BinaryIO,
        batches: Iterable[pa.RecordBatch],
        render: Callable[[pa.RecordBatch], memoryview],
        *,
        header: str = "",
        rows: int = ROWS,
    ) -> None:
        """One whole file.

        ``render`` gives the rows of a batch as UTF-8, with separators between them and none behind, perhaps none at
        all; it is called with at most ``rows`` rows, from several threads. An empty header is left out.
        """
        codec = CODECS[self.codec]
        frame = codec.frame()
        separator = codec.prepare(self._encoded(self.line_separator))
        bom = charset(self.encoding).bom

        def packed(chunk: list[pa.RecordBatch]) -> Packed:
            return codec.prepare(self._recoded(render(joined(chunk))))

        sink.write(frame.begin())
        first = [codec.prepare(self._encoded(header))] if header else []
        # What is packed depends on where it is cut; plain text does not, and joining batches costs a copy.
        chunks = loose_runs(batches, rows) if self.codec == "none" else runs(batches, rows)
        for piece in chain(first, in_order(packed, _narrow(chunks))):
            if not piece.size:
                continue
            if bom:
                sink.write(frame.add(codec.prepare(bom)))
                bom = b""
            _write(sink, frame.add(piece))
            sink.write(frame.add(separator))
        sink.write(frame.end())

    def _encoded(self, text: str) -> bytes:
        return charset(self.encoding).encode(text)

    def _recoded(self, text: memoryview) -> memoryview | bytes:
        return text if charset(self.encoding) == UTF_8 else self._encoded(str(text, "utf-8"))


def _write(sink: BinaryIO, data: bytes | memoryview) -> None:
    view = memoryview(data)
    for start in range(0, len(view), WRITE):
        sink.write(view[start : start + WRITE])


def _narrow(chunks: Iterable[list[pa.RecordBatch]]) -> Iterator[list[pa.RecordBatch]]:
    """The same chunks, those of too many bytes in halves."""
    for chunk in chunks:
        if sum(batch.nbytes for batch in chunk) <= BYTES:
            yield chunk
        else:
            yield from ([piece] for piece in halved(joined(chunk), BYTES))


def open_text(source: BinaryIO, encoding: str, codec: CodecName) -> io.TextIOWrapper:
    """The text of a whole file, decompressed, without its byte order mark, line ends as they are."""
    stream = io.BufferedReader(CODECS[codec].open(source))  # type: ignore[type-var]  # any binary stream
    known = charset(encoding)
    if known.bom and stream.peek(len(known.bom)).startswith(known.bom):
        stream.read(len(known.bom))
    return io.TextIOWrapper(stream, known.codec, errors="replace", newline="")
