"""Presets write what the vendor's pages show, and take the place of a server's formatting."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from adobe.servers import DATA, csv_server, literal, server, switches, template

import formats
from exportsim.adobe import PRESETS, SWITCHES, resolve
from exportsim.model import S3

NUL = "\0"
QUOTE = {"quote": '"'}
ALL = {"quote": '"', "quoteAll": "true"}
BLANKS = ("    male", "John", "TestLastName")
KEPT = "ignoreLeadingWhiteSpace"
TRAILING = "ignoreTrailingWhiteSpace"


def line(preset: str, row: tuple[object, ...], **options: str) -> str:
    """The one line that a row becomes under a preset with single options over it, without its LF."""
    start = PRESETS[preset]
    over = {**start.options, "header": "false", **options}
    format = formats.from_options(start.file_type, over, legacy_nulls=start.legacy_nulls)
    columns = {
        f"c{number}": pa.array([value], None if value is not None else pa.string()) for number, value in enumerate(row)
    }
    return formats.dumps(pa.table(columns), format).decode().removesuffix("\n")


@pytest.mark.parametrize(
    ("row", "options", "documented"),
    [
        # A value with the separator in it, and what stands around it.
        (("male", "John,LastName"), {}, f"male,{NUL}John,LastName{NUL}"),
        (("male", "John,LastName"), QUOTE, 'male,"John,LastName"'),
        (("male", "John", "TestLastName"), ALL, '"male","John","TestLastName"'),
        # Escapes; the apostrophe's line needs an apostrophe in the value.
        (("male", "John", 'Test,"LastName5'), QUOTE, 'male,John,"Test,\\"LastName5"'),
        (("male", "John", "Test,'\"LastName5"), QUOTE | {"escape": "'"}, "male,John,\"Test,'''\"LastName5\""),
        (('Test,"John",LastName',), QUOTE, '"Test,\\"John\\",LastName"'),
        (('Test,"John",LastName',), QUOTE | {"escape": "'"}, '"Test,\'"John\'",LastName"'),
        # Blanks.
        (BLANKS, ALL, '"male","John","TestLastName"'),
        (BLANKS, ALL | {KEPT: "false"}, '"    male","John","TestLastName"'),
        (("male    ", "John", "TestLastName"), ALL, '"male","John","TestLastName"'),
        (("male    ", "John", "TestLastName"), ALL | {TRAILING: "false"}, '"male    ","John","TestLastName"'),
        # Null and empty.
        (("male", None, "TestLastName"), {}, 'male,"",TestLastName'),
        (("male", None, "TestLastName"), {"nullValue": "NULL"}, "male,NULL,TestLastName"),
        (("male", "", "John"), {}, 'male,"",John'),
        (("male", "", "John"), {"emptyValue": "empty"}, "male,empty,John"),
        # Dates.
        (("male", "TestLastName", "John", date(2022, 2, 24)), {}, "male,TestLastName,John,2022-02-24"),
        (
            ("male", "TestLastName", "John", date(2022, 2, 24)),
            {"dateFormat": "MM/dd/yyyy"},
            "male,TestLastName,John,02/24/2022",
        ),
    ],
)
def test_the_option_tables_samples(row: tuple[object, ...], options: dict[str, str], documented: str) -> None:
    """Every sample line beside the vendor's option table that its options can give."""
    assert line("sdk-default", row, **options) == documented


@pytest.mark.parametrize(
    ("row", "options", "documented"),
    [
        *((("male", "John", "Doe"), {"sep": sep}, f"male{sep}John{sep}Doe") for sep in (",", "\t", "|", ";", ":")),
        (("Anna", "Doe,John"), QUOTE, 'Anna,"Doe,John"'),
        (("Anna", "Doe,John"), {}, f"Anna,{NUL}Doe,John{NUL}"),
        (('Test,"John",LastName',), QUOTE, '"Test,\\"John\\",LastName"'),
        (("male", "", "TestLastName"), {"emptyValue": "null"}, "male,null,TestLastName"),
        (("male", "", "TestLastName"), {"emptyValue": '""'}, 'male,"",TestLastName'),
        (("male", "", "TestLastName"), {}, "male,,TestLastName"),
        (("male", None, "TestLastName"), {}, "male,null,TestLastName"),
        (("male", None, "TestLastName"), {"nullValue": '""'}, 'male,"",TestLastName'),
        (("male", None, "TestLastName"), {"nullValue": ""}, "male,,TestLastName"),
    ],
)
def test_the_cards_samples(row: tuple[object, ...], options: dict[str, str], documented: str) -> None:
    """Every sample line of the interface page, its NUL visible and ``null`` spelled as the constant is."""
    assert line("cards", row, **options) == documented


