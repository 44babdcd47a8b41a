"""Containers and file types other than CSV, each by what it says of itself."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from golden_corpus import HERE
from inspection.conftest import Inspect
from inspection.tables import people

import formats
from exportsim import inspection
from exportsim.inspection import ColumnFound, Fact, Inspection, RowCount

OUT = HERE / "spark" / "out"


def told(found: Inspection) -> dict[str, str]:
    return {fact.name: fact.value for fact in found.facts}


CODECS = {
    "none": "none",
    "gzip": "gzip",
    "bzip2": "bzip2",
    "deflate": "zlib stream (Hadoop's deflate)",
    "snappy": "snappy in Hadoop's blocks",
    "lz4": "LZ4 in Hadoop's blocks",
    "snappy-framed": "snappy's framing format",
    "lz4-frame": "LZ4 frame",
    "zstd-frame": "Zstandard frame",
}


@pytest.mark.parametrize("codec", CODECS)
def test_every_container_is_opened(inspected: Inspect, codec: str) -> None:
    """The rows inside are counted; only the platform's own codecs have a configuration."""
    format = formats.from_options("csv", {"compression": codec, "header": "true"})
    found = inspected(formats.dumps(people(), format), "people" + format.extension)
    offered = codec in ("none", "gzip", "bzip2", "deflate", "snappy", "lz4")
    assert told(found)["container"] == CODECS[codec]
    assert (found.rows, found.compression) == (RowCount(40, exact=True), codec if offered else None)
    assert (found.file_configurations is not None, found.oddities == ()) == (offered, offered)


def test_several_gzip_members_are_told(inspected: Inspect) -> None:
    """All are read; a reader that stops behind the first would lose rows."""
    found = inspected(gzip.compress(b"id,name\n1,Ada\n") + gzip.compress(b"2,Grace\n"), "people.csv.gz")
    assert found.rows == RowCount(2, exact=True)
    assert found.oddities == (
        "Several gzip members: a reader that stops behind the first loses the rest. Spark writes one.",
    )


def test_bytes_behind_a_container_are_told(inspected: Inspect) -> None:
    """What is appended to a gzip file is no part of its text."""
    found = inspected(gzip.compress(b"id,name\n1,Ada\n") + b"trailing", "people.csv.gz")
    assert found.rows == RowCount(1, exact=False)
    assert [oddity for oddity in found.oddities if oddity.startswith("Damaged gzip data")]


def test_a_name_that_lies_is_told(inspected: Inspect) -> None:
    """Its suffix says gzip, its bytes do not."""
    found = inspected(b"id,name\n1,Ada\n", "people.csv.gz")
    assert found.oddities == ("The name ends in .gz, but the container is: none.",)


def test_an_empty_file_is_an_export_of_nothing(inspected: Inspect) -> None:
    """Without a byte there is no type to tell."""
    found = inspected(b"")
    assert (found.file_type, found.rows, found.oddities) == ("unknown", None, ())
    assert found.facts[-1].evidence == "There is nothing in it: an export without rows and without a header."


def test_an_encrypted_file_names_its_recipients(inspected: Inspect) -> None:
    """An OpenPGP message says in front for whom it is; what is inside stays unknown."""
    key = bytes.fromhex("0123456789ABCDEF")
    packet = b"\x03" + key + b"\x01" + bytes(40)
    found = inspected(bytes([0xC1, len(packet)]) + packet + b"\xd2\x05\x01abcd", "people.csv.gpg")
    assert (told(found)["encryption"], told(found)["recipients"]) == ("OpenPGP, binary", "0123456789ABCDEF")
    assert found.file_type == "unknown"


def test_json_lines_have_keys_types_and_nulls(inspected: Inspect) -> None:
    """Nested types are told in one line; a missing key says that nulls are left out."""
    lines = b'{"id":1,"name":{"first":"Ada","tags":["a","b"]},"born":"1815-12-10"}\n{"id":2.5,"name":{"first":"G"}}\n'
    found = inspected(lines, "people.json")
    assert (found.file_type, found.rows) == ("json", RowCount(2, exact=True))
    assert found.columns == (
        ColumnFound("id", "decimal or integer", "", 0),
        ColumnFound("name", "struct<first: string, tags: array<string>>", "", 0),
        ColumnFound("born", "string", "yyyy-MM-dd", 1),
    )
    assert found.option("ignoreNullFields") == Fact(
        "ignoreNullFields", "true", "likely", "The key «born» is missing in some objects."
    )


ODD_JSON = {
    "an array": (b'[{"a":1},{"a":2}]', "It is a JSON array: the platform writes one object a line."),
    "several lines": (
        b'{\n  "a": 1\n}\n',
        "It is JSON over several lines, or broken: the platform writes one object a line.",
    ),
    "a broken line": (
        b'{"a":1}\n{"a":\n{"a":3}\n',
        'No JSON object in 1 line; the first is line 2: «{"a":».',
    ),
    "blanks": (b'{"a": 1}\n', "There are blanks between keys and values: Spark writes none."),
    "a key twice": (b'{"a":1,"a":2}\n', "Line 1 holds the key «a» twice."),
}


