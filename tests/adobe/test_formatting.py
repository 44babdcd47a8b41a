"""Formatting options become a format; the vendor's defaults fill the gaps."""

from __future__ import annotations

import pytest
from adobe.servers import DATA, csv, csv_server, literal, problems, server, template

import formats
from exportsim.adobe import SWITCHES, resolve
from exportsim.model import Switch


def test_sep_and_delimiter_are_the_same_option() -> None:
    """Either name counts, both may be given alike, and both given differently is a problem."""
    assert resolve(csv_server(delimiter=literal("|")), DATA).format == csv(sep="|")
    assert resolve(csv_server(sep=literal(";"), delimiter=literal(";")), DATA).format == csv(sep=";")
    assert problems(csv_server(sep=literal(";"), delimiter=literal("|"))) == [
        (
            "server.json: $.fileConfigurations.csvOptions",
            "sep and delimiter mean the same and differ: "
            '$.fileConfigurations.csvOptions.sep.value is ";" and '
            '$.fileConfigurations.csvOptions.delimiter.value is "|"',
            "one of them",
        )
    ]


def test_an_option_that_renders_to_nothing_counts_as_not_given() -> None:
    """An unfilled optional field leaves the documented default, and the switch says for which options."""
    options = {"sep": template("{{customerData.sep}}"), "encoding": template("{{customerData.encoding}}")}
    given = server({"compression": template("{{customerData.compression}}"), "csvOptions": options})
    plan = resolve(given, {**DATA, "compression": ""})
    assert plan.format == csv()
    assert next(switch for switch in plan.switches if switch.name == "empty-option") == Switch(
        "empty-option",
        "documented-default",
        SWITCHES["empty-option"].why
        + " (here: $.fileConfigurations.compression.value, $.fileConfigurations.csvOptions.sep.value, "
        "$.fileConfigurations.csvOptions.encoding.value)",
    )
    assert [where for where, _, _ in problems(given, empty_option="refuse")] == [
        "server.json: $.fileConfigurations.compression.value",
        "server.json: $.fileConfigurations.csvOptions.sep.value",
        "server.json: $.fileConfigurations.csvOptions.encoding.value",
    ]


def test_empty_is_a_value_for_quote_null_and_empty() -> None:
    """For these three the empty string says something: no visible quote, no token."""
    options = {"quote": literal(""), "nullValue": literal(""), "emptyValue": literal("")}
    assert resolve(csv_server(**options), DATA).format == csv(quote="", nullValue="", emptyValue="")


def test_file_type_and_codec_are_compared_without_letter_case() -> None:
    """The vendor's pages write both ways."""
    given = server({"fileType": literal("CSV"), "compression": literal("GZIP")})
    assert resolve(given, DATA).format == csv(compression="gzip")


def test_csv_options_do_not_matter_for_other_file_types() -> None:
    """For Parquet even a faulty csvOptions is ignored."""
    given = server({"fileType": literal("parquet"), "csvOptions": {"quote": "bare"}})
    assert resolve(given, DATA).format == formats.from_options("parquet", {"compression": "none"})


def test_the_null_character_may_be_spelled_out() -> None:
    """The vendor's example writes the name of U+0000 instead of the character."""
    plan = resolve(csv_server(quote=literal("u0000")), DATA)
    assert plan.format == csv(quote="\0")
    assert plan.warnings == (
        'server.json: $.fileConfigurations.csvOptions.quote.value: is "u0000" and is read as the character U+0000',
    )


def test_slips_of_the_vendors_examples_are_warned_of() -> None:
    """A pattern without hours, an empty value that is a date pattern, a template that is literal."""
    options = {
        "timestampFormat": literal("yyyy-MM-dd'T':mm:ss[.SSS][XXX]"),
        "emptyValue": template("{{customerData.dateFormat}}"),
        "nullValue": literal("{{customerData.nullValue}}"),
    }
    plan = resolve(csv_server(**options), {**DATA, "dateFormat": "yyyy"})
    at = "server.json: $.fileConfigurations.csvOptions"
    assert plan.warnings == (
        f"{at}.nullValue.value: looks like a template, but its templatingStrategy NONE makes it literal text",
        f"{at}.emptyValue.value: asks for customerData.dateFormat: empty values will read like a date pattern",
        f"{at}.timestampFormat.value: \"yyyy-MM-dd'T':mm:ss[.SSS][XXX]\" writes minutes without hours; HH is missing",
    )


def test_the_combination_the_vendor_advises_against_is_warned_of() -> None:
    """Quote and both values as two quotes: nulls come out as an escaped pair."""
    options = {"quote": literal('"'), "nullValue": literal('""'), "emptyValue": literal('""')}
    assert resolve(csv_server(**options), DATA).warnings == (
        "server.json: $.fileConfigurations.csvOptions.nullValue.value: "
        'with quote " and both values "" a null is written as "\\"\\"": the vendor advises against it',
    )


@pytest.mark.parametrize(
    ("limit", "warnings"),
    [
        (1_000_000, ()),
        (10_000_000, ()),
        (
            1000,
            ("server.json: $.fileConfigurations.maxFileRowCount: 1000 is outside the documented 1000000 to 10000000",),
        ),
    ],
)
def test_a_row_limit_outside_the_range_is_kept_with_a_warning(limit: int, warnings: tuple[str, ...]) -> None:
    """A rehearsal may split earlier than the platform allows."""
    plan = resolve(server({"maxFileRowCount": limit}), DATA)
    assert (plan.max_file_rows, plan.warnings) == (limit, warnings)


@pytest.mark.parametrize("limit", [True, 1.5, "1000000", None, 0, -1, literal("1000000")])
def test_a_row_limit_is_a_bare_positive_integer(limit: object) -> None:
    """Everything else is a problem."""
    found = problems(server({"maxFileRowCount": limit}))
    assert [where for where, _, _ in found] == ["server.json: $.fileConfigurations.maxFileRowCount"]


@pytest.mark.parametrize(
    ("value", "manifest"),
    [(True, True), (False, False), (literal("TRUE"), True), (template("{{customerData.manifest}}"), False)],
)
def test_a_manifest_is_asked_for_wrapped_or_bare(value: object, manifest: bool) -> None:
    """Both forms count; a field that was left out means the default."""
    assert resolve(server({"includeFileManifest": value}), DATA).manifest is manifest
