r"""File formats: Arrow rows in, bytes out, and back. Knows nothing of the platform that orders the files.

>>> import pyarrow, formats
>>> format = formats.from_options("csv", {"header": "true", "quote": "'"})
>>> formats.dumps(pyarrow.table({"name": ["O'Hara", None]}), format)
b"name\n'O\\'Hara'\n"
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO, cast

import pyarrow as pa

from formats import codecs
from formats.avro import Avro
from formats.base import Format, FormatError, Lookalikes
from formats.codecs import CODECS, HEAD, Recognised
from formats.csv import Csv
from formats.json import Json
from formats.parquet import Parquet

FORMATS: dict[str, Callable[..., Format]] = {
    "csv": Csv.from_options,
    "json": Json.from_options,
    "parquet": Parquet.from_options,
    "avro": Avro.from_options,
}
"""By file type: what makes a format of options."""


def from_options(file_type: str, options: Mapping[str, str], *, legacy_nulls: bool = False) -> Format:
    """The format that a file type and Spark's writer options mean.

    ``file_type`` in any letter case; option names compare without case and unknown ones are ignored, as Spark does.
    ``legacy_nulls`` routes nulls through the empty-value rule (Spark before 3.3). A bad value raises ``FormatError``,
    which names the option, the value and what is allowed.
    """
    make = FORMATS.get(file_type.lower())
    if make is None:
        raise FormatError("not a file type", option="fileType", value=file_type, allowed=", ".join(FORMATS))
    return make(options, legacy_nulls=legacy_nulls)


def write(batches: Iterable[pa.RecordBatch], sink: BinaryIO, format: Format, *, schema: pa.Schema) -> None:
    """Write one whole file into ``sink``, in constant memory."""
    format.write(batches, sink, schema)


def dumps(table: pa.Table, format: Format) -> bytes:
    """One whole file in memory."""
    sink = io.BytesIO()
    write(table.to_batches(), sink, format, schema=table.schema)
    return sink.getvalue()


def read(source: BinaryIO, format: Format, *, schema: pa.Schema | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of a file, typed by ``schema`` where one is given: the inverse of ``write`` as far as one exists.

    The codec is that of the file, recognised from its first bytes, whatever ``format`` says: partners often do not know
    which framing they have; ``recognise`` tells. A file of another kind altogether is a ``FormatError`` that names it.
    """
    peekable = source if isinstance(source, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, source), HEAD)
    return as_found(format, recognise(peekable)).read(peekable, schema)


def recognise(source: io.BufferedReader[Any]) -> Recognised:
    """What a file is, from what can be peeked of it, nothing of it consumed: a name and the evidence in a sentence."""
    head = source.peek(HEAD)[:HEAD]
    return codecs.recognise(head, whole=len(head) < HEAD)


def as_found(format: Format, found: Recognised) -> Format:
    """The format, with the codec of a text file that was recognised; ``FormatError`` for another kind of file."""
    kinds = {"parquet": "parquet", "avro": "avro", "pgp": "encrypted", "pgp-armored": "encrypted"}
    kinds |= dict.fromkeys(("zip", "xz", "7z", "tar"), found.name)
    kind = kinds.get(found.name, "text")
    is_text = isinstance(format, Csv | Json)
    if kind != ("text" if is_text else format.file_type) and (is_text or found.name in kinds):
        raise FormatError(f"the file is not {format.file_type} but {kind}. {found.evidence}")
    codec = {"text": "none", "hadoop-empty": "snappy"}.get(found.name, found.name)
    return replace(format, codec=codec) if isinstance(format, Csv | Json) and codec in CODECS else format


__all__ = [
    "FORMATS",
    "Avro",
    "Csv",
    "Format",
    "FormatError",
    "Json",
    "Lookalikes",
    "Parquet",
    "dumps",
    "from_options",
    "read",
    "recognise",
    "write",
]
