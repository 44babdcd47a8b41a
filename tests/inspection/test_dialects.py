"""The dialect that is reported reads a file as the dialect that wrote it does."""

from __future__ import annotations

import io
from itertools import product

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inspection.conftest import Inspect
from inspection.tables import NASTY, people

import formats
from exportsim.inspection import Fact, Inspection
from formats import Csv

FLAG = st.sampled_from(["true", "false"])

OPTIONS: dict[str, st.SearchStrategy[str]] = {
    "sep": st.sampled_from([",", "\t", ";", "|", "\x01", "~|~", "||", "~", ":"]),
    "quote": st.sampled_from(['"', "'", "\0"]),
    "escape": st.sampled_from(["\\", '"', "'"]),
    "quoteAll": FLAG,
    "escapeQuotes": FLAG,
    "header": FLAG,
    "nullValue": st.sampled_from(["", "null", "NULL", "\\N"]),
    "emptyValue": st.sampled_from(["", '""']),
    "lineSep": st.sampled_from(["\n", "\r\n", "\r"]),
    "encoding": st.sampled_from(["UTF-8", "UTF-16", "UTF-16LE", "ISO-8859-1"]),
    "compression": st.sampled_from(["none", "gzip", "bzip2", "deflate", "lz4", "snappy"]),
}


def cells(data: bytes, format: formats.Format) -> list[tuple[str, ...]]:
    """Every cell as text, the header's too, null as the empty text."""
    assert isinstance(format, Csv)
    plain = formats.from_options("csv", {**format.options(), "header": "false"})
    read = pa.Table.from_batches(formats.read(io.BytesIO(data), plain))
    return [
        tuple(cell or "" for cell in row) for row in zip(*(column.to_pylist() for column in read.columns), strict=True)
    ]


def reported(found: Inspection) -> Csv:
    options = {fact.name: fact.value for fact in found.options}
    format = formats.from_options("csv", {**options, "compression": found.compression or "none"})
    assert isinstance(format, Csv)
    return format


def told(found: Inspection) -> dict[str, str]:
    return {fact.name: fact.value for fact in found.options}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({}, optional=OPTIONS), st.permutations(NASTY))
def test_the_reported_dialect_reads_the_same_cells(
    inspected: Inspect, options: dict[str, str], texts: list[str]
) -> None:
    """Whatever the options: where texts show them, what was reported reads the same as what wrote it."""
    format = formats.from_options("csv", options)
    data = formats.dumps(people(texts=tuple(texts)), format)
    found = inspected(data, "people" + format.extension)
    assert cells(data, reported(found)) == cells(data, format)


PRESETS: dict[str, dict[str, str]] = {
    "documented defaults": {"quote": "\0", "header": "true", "emptyValue": ""},
    "the cards' defaults": {"quote": "\0", "header": "true", "nullValue": "null", "emptyValue": ""},
    "RFC 4180": {"quote": '"', "escape": '"', "header": "true", "lineSep": "\r\n"},
    "Hive": {"sep": "\x01", "nullValue": "\\N", "quote": "\0"},
    "pipes, all quoted": {"sep": "|", "quoteAll": "true", "header": "true"},
    "single quotes": {"quote": "'", "escape": "'", "sep": ";", "header": "true"},
    "tabs in UTF-16": {"sep": "\t", "encoding": "UTF-16", "header": "true"},
}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_recognised(inspected: Inspect, preset: str) -> None:
    """Every option that the file shows is reported as it was set."""
    format = formats.from_options("csv", PRESETS[preset])
    found = inspected(formats.dumps(people(), format))
    shown = {fact.name: fact.value for fact in found.options if fact.confidence != "default"}
    assert {name: shown[name] for name in shown.keys() & PRESETS[preset].keys()} == {
        name: PRESETS[preset][name] for name in shown.keys() & PRESETS[preset].keys()
    }
    assert {"sep", "quote", "lineSep", "quoteAll"} <= shown.keys()
    assert found.rows is not None
    assert (found.rows.number, found.rows.exact, len(found.columns)) == (40, True, 6)


def test_an_escaped_quote_proves_the_escape(inspected: Inspect) -> None:
    """The evidence is the first field that shows it."""
    found = inspected(b'a,b\n1,"say \\"hi\\" twice"\n2,"x, y"\n')
    evidence = 'Inside quotes a quote has «\\» before it: record 2: «"say \\"hi\\" twice"».'
    assert found.option("escape") == Fact("escape", "\\", "certain", evidence)


def test_a_doubled_quote_proves_doubling(inspected: Inspect) -> None:
    """A quote that is its own escape."""
    found = inspected(b'a,b\n1,"say ""hi"" twice"\n2,"x, y"\n')
    evidence = 'Inside quotes a quote is doubled: record 2: «"say ""hi"" twice"».'
    assert found.option("escape") == Fact("escape", '"', "certain", evidence)


def test_what_nothing_shows_is_said_to_be_a_default(inspected: Inspect) -> None:
    """Without a quoted field there is no evidence for quote, escape and their like."""
    found = inspected(b"id,name\n1,Ada\n2,Grace\n")
    defaults = {fact.name for fact in found.options if fact.confidence == "default"}
    assert defaults >= {"quote", "escape", "charToEscapeQuoteEscaping", "escapeQuotes", "nullValue", "emptyValue"}
    assert found.option("quote") == Fact(
        "quote", '"', "default", "No field is quoted, and none has a quote in it: nothing tells."
    )


def test_blanks_at_an_end_prove_that_nothing_was_trimmed(inspected: Inspect) -> None:
    """Spark's trimming would have taken them."""
    found = told(inspected(b"a,b\n x,y\nz ,w\n"))
    trims = ("ignoreLeadingWhiteSpace", "ignoreTrailingWhiteSpace")
    assert [found[name] for name in trims] == ["false", "false"]


