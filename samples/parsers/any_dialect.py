"""A parser for CSV in any dialect that the platform can write, which it is told as a file of options.

    exportsim matrix --out DIR --only csv --parser 'python any_dialect.py {file} {options}'

The options are Spark's, as a JSON object of texts. What a reader has to do with each of them stands below, in the order
in which it is done: unpack, decode, find records, find values, tell null from empty.
"""

import bz2
import gzip
import json
import re
import sys
import zlib
from pathlib import Path

import pyarrow as pa  # only for the codecs that Python does not have


def hadoop(data, codec):
    """Unpack blocks, each with its size, then chunks until the block is whole, each with its packed size."""
    raw, text, position = pa.Codec(codec), b"", 0

    def number():
        nonlocal position
        position += 4
        return int.from_bytes(data[position - 4 : position], "big")

    while position < len(data):
        whole = len(text) + number()
        while len(text) < whole:
            size = number()
            text += raw.decompress(data[position : position + size], whole - len(text), asbytes=True)
            position += size
    return text


def snappy_framed(data):
    """Unpack chunks of a type, a size of three bytes, and a checksum before the content."""
    raw, text, position = pa.Codec("snappy"), b"", 0
    while position < len(data):
        kind, size = data[position], int.from_bytes(data[position + 1 : position + 4], "little")
        chunk = data[position + 8 : position + 4 + size]
        if kind == 0:
            length = sum((byte & 0x7F) << 7 * index for index, byte in enumerate(varint(chunk)))
            text += raw.decompress(chunk, length, asbytes=True)
        elif kind == 1:
            text += chunk
        position += 4 + size
    return text


def varint(data):
    end = next(index for index, byte in enumerate(data) if byte < 0x80)
    return data[: end + 1]


def framed(codec):
    return lambda data: pa.CompressedInputStream(pa.BufferReader(data), codec).read()


UNPACK = {
    "none": lambda data: data,
    "gzip": gzip.decompress,
    "gzip-multimember": gzip.decompress,
    "bzip2": bz2.decompress,
    "bzip2-multistream": bz2.decompress,
    "deflate": zlib.decompress,
    "lz4": lambda data: hadoop(data, "lz4_raw"),
    "snappy": lambda data: hadoop(data, "snappy"),
    "lz4-frame": framed("lz4"),
    "zstd-frame": framed("zstd"),
    "snappy-framed": snappy_framed,
}


def records(text, options):
    """Lists of raw fields: a quote opens a value only where a field begins."""
    quote, escape = options["quote"], options["escape"]
    prefix = options["charToEscapeQuoteEscaping"] or (escape if escape != quote else "\0")
    pairs = [re.escape(escape + quote)]
    if escape != quote and prefix != "\0":
        pairs.insert(0, re.escape(prefix + escape))
    # The delimiter is the one option that has escape sequences of its own.
    delimiter = re.sub(r"\\(.)", r"\1", options["sep"])
    ends = f"{re.escape(delimiter)}|{re.escape(options['lineSep'])}"
    q = re.escape(quote)
    field = re.compile(f"({q}(?:{'|'.join(pairs)}|[^{q}])*+{q}|(?!{q})(?:(?!{ends}).)*+)({ends})", re.DOTALL)
    escaped = re.compile("|".join(pairs))
    record, position = [], 0
    while position < len(text):
        found = field.match(text, position)
        if found is None:
            sys.exit(f"no field at character {position}: {text[position : position + 40]!r}")
        raw, end = found.groups()
        record.append(value(raw, options, escaped))
        position = found.end()
        if end == options["lineSep"]:
            yield record
            record = []


def value(raw, options, escaped):
    """The value that a field stands for: the two tokens may stand there as they are, or quoted and escaped."""
    quote = options["quote"]
    inside = escaped.sub(lambda pair: pair[0][-1], raw[1:-1]) if raw[:1] == quote else raw
    if raw == options["emptyValue"]:
        return ""
    if options["nullValue"] in (raw, inside):
        return None
    return "" if inside == options["emptyValue"] else inside


def main():
    file, options_file = sys.argv[1:]
    options = json.loads(Path(options_file).read_text())
    data = UNPACK[options["compression"]](Path(file).read_bytes())
    text = data.decode(options["encoding"])
    rows = records(text, options)
    names = next(rows) if options["header"] == "true" else options["columns"]
    for row in rows:
        print(json.dumps(dict(zip(names, row, strict=True))))


main()
