"""Streams of Arrow batches, cut so that what is written depends on the rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa


def rechunk(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of exactly ``rows``, the last one shorter; no empty batch."""
    waiting: list[pa.RecordBatch] = []
    have = 0
    for batch in batches:
        start = 0
        while have + batch.num_rows - start >= rows:
            piece = batch.slice(start, rows - have)
            start += piece.num_rows
            yield _joined([*waiting, piece])
            waiting, have = [], 0
        if start < batch.num_rows:
            waiting.append(batch.slice(start))
            have += batch.num_rows - start
    if waiting:
        yield _joined(waiting)


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return batches[0] if len(batches) == 1 else pa.concat_batches(batches)


def halved(batch: pa.RecordBatch, size: int) -> Iterator[pa.RecordBatch]:
    """The batch in pieces that hold at most ``size`` bytes each, or one row."""
    if batch.nbytes <= size or batch.num_rows <= 1:
        yield batch
        return
    middle = batch.num_rows // 2
    yield from halved(batch.slice(0, middle), size)
    yield from halved(batch.slice(middle), size)
