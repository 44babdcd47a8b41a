"""Customer data held against the form that a destination makes of its fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from adobe.destinations import destination

from exportsim.adobe.customer_data import CustomerData
from exportsim.adobe.destination import read_offer
from exportsim.adobe.form import Filled, Form
from exportsim.adobe.notes import Notes
from exportsim.adobe.switches import Settings

SAMPLE = json.loads((Path(__file__).parents[2] / "samples" / "destinations" / "s3.json").read_text())
GROUP = {
    "name": "csvOptions",
    "type": "object",
    "conditional": {"field": "fileType", "operator": "EQUALS", "value": "CSV"},
    "properties": [
        {"name": "delimiter", "type": "string", "namedEnum": [{"name": "Comma", "value": ","}], "default": ","},
        {"name": "note", "type": "string", "isRequired": True},
        {"name": "escape", "type": "string"},
    ],
}
FILE_TYPE = {"name": "fileType", "type": "string", "enum": ["CSV", "JSON"], "isRequired": True}


def sent(fields: list[dict[str, Any]], data: CustomerData, **overrides: str) -> tuple[Filled, Notes]:
    notes = Notes("customer.json")
    offer = read_offer(destination(customerDataFields=fields))
    settings = Settings({name.replace("_", "-"): value for name, value in overrides.items()})
    return Form("destination.json", offer.fields, notes, settings).fill_in(data), notes


def told(notes: Notes) -> list[tuple[str, str, str]]:
    return [(problem.where, problem.what, problem.allowed) for problem in notes.problems]


def test_defaults_are_filled_in_and_the_order_is_the_forms() -> None:
    """What is not given takes its default; a field that has none is not there at all."""
    fields = [
        {"name": "a", "type": "string", "default": "x"},
        {"name": "b", "type": "string"},
        {"name": "c", "type": "integer", "default": 7, "isRequired": True},
        {"name": "d", "type": "string", "default": ""},
    ]
    filled, notes = sent(fields, {"c": "8"})
    assert (filled, notes.problems, notes.warnings) == (Filled({"a": "x", "c": "8", "d": ""}), [], [])


def test_a_group_is_shown_while_its_condition_holds() -> None:
    """A group whose condition holds gets its fields' defaults; one that nothing fills in is not there."""
    filled, notes = sent([FILE_TYPE, GROUP], {"fileType": "CSV", "csvOptions": {"note": "n"}})
    assert filled.data == {"fileType": "CSV", "csvOptions": {"delimiter": ",", "note": "n"}}
    filled, notes = sent([FILE_TYPE, GROUP], {"fileType": "JSON"})
    assert (filled.data, notes.problems, notes.warnings) == ({"fileType": "JSON"}, [], [])
    filled, notes = sent([{"name": "g", "type": "object", "properties": [{"name": "x", "type": "string"}]}], {})
    assert (filled.data, notes.problems) == ({}, [])


def test_what_is_not_asked_for_is_left_out_with_a_warning() -> None:
    """A value for a field that is not shown does not reach templates; the defaults of one do only by a switch."""
    data = {"fileType": "JSON", "csvOptions": {"delimiter": "|"}}
    filled, notes = sent([FILE_TYPE, GROUP], data)
    assert filled.data == {"fileType": "JSON"}
    assert notes.warnings == [
        'customer.json: $.csvOptions: is not asked for, because fileType is not "CSV"; it is left out '
        "(destination.json: $.customerDataFields[1].conditional)"
    ]
    filled, notes = sent([FILE_TYPE, GROUP], {"fileType": "JSON"}, suppressed_field_default="filled-in")
    assert filled.data == {"fileType": "JSON", "csvOptions": {"delimiter": ","}}


def test_a_condition_looks_through_another_field_that_is_not_shown() -> None:
    """A field that depends on a field that is not shown is not shown either, and a circle ends."""

    def on(name: str, field: str) -> dict[str, Any]:
        condition = {"field": field, "operator": "EQUALS", "value": "x"}
        return {"name": name, "type": "string", "default": "x", "conditional": condition}

    fields = [{"name": "a", "type": "string"}, on("b", "a"), on("c", "b")]
    assert sent(fields, {"a": "y"})[0].data == {"a": "y"}
    assert sent(fields, {"a": "x"})[0].data == {"a": "x", "b": "x", "c": "x"}
    assert sent([on("a", "b"), on("b", "a")], {})[0].data == {}


def test_a_hidden_field_has_its_default() -> None:
    """A hidden field keeps its default, which a switch takes away; another value is odd, in a read-only one wrong."""
    fields = [{"name": "a", "type": "string", "default": "x", "hidden": True}]
    assert sent(fields, {})[0].data == {"a": "x"}
    assert sent(fields, {}, hidden_field_default="left-out")[0].data == {}
    filled, notes = sent(fields, {"a": "y"})
    assert filled.data == {"a": "y"}
    assert notes.warnings == [
        "customer.json: $.a: no customer is asked for it: destination.json: $.customerDataFields[0].hidden"
    ]
    filled, notes = sent([{"name": "a", "type": "string", "default": "x", "readOnly": True}], {"a": "y"})
    assert told(notes) == [
        (
            "customer.json: $.a",
            'is "y", but no customer can change it (destination.json: $.customerDataFields[0].readOnly)',
            '"x", or left out',
        )
    ]


