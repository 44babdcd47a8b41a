"""Destination server and customer data become a plan, or a list of every problem."""

from __future__ import annotations

from pathlib import Path

from adobe.servers import DATA, csv, literal, problems, server, switches, template

from exportsim.adobe import SWITCHES, load_customer_data, load_server, resolve
from exportsim.model import S3, Plan, Switch

SAMPLES = Path(__file__).parents[2] / "samples"


def test_the_bundled_server_resolves_to_the_plan_it_describes() -> None:
    """The S3 sample and its customer data give one plan, switches and all."""
    plan = resolve(
        load_server(SAMPLES / "servers" / "s3.json"),
        load_customer_data(SAMPLES / "customer-data" / "s3.json"),
    )
    taken = {
        "legacy-nulls": "true",
        "encoding-default": "UTF-8",
        "time-zone": "UTC",
        "header-in-parts": "every-part",
        "codec-extension": "spark",
        "name-spaces": "underscore",
        "name-date": "YYYYMMDD_HHMMSS",
        "name-time-zone": "UTC",
        "manifest-size": "delivered-bytes",
    }
    options = {"quote": '"', "nullValue": "null", "emptyValue": "", "compression": "gzip"}
    options |= {"charToEscapeQuoteEscaping": "\\"}
    assert plan == Plan(
        format=csv(**options),
        place=S3("kestrel-loyalty", ""),
        folder="exports/people/%SEGMENT_NAME%",
        max_file_rows=1_000_000,
        manifest=True,
        switches=tuple(Switch(name, value, SWITCHES[name].why) for name, value in taken.items()),
    )


def test_what_a_server_leaves_out_is_the_documented_default() -> None:
    """Without formatting options the vendor's option table applies, and its gaps are filled by switches."""
    plan = resolve(server(fileConfigurations=None), DATA)
    assert (plan.format, plan.place, plan.folder, plan.max_file_rows, plan.manifest, plan.warnings) == (
        csv(),
        S3("b", ""),
        "in/people",
        5_000_000,
        False,
        (),
    )
    assert switches(plan) == {
        "legacy-nulls": "true",
        "quote-default": "nul",
        "encoding-default": "UTF-8",
        "time-zone": "UTC",
        "header-in-parts": "every-part",
        "name-spaces": "underscore",
        "name-date": "YYYYMMDD_HHMMSS",
        "name-time-zone": "UTC",
        "manifest-default": "off",
    }


def test_every_problem_is_told_at_once() -> None:
    """Faults in the location, the options and the overrides come in one error, each with its place."""
    given = server(
        {
            "fileType": literal("xml"),
            "compression": template("{{customerData.codec}}"),
            "maxFileRowCount": "many",
            "csvOptions": {"quote": literal("ab"), "header": literal("yes"), "sep": "|"},
        },
        fileBasedS3Destination={"bucket": template("{{customerData.bukket}}"), "path": {"value": "x"}},
    )
    assert problems(given, {**DATA, "codec": "zip"}, legacy_nulls="maybe", no_switch="x") == [
        ("switches: legacy-nulls", '"maybe" cannot be chosen', "known: true, false"),
        ("switches", '"no-switch" is not a switch', "known: " + ", ".join(SWITCHES)),
        (
            "server.json: $.fileBasedS3Destination.path.templatingStrategy",
            "is missing",
            "known: NONE, PEBBLE_V1",
        ),
        (
            "server.json: $.fileBasedS3Destination.bucket.value",
            "asks for customerData.bukket, which the customer data does not hold",
            "given: bucket, path, codec",
        ),
        (
            "server.json: $.fileConfigurations.fileType.value",
            '"xml" is not a file type',
            "known: csv, json, parquet",
        ),
        (
            "server.json: $.fileConfigurations.compression.value",
            '"zip" is not a codec',
            "known: none, gzip, bzip2, lz4, snappy, deflate",
        ),
        (
            "server.json: $.fileConfigurations.csvOptions.sep",
            'is the string "|"',
            '{"templatingStrategy": "NONE" or "PEBBLE_V1", "value": "..."}',
        ),
        (
            "server.json: $.fileConfigurations.csvOptions.quote.value",
            '"ab": cannot be more than one character',
            "one character of the Basic Multilingual Plane; empty means U+0000",
        ),
        (
            "server.json: $.fileConfigurations.csvOptions.header.value",
            '"yes": header flag can be true or false',
            "true, false",
        ),
        (
            "server.json: $.fileConfigurations.maxFileRowCount",
            'is the string "many"',
            "a bare integer from 1000000 to 10000000",
        ),
    ]


def test_a_value_that_nothing_asks_for_is_warned_of() -> None:
    """A slip of the keyboard in customer data does not get lost in silence."""
    plan = resolve(server(), {**DATA, "bukcet": "c"})
    assert any("bukcet" in warning and 'did you mean "bucket"?' in warning for warning in plan.warnings)