TOKENS: dict[str, tuple[bytes, tuple[str, str]]] = {
    "nothing and two quotes": (b'a,b\n1,\n2,""\n', ("", '""')),
    "nothing": (b"a,b\n1,\n2,x\n", ("", "")),
    "a word and nothing": (b"a,b\n1,null\n2,\n", ("null", "")),
    "a word and two quotes": (b'a,b\n1,\\N\n2,""\n', ("\\N", '""')),
    "a word in quotes": (b'"a","b"\n"1","NULL"\n"2",""\n', ("NULL", "")),
    "neither": (b"a,b\n1,x\n2,y\n", ("", '""')),
}


@pytest.mark.parametrize("case", TOKENS)
def test_null_and_empty_are_told_by_what_stands_there(inspected: Inspect, case: str) -> None:
    """The tokens seen decide what wrote them."""
    data, expected = TOKENS[case]
    found = told(inspected(data))
    assert (found["nullValue"], found["emptyValue"]) == expected


HEADERS: dict[str, tuple[bytes, tuple[str, str]]] = {
    "types below": (b"id,born\n" + b"".join(b"%d,2001-02-03\n" % n for n in range(8)), ("true", "certain")),
    "a value in front": (b"1,Ada\n2,Grace\n", ("false", "likely")),
    "the same twice": (b"x,x\nx,y\n", ("false", "certain")),
    "paths": (b"person.name.firstName,city\nAda,London\nGrace,York\n", ("true", "likely")),
    "only words": (b"alpha,beta\ngamma,delta\n", ("true", "default")),
}


@pytest.mark.parametrize("case", HEADERS)
def test_a_header_is_told_from_data(inspected: Inspect, case: str) -> None:
    """By types, by names that come twice, by what names look like; or not at all."""
    data, expected = HEADERS[case]
    fact = inspected(data).option("header")
    assert fact is not None
    assert (fact.value, fact.confidence) == expected


def test_columns_have_types_nulls_and_patterns(inspected: Inspect) -> None:
    """Guessed from every value of the sample."""
    found = inspected(formats.dumps(people(), formats.from_options("csv", {"header": "true"})))
    assert [(column.name, column.type, column.pattern, column.nulls) for column in found.columns] == [
        ("crmId", "string", "", 0),
        ("email", "email", "", 0),
        ("note", "string", "", 0),
        ("points", "integer", "", 0),
        ("birthDate", "date", "yyyy-MM-dd", 0),
        ("city", "string", "", 6),
    ]


def test_a_long_file_is_estimated(inspected: Inspect) -> None:
    """Beyond the sample the number of rows is a projection, and says so."""
    data = b"id,name\n" + b"".join(b"%07d,Ada Lovelace the %07d\n" % (n, n) for n in range(200_000))
    found = inspected(data)
    assert found.rows is not None
    assert not found.rows.exact
    assert abs(found.rows.number - 200_000) < 1_000


ODDITIES: dict[str, tuple[bytes, str]] = {
    "mixed line ends": (b"a,b\n1,2\r\n3,4\n5,6\n", "Mixed line ends: 1 of 4 records end with CR LF."),
    "ragged rows": (
        b"a,b\n1,2\n3\n5,6\n7,8\n",
        "Ragged rows: 1 record not of 2 fields; the first is record 3, with 1.",
    ),
    "zero bytes": (b"a,b\n1,x\0y\n2,z\n", "1 zero byte in the text (U+0000): many readers end a value there."),
    "no last separator": (
        b"a,b\n1,2\n3,4",
        "Behind the last line separator stands «a,b\\n1,2\\n3,4»: Spark ends every row with a separator.",
    ),
    "an empty line": (b"a,b\n1,2\n\n3,4\n", "1 empty line, the first at record 3."),
    "a byte order mark": (
        b"\xef\xbb\xbfa,b\n1,2\n",
        "The byte order mark EF BB BF: Spark writes none for UTF-8; readers may take it for data.",
    ),
    "broken quotes": (
        b'a,b\n1,"x"y\n2,"p, q"\n3,"r, s"\n4,z\n',
        'Broken quotes: in 1 record a quoted field does not end; first record 2: «1,"x"y».',
    ),
    "replaced characters": (
        "a,b\n1,x\ufffd\n".encode(),
        "U+FFFD stands in the text 1 time: an earlier step could not decode something.",
    ),
}


@pytest.mark.parametrize("case", ODDITIES)
def test_what_is_odd_is_told(inspected: Inspect, case: str) -> None:
    """Each oddity is a sentence that says where."""
    data, sentence = ODDITIES[case]
    assert inspected(data).oddities == (sentence,)


ENCODINGS = ["UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "ISO-8859-1"]


@pytest.mark.parametrize(("name", "sep"), list(product(ENCODINGS, [",", "\t"])))
def test_charsets_are_told_by_their_bytes(inspected: Inspect, name: str, sep: str) -> None:
    """With and without byte order marks."""
    table = people(texts=("é", "straße", "plain"))
    data = formats.dumps(table, formats.from_options("csv", {"encoding": name, "sep": sep, "header": "true"}))
    assert told(inspected(data))["encoding"] == name


def test_bytes_of_no_known_charset_are_listed(inspected: Inspect) -> None:
    """Which charset of one byte it is cannot be told, so the bytes are."""
    found = inspected("a,b\n1,é\n2,é\n".encode("latin-1"))
    evidence = "It is not UTF-8: the bytes E9 (2 times) stand alone; which charset of one byte it is they do not say."
    assert found.option("encoding") == Fact("encoding", "ISO-8859-1", "likely", evidence)