def test_u0000_and_the_empty_string_are_one_choice() -> None:
    """Where a list offers the null character, the vendor's snippets write it both ways."""
    fields = [{"name": "q", "type": "string", "namedEnum": [{"name": "Null", "value": "\0"}]}]
    assert told(sent(fields, {"q": ""})[1]) == []
    assert len(told(sent(fields, {"q": "'"})[1])) == 1


@pytest.mark.parametrize(
    ("field", "value", "where", "what", "allowed"),
    [
        ({"isRequired": True}, None, "$.a", "is not given and has no default", "[0].isRequired"),
        ({"isRequired": True}, "", "$.a", "is empty", "[0].isRequired"),
        ({"enum": ["GZIP", "NONE"]}, "gzip", "$.a", '"gzip" is not offered', 'did you mean "GZIP"?'),
        ({"enum": ["x"]}, "", "$.a", '"" is not offered', 'offered: "x"'),
        ({"type": "integer"}, "2.5", "$.a", '"2.5" is not a whole number', "[0].type"),
        ({"type": "boolean"}, "yes", "$.a", '"yes" is not true or false', "[0].type"),
        ({"pattern": "^[a-z]+$"}, "A", "$.a", '"A" does not fit the pattern', "[0].pattern: ^[a-z]+$"),
        ({}, {"b": "c"}, "$.a", "is a group of fields", "one value"),
        ({"type": "object", "properties": [{"name": "x", "type": "string"}]}, "v", "$.a", 'is "v"', "a group: x"),
        (
            {"type": "object", "isRequired": True, "properties": [{"name": "x", "type": "string"}]},
            None,
            "$.a",
            "is not given and has no defaults",
            "[0].isRequired",
        ),
        (
            {"type": "object", "properties": [{"name": "x", "type": "string", "isRequired": True}]},
            {"y": "1"},
            "$.a.y",
            "is no field of destination.json",
            "known: x",
        ),
    ],
)
def test_a_value_that_the_form_would_not_take_is_a_problem(
    field: dict[str, Any], value: Any, where: str, what: str, allowed: str
) -> None:
    """Each rule of a field, broken once; the place of the rule is named."""
    fields = [{"name": "a", "type": "string", **field}]
    _, notes = sent(fields, {} if value is None else {"a": value})
    at, said, hint = told(notes)[0]
    assert at == f"customer.json: {where}"
    assert said.startswith(what)
    assert allowed in hint


def test_a_pattern_is_java_s_and_ends() -> None:
    """Properties of characters are known, and a pattern that goes on for ever is given up with a warning."""
    letters = [{"name": "a", "type": "string", "pattern": r"^\p{L}++$"}]
    assert told(sent(letters, {"a": "Ærø"})[1]) == []
    assert len(told(sent(letters, {"a": "1"})[1])) == 1
    endless = [{"name": "a", "type": "string", "pattern": "(a|aa)+$"}]
    _, notes = sent(endless, {"a": "a" * 60 + "b"})
    where = "destination.json: $.customerDataFields[0].pattern"
    warning = f"customer.json: $.a: takes too long to hold against the pattern ({where})"
    assert (told(notes), notes.warnings) == ([], [warning])
    folder = next(field for field in SAMPLE["customerDataFields"] if field["name"] == "path")
    assert len(told(sent([folder], {"path": "a" + "%SEGMENT_NAME%/" * 30 + "x "})[1])) == 1


def test_every_problem_is_told_at_once() -> None:
    """Missing, unknown and misplaced values come in one list, in the order of the form."""
    fields = [*({"name": name, "type": "string", "isRequired": True} for name in ("bucket", "path")), FILE_TYPE, GROUP]
    filled, notes = sent(fields, {"buckets": "b", "path": "", "fileType": "CSV", "csvOptions": {"delimiter": ";"}})
    assert [(where, what) for where, what, _ in told(notes)] == [
        ("customer.json: $.buckets", "is no field of destination.json"),
        ("customer.json: $.bucket", "is not given and has no default"),
        ("customer.json: $.path", "is empty"),
        (
            "customer.json: $.csvOptions.delimiter",
            '";" is not offered (destination.json: $.customerDataFields[3].properties[0])',
        ),
        ("customer.json: $.csvOptions.note", "is not given and has no default"),
    ]
    assert filled.refused == {
        f"customerData.{name}" for name in ("buckets", "bucket", "path", "csvOptions.delimiter", "csvOptions.note")
    }
