"""Single options over a server's formatting."""

from __future__ import annotations

import pytest
from adobe.servers import DATA, csv, csv_server, literal, server, switches

import formats
from exportsim.adobe import resolve
from exportsim.errors import ConfigurationError


def told(**options: str) -> list[tuple[str, str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        resolve(server(), DATA, options=options)
    return [(problem.where, problem.what, problem.allowed) for problem in caught.value.problems]


def test_an_option_goes_before_the_servers() -> None:
    """The rest of the server's formatting stays."""
    given = csv_server(quote=literal('"'), delimiter=literal("|"))
    assert resolve(given, DATA, options={"sep": ";", "header": "false"}).format == csv(
        quote='"', sep=";", header="false"
    )


def test_names_compare_without_letter_case_and_the_last_of_two_counts() -> None:
    """``delimiter`` and ``sep`` are one option, as are ``codec`` and ``compression``."""
    plan = resolve(server(), DATA, options={"DELIMITER": "|", "Sep": ";", "codec": "GZIP"})
    assert plan.format == csv(sep=";", compression="gzip")


def test_options_that_no_server_can_have_can_be_given() -> None:
    """Spark knows more than the vendor's JSON has a place for."""
    plan = resolve(server(), DATA, options={"timeZone": "Europe/Berlin", "locale": "de-DE"})
    assert plan.format == csv(timeZone="Europe/Berlin", locale="de-DE")
    assert "time-zone" not in switches(plan)


def test_a_file_type_leaves_the_options_of_another_behind() -> None:
    """Of a CSV server the codec is kept; an option that the new type does not know is warned of."""
    given = server({"compression": literal("gzip"), "csvOptions": {"quote": literal("'")}})
    plan = resolve(given, DATA, options={"fileType": "JSON", "pretty": "true", "quote": '"'})
    assert plan.format == formats.from_options("json", {"compression": "gzip", "pretty": "true"})
    assert plan.warnings == ("options: quote: has no effect on json files",)
    assert switches(plan)["json-framing"] == "object-per-line"


def test_even_a_type_that_is_none_of_the_vendors_can_be_written() -> None:
    """Avro, with Spark's codec where nothing is said."""
    assert resolve(server(), DATA, options={"fileType": "avro"}).format == formats.from_options("avro", {})


def test_row_limit_and_manifest_are_options_too() -> None:
    """They stand in the catalogue beside the rest."""
    given = server({"maxFileRowCount": 2_000_000, "includeFileManifest": False})
    plan = resolve(given, DATA, options={"maxFileRowCount": "3000000", "includeFileManifest": "true"})
    assert (plan.max_file_rows, plan.manifest) == (3_000_000, True)


def test_the_escape_of_another_escape_is_a_switch_here_too() -> None:
    """The documented sample with the apostrophe doubles it."""
    plan = resolve(server(), DATA, preset="cards", options={"escape": "'"})
    assert plan.format.options()["charToEscapeQuoteEscaping"] == "'"
    assert switches(plan)["escape-of-escape-default"] == "escape"


def test_every_fault_in_the_options_is_told_at_once() -> None:
    """A name that nobody knows with its neighbour, values with what is allowed."""
    assert told(qoute="'", header="yes", quote="ab", maxFileRowCount="many", includeFileManifest="perhaps") == [
        ("options: qoute", "is not an option", 'did you mean "quote"?'),
        (
            "options: quote",
            '"ab": cannot be more than one character',
            "one character of the Basic Multilingual Plane; empty means U+0000",
        ),
        ("options: header", '"yes": header flag can be true or false', "true, false"),
        ("options: maxFileRowCount", 'is the string "many"', "a bare integer from 1000000 to 10000000"),
        ("options: includeFileManifest", 'comes to "perhaps"', "known: true, false"),
    ]


def test_a_file_type_that_cannot_be_written_is_refused() -> None:
    """With those that can."""
    assert told(fileType="xml") == [
        ("options: fileType", '"xml" is not a file type', "known: csv, json, parquet, avro")
    ]


def test_a_codec_that_the_file_type_lacks_is_refused() -> None:
    """Parquet has no bzip2."""
    assert told(fileType="parquet", codec="bzip2") == [
        (
            "options: codec",
            '"bzip2": not a codec of Parquet files',
            "none, snappy, gzip, zstd, lz4, lz4_raw",
        )
    ]


def test_slips_in_options_are_warned_of() -> None:
    """The name of U+0000, a pattern without hours and the pair of quotes, each with the option it came in."""
    plan = resolve(
        server(),
        DATA,
        options={"quote": "u0000", "timestampFormat": "yyyy:mm", "encoding": "ISO-8859-1"},
    )
    assert plan.format == csv(timestampFormat="yyyy:mm", encoding="ISO-8859-1")
    assert plan.warnings == (
        'options: quote: is "u0000" and is read as the character U+0000',
        'options: timestampFormat: "yyyy:mm" writes minutes without hours; HH is missing',
        'options: encoding: "ISO-8859-1" is not offered; known: UTF-8, UTF-16',
    )
