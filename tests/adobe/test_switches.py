"""What the vendor leaves open is decided by name."""

from __future__ import annotations

import pytest
from adobe.servers import DATA, DOCUMENTED, csv, csv_server, literal, problems, server, switches, template

import formats
from exportsim.adobe import SWITCHES, resolve


def test_a_switch_takes_the_side_it_is_given() -> None:
    """Overrides change what the plan says, and the plan says that they did."""
    sides = {
        "legacy-nulls": "false",
        "quote-default": "double-quote",
        "encoding-default": "UTF-16",
        "time-zone": "Europe/Berlin",
        "manifest-default": "on",
        "escape-of-escape-default": "backslash",
    }
    plan = resolve(csv_server(escape=literal("'")), DATA, overrides=sides)
    options = {
        "escape": "'",
        "charToEscapeQuoteEscaping": "\\",
        "quote": '"',
        "encoding": "UTF-16",
        "timeZone": "Europe/Berlin",
    }
    assert plan.format == formats.from_options("csv", {**DOCUMENTED, **options}, legacy_nulls=False)
    assert plan.manifest
    assert switches(plan).items() >= {**sides, "utf-16-byte-order": "big-endian-with-bom"}.items()


def test_printed_values_are_escaped_for_html_only_when_asked_to() -> None:
    """The switch is taken where it makes a difference, and the other side writes entities."""
    given = csv_server(nullValue=template("{{customerData.null}}"))
    data = {**DATA, "null": "<none>"}
    off, on = resolve(given, data), resolve(given, data, overrides={"template-autoescape": "on"})
    assert (off.format, on.format) == (csv(nullValue="<none>"), csv(nullValue="&lt;none&gt;"))
    assert switches(off)["template-autoescape"] == "off"
    assert "template-autoescape" not in switches(resolve(given, {**DATA, "null": "none"}))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../UTC", "Europe", "\0"])
def test_a_time_zone_must_exist(zone: str) -> None:
    """A zone that the database does not know is refused."""
    assert [where for where, _, _ in problems(server(), time_zone=zone)] == ["switches: time-zone"]


@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch_says_why(name: str) -> None:
    """A default is given with its reason, and the reason is a clause, not a heading."""
    assert SWITCHES[name].default
    assert len(SWITCHES[name].why.split()) > 4