@pytest.mark.parametrize("case", ODD_JSON)
def test_json_that_is_not_the_platforms_is_told(inspected: Inspect, case: str) -> None:
    """Whatever a reader of one object a line would stumble over."""
    data, sentence = ODD_JSON[case]
    found = inspected(data, "people.json")
    assert (found.file_type, found.oddities) == ("json", (sentence,))


def test_parquet_is_told_by_its_footer(inspected: Inspect) -> None:
    """Rows, row groups, codec, writer and Spark's version."""
    found = inspected((OUT / "parquet-001.snappy.parquet").read_bytes(), "part.snappy.parquet")
    table = pq.read_table(OUT / "parquet-001.snappy.parquet")
    assert (found.rows, found.compression) == (RowCount(table.num_rows, exact=True), "snappy")
    assert [column.name for column in found.columns] == table.schema.names
    assert told(found)["Spark version"] == "3.5.9"
    assert found.file_configurations == {
        "compression": {"templatingStrategy": "NONE", "value": "snappy"},
        "fileType": {"templatingStrategy": "NONE", "value": "parquet"},
    }


def test_parquet_of_another_writer_is_told(inspected: Inspect) -> None:
    """A codec that is not offered, and no sign of Spark."""
    sink = io.BytesIO()
    pq.write_table(pa.table({"a": [1, None]}), sink, compression="zstd")
    found = inspected(sink.getvalue(), "a.parquet")
    assert found.columns == (ColumnFound("a", "int64", "", 1),)
    assert (found.compression, found.oddities) == (
        None,
        (
            "The codec ZSTD is none that the platform offers for Parquet.",
            "The footer has no org.apache.spark.version: Spark did not write this file.",
        ),
    )


def test_parquet_that_is_cut_off_is_told(inspected: Inspect) -> None:
    """The footer is at the end, so nothing else can be said."""
    found = inspected((OUT / "parquet-001.snappy.parquet").read_bytes()[:-5], "a.parquet")
    assert (found.rows, found.oddities) == (
        None,
        ("The file does not end with PAR1: it is cut off, or something was appended.",),
    )


def _avro(codec: str) -> bytes:
    schema = fastavro.parse_schema(
        {
            "type": "record",
            "name": "Person",
            "fields": [{"name": "id", "type": "long"}, {"name": "n", "type": "string"}],
        }
    )
    sink = io.BytesIO()
    rows = ({"id": n, "n": str(n)} for n in range(5_000))
    fastavro.writer(sink, schema, rows, codec=codec, sync_interval=4_000)
    return sink.getvalue()


@pytest.mark.parametrize("codec", ["null", "deflate"])
def test_avro_is_told_by_its_header_and_frames(inspected: Inspect, codec: str) -> None:
    """Schema and codec stand in front, the number of rows before each block."""
    found = inspected(_avro(codec), "people.avro")
    assert (found.rows, told(found)["compression"], found.oddities) == (RowCount(5_000, exact=True), codec, ())
    assert found.columns == (ColumnFound("id", "long"), ColumnFound("n", "string"))


def test_avro_that_is_cut_off_is_told(inspected: Inspect) -> None:
    """Whole blocks are counted, and the last is not whole."""
    found = inspected(_avro("null")[:-30], "people.avro")
    assert found.rows is not None
    assert (0 < found.rows.number < 5_000, found.rows.exact, found.oddities) == (
        True,
        False,
        ("The last block is cut off.",),
    )


def test_a_file_url_is_a_path(tmp_path: Path) -> None:
    """Blanks in it are written as URLs write them."""
    path = tmp_path / "my people.csv"
    path.write_text(json.dumps({"a": 1}) + "\n")
    assert inspection.inspect(path.as_uri()).file_type == "json"


def archive(kind: str) -> bytes:
    packed = io.BytesIO()
    if kind == "xz":
        return lzma.compress(b"id,name\n1,Ada\n")
    if kind == "zip":
        with zipfile.ZipFile(packed, "w") as file:
            file.writestr("people.csv", "id,name\n1,Ada\n")
    else:
        with tarfile.open(fileobj=packed, mode="w") as file:
            (member := tarfile.TarInfo("people.csv")).size = 14
            file.addfile(member, io.BytesIO(b"id,name\n1,Ada\n"))
    return packed.getvalue()


@pytest.mark.parametrize(("kind", "title"), [("zip", "ZIP archive"), ("tar", "tar archive"), ("xz", "xz stream")])
def test_what_the_platform_does_not_pack_in_is_named(inspected: Inspect, kind: str, title: str) -> None:
    """Not taken for text, nor unpacked; read as CSV it is refused by its name."""
    content = archive(kind)
    found = inspected(content, f"people.csv.{kind}")
    assert (told(found)["container"], told(found)["file type"], found.compression) == (title, "unknown", None)
    assert [odd for odd in found.oddities if "the platform" in odd] == list(found.oddities) != []
    with pytest.raises(formats.FormatError, match=f"the file is not csv but {kind}"):
        list(formats.read(io.BytesIO(content), formats.from_options("csv", {})))


def test_a_page_in_place_of_a_file_is_told(inspected: Inspect) -> None:
    """As text it may pass for CSV."""
    found = inspected(b"<html><body>404 Not Found</body></html>\n", "people.csv")
    assert "It begins with <: a page or XML, perhaps what a server said in place of a file." in found.oddities
