"""Streams of Arrow batches, cut so that what is written depends on the rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa


def rechunk(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of exactly ``rows``, the last one shorter; no empty batch."""
    return map(joined, runs(batches, rows))


def runs(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[list[pa.RecordBatch]]:
    """The same rows in lists of batches that hold exactly ``rows`` together, the last one fewer; no empty batch."""
    waiting: list[pa.RecordBatch] = []
    have = 0
    for batch in batches:
        start = 0
        while have + batch.num_rows - start >= rows:
            piece = batch.slice(start, rows - have)
            start += piece.num_rows
            yield [*waiting, piece]
            waiting, have = [], 0
        if start < batch.num_rows:
            waiting.append(batch.slice(start))
            have += batch.num_rows - start
    if waiting:
        yield waiting


def loose_runs(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[list[pa.RecordBatch]]:
    """The same rows in lists of batches that hold at most ``rows`` together: a large batch is cut, but never joined."""
    small: list[pa.RecordBatch] = []
    have = 0
    for batch in batches:
        count = batch.num_rows
        is_large = count * 2 >= rows
        if have and (is_large or have + count > rows):
            yield small
            small, have = [], 0
        if is_large:
            size = -(-count // -(-count // rows))
            yield from ([batch.slice(start, size)] for start in range(0, count, size))
        elif count:
            small.append(batch)
            have += count
    if have:
        yield small


def joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    """One batch of the rows of several."""
    return batches[0] if len(batches) == 1 else pa.concat_batches(batches)


def halved(batch: pa.RecordBatch, size: int) -> Iterator[pa.RecordBatch]:
    """The batch in pieces that hold at most ``size`` bytes each, or one row."""
    if batch.nbytes <= size or batch.num_rows <= 1:
        yield batch
        return
    middle = batch.num_rows // 2
    yield from halved(batch.slice(0, middle), size)
    yield from halved(batch.slice(middle), size)