@pytest.mark.parametrize(
    ("row", "options", "expected"),
    [
        (("male", None, "TestLastName"), {"nullValue": ""}, "male,,TestLastName"),
        (("male", None, "TestLastName"), {"nullValue": "", "emptyValue": '""'}, 'male,"",TestLastName'),
        (("Michael", "Rose", "USA", "NY"), {"nullValue": '""', "emptyValue": '""'}, "Michael,Rose,USA,NY"),
        (("James", "Smith", "", None), {"nullValue": '""', "emptyValue": '""'}, r'James,Smith,"","\"\""'),
        (("a\\b", "c\\,d", 'x"y'), {}, r'a\b,"c\\,d","x\"y"'),
        (('x"y',), {"escapeQuotes": "false"}, 'x"y'),
    ],
)
def test_the_templated_example_with_a_visible_quote(
    row: tuple[object, ...], options: dict[str, str], expected: str
) -> None:
    """The documented pair of two quotes for null and empty, and what backslashes and quotes become around it."""
    assert line("templated", row, **options) == expected


def test_a_null_is_told_from_empty_where_the_preset_can() -> None:
    """One row of null, empty, blank and text under each preset."""
    row = (None, "", " ", "a")
    assert {name: line(name, row) for name in PRESETS} == {
        "sdk-default": '"","","",a',
        "templated": "null,,,a",
        "cards": "null,,,a",
        "rfc4180": ',"", ,a',
        "spark": ',"","",a',
    }


def test_rfc4180_doubles_quotes_and_keeps_newlines() -> None:
    """A quote is doubled, a backslash is a character like any other, a newline and blanks stay as they are."""
    assert line("rfc4180", ('say "hi"', "C:\\x,y", "a\nb", " padded ")) == '"say ""hi""","C:\\x,y","a\nb", padded '


def test_spark_is_spark_without_options() -> None:
    """Nothing of it differs from a format that was told nothing."""
    assert PRESETS["spark"].format == formats.from_options("csv", {})


def test_the_sdk_default_is_what_a_server_without_options_gets() -> None:
    """The option table as a preset and the option table as defaults are one."""
    plan = resolve(server(), DATA)
    assert PRESETS["sdk-default"].format == plan.format
    assert resolve(server(), DATA, preset="sdk-default").format == plan.format


def test_a_preset_takes_the_place_of_the_servers_formatting() -> None:
    """Not even faults in it count; place, row limit and manifest stay."""
    given = server(
        {
            "fileType": template("{{customerData.fileType}}"),
            "compression": literal("zip"),
            "csvOptions": {"quote": literal("too long")},
            "maxFileRowCount": 2_000_000,
            "includeFileManifest": literal("true"),
        }
    )
    plan = resolve(given, DATA, preset="cards")
    assert (plan.format, plan.place, plan.folder) == (PRESETS["cards"].format, S3("b", ""), "in/people")
    assert (plan.max_file_rows, plan.manifest) == (2_000_000, True)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_brings_its_rule_for_nulls(name: str) -> None:
    """The plan says which, and the switch can still be taken to the other side."""
    preset = PRESETS[name]
    plan = resolve(server(), DATA, preset=name)
    assert (plan.format, switches(plan)["legacy-nulls"]) == (preset.format, str(preset.legacy_nulls).lower())
    other = str(not preset.legacy_nulls).lower()
    turned = resolve(server(), DATA, preset=name, overrides={"legacy-nulls": other}).format
    assert turned == formats.from_options("csv", preset.options, legacy_nulls=not preset.legacy_nulls)


def test_for_another_file_type_only_the_codec_of_a_preset_is_left() -> None:
    """The vendor's default codec is none; Spark's for Parquet is snappy."""
    told = {
        name: resolve(server(), DATA, preset=name, options={"fileType": "parquet"}).format.extension
        for name in ("sdk-default", "spark")
    }
    assert told == {"sdk-default": ".parquet", "spark": ".snappy.parquet"}


def test_an_unknown_preset_is_refused() -> None:
    """With the names of those there are, beside every other problem."""
    with pytest.raises(Exception, match='preset: "card" is not a preset\n  known: sdk-default, templated, cards'):
        resolve(csv_server(quote=literal("ab")), DATA, preset="card")


def test_presets_are_over_switches_that_ask_for_defaults() -> None:
    """A preset states its quote, so the switch for an absent one has nothing to decide."""
    taken = switches(resolve(server(), DATA, preset="cards"))
    assert "quote-default" in SWITCHES
    assert "quote-default" not in taken
    assert taken.items() >= {"encoding-default": "UTF-8", "time-zone": "UTC"}.items()
