"""Templates in destination servers: the vendor's guarded example, what is warned of, and what is a problem."""

from __future__ import annotations

from pathlib import Path

import pytest
from adobe.servers import DATA, csv_server, problems, server, switches, template

from exportsim.adobe import PRESETS, load_customer_data, load_destination, load_server, resolve

PUBLISHED = Path(__file__).parent / "published" / "formatting-options"
OPTION = "server.json: $.fileConfigurations.csvOptions.nullValue.value"


def test_the_guarded_example_is_the_preset_of_its_name() -> None:
    """For a customer who fills in no options the vendor's templated example comes to its else branches."""
    data = load_customer_data(PUBLISHED / "customer.json")
    plan = resolve(load_server(PUBLISHED / "server.json"), data)
    assert plan.format == resolve(server(), DATA, preset="templated").format
    assert plan.format.options()["quote"] == PRESETS["templated"].options["quote"] == '"'
    assert plan.warnings == ()


@pytest.mark.parametrize(
    ("name", "option", "value", "read"),
    [
        ("delimiter", "sep", "\t", "\t"),
        ("quote", "quote", "\0", "\0"),
        ("quote", "quote", "", "\0"),
        ("escape", "escape", "'", "'"),
        ("nullValue", "nullValue", "", ""),
        ("emptyValue", "emptyValue", '""', '""'),
    ],
)
def test_an_option_of_the_guarded_example_is_what_the_customer_chose(
    name: str, option: str, value: str, read: str
) -> None:
    """A choice that is there counts, an empty one too: the else branch is for one that is missing."""
    data = {**load_customer_data(PUBLISHED / "customer.json"), "csvOptions": {name: value}, "compression": "gzip"}
    options = resolve(load_server(PUBLISHED / "server.json"), data).format.options()
    assert (options[option], options["compression"]) == (read, "gzip")


def test_the_guarded_pair_gets_the_forms_defaults() -> None:
    """With its destination configuration the example has the defaults of the form, U+0000 as the quote."""
    plan = resolve(
        load_server(PUBLISHED / "server.json"),
        load_customer_data(PUBLISHED / "customer.json"),
        destination=load_destination(PUBLISHED / "destination.json"),
    )
    options = plan.format.options()
    assert {name: options[name] for name in ("sep", "quote", "escape", "nullValue", "emptyValue", "compression")} == {
        "sep": ",",
        "quote": "\0",
        "escape": "\\",
        "nullValue": "null",
        "emptyValue": "",
        "compression": "none",
    }
    assert not [warning for warning in plan.warnings if "asks for" in warning]


def test_a_fault_of_a_template_has_path_line_and_column() -> None:
    """The problem names the JSON path, then the place within the text, what is known and a near spelling."""
    given = csv_server(nullValue=template("{{ customerData.path }}\n{{ customerData.null | uper }}"))
    ((where, what, allowed),) = problems(given)
    assert (where, what) == (OPTION, 'line 2, column 24: uses the unknown filter "uper"')
    assert allowed.startswith('did you mean "upper"? known: abbreviate, ')


@pytest.mark.parametrize(
    ("value", "data", "read", "warning"),
    [
        (
            "{{ customerData.group }}",
            {"group": {"a": "x", "b": ""}},
            "{a=x, b=}",
            'prints customerData.group, a group of fields, as "{a=x, b=}"',
        ),
        (
            "{{ profile.name }}x",
            {},
            "x",
            "asks for profile.name, which is nothing here; templates of file-based servers know customerData only",
        ),
        (
            "x{{ customerdata.bucket }}",
            {},
            "x",
            'asks for customerdata.bucket, which is nothing here; did you mean "customerData"?',
        ),
    ],
)
def test_what_is_hardly_meant_is_warned_of(value: str, data: dict[str, str], read: str, warning: str) -> None:
    """Rendered as the platform would, with a word about it."""
    plan = resolve(csv_server(nullValue=template(value)), {**DATA, **data})
    assert plan.format.options()["nullValue"] == read
    assert f"{OPTION}: {warning}" in plan.warnings


@pytest.mark.parametrize(
    ("value", "data", "unused"),
    [
        ("{{ customerData['nul'] }}", {"nul": "x"}, ()),
        ("{% if customerData contains 'nul' %}x{% endif %}", {"nul": "x"}, ()),
        ("{% for one in customerData %}{{ one.key }}{% endfor %}", {"nul": "x"}, ()),
        ("{{ customerData.group | length }}", {"group": {"a": "x"}}, ()),
        ("{{ 'customerData.nul' }}", {"nul": "x"}, ("customer data: nul: no template of server.json asks for it",)),
        (
            "{{ customerData.group.quote }}",
            {"group": {"quote": "x", "quoet": "y"}},
            ('customer data: group.quoet: no template of server.json asks for it; did you mean "group.quote"?',),
        ),
        (
            "x",
            {"group": {"a": "x", "b": "y"}},
            ("customer data: group: no template of server.json asks for it",),
        ),
    ],
)
def test_customer_data_that_nothing_asks_for_is_warned_of(
    value: str, data: dict[str, str], unused: tuple[str, ...]
) -> None:
    """However a template asks for a value, it is used; a mention in a text is not asking."""
    plan = resolve(csv_server(nullValue=template(value)), {**DATA, **data})
    assert tuple(warning for warning in plan.warnings if "no template" in warning) == unused


def test_escaping_is_a_switch_where_it_would_make_a_difference() -> None:
    """Printed values stay as they are unless the switch says otherwise; it is told of where it matters only."""
    given = csv_server(nullValue=template("{{ customerData.null }}&"))
    plain = resolve(given, {**DATA, "null": "<null>"})
    assert (plain.format.options()["nullValue"], switches(plain)["template-autoescape"]) == ("<null>&", "off")
    escaped = resolve(given, {**DATA, "null": "<null>"}, overrides={"template-autoescape": "on"})
    assert escaped.format.options()["nullValue"] == "&lt;null&gt;&"
    assert "template-autoescape" not in switches(resolve(given, {**DATA, "null": "null"}))
