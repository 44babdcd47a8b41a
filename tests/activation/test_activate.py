"""What a customer may choose, and what the platform would refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from exportsim.activation import activate
from exportsim.cli import main
from exportsim.errors import ConfigurationError
from exportsim.export import load_export
from exportsim.model import Column, LeftOut
from exportsim.profiles.headers import parse_column
from exportsim.rehearsal import Rehearsal, load_rehearsal


def rehearsal(*columns: str, **more: Any) -> Rehearsal:
    return Rehearsal(columns=tuple(map(parse_column, columns)), **more)


def refusals(wrong: Rehearsal) -> list[tuple[str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        activate(wrong)
    return [(problem.where, problem.what) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "source", "header"),
    [
        ("person.name.firstName", "person.name.firstName", "person_name_firstName"),
        ("xdm: person.birthYear", "xdm: person.birthYear", "person_birthYear"),
        ("personalEmail.address=personalEmail", "personalEmail.address", "personalEmail"),
        ("personalEmail.address=personal.email", "personalEmail.address", "personal_email"),
        ("identityMap.Email", "identityMap.Email", "Email"),
        ("identityMap.Phone_E//.164", "identityMap.Phone_E//.164", "Phone_E_164"),
        ("_acmeinc.customer.emails_array[0]", "_acmeinc.customer.emails_array[0]", "_acmeinc_customer_emails_array0"),
        ("segmentMembership.status", "segmentMembership.status", "segmentMembership_status"),
        ('iif(a.status=="exited", "1", "0")=delete', 'iif(a.status=="exited", "1", "0")', "delete"),
    ],
)
def test_headers_are_the_platforms(written: str, source: str, header: str) -> None:
    """No dots; an identity by its namespace, an element by its number; whoever names a column decides."""
    assert parse_column(written) == Column(source, header)


def test_everything_wrong_is_told_at_once() -> None:
    """Unknown headers, a header twice, more than two deduplication keys."""
    wrong = rehearsal("a", "b", "b.c", "b_c", key=("x",), mandatory=("y",), deduplication=("a", "b", "b_c"))
    assert refusals(wrong) == [
        ("key", '"x" is no column'),
        ("mandatory", '"y" is no column'),
        ("columns", '"b_c" is a header twice'),
        ("deduplication", "has 3 columns"),
    ]


def test_a_deduplication_key_is_the_key_of_rows() -> None:
    """Its values are unique afterwards, so rows are found again by them."""
    assert activate(rehearsal("person.name.firstName=first", deduplication=("first",))).key == ("first",)


def test_an_export_tells_who_was_left_out(tmp_path: Path) -> None:
    """On the terminal, in the record and in the list of switches that mattered."""
    config = tmp_path / "exportsim.toml"
    config.write_text("""
out = "out"
[profiles]
count = 1000
[activation]
columns = ["mobilePhone.number=phone", "homeAddress.city=city", "loyalty.points"]
mandatory = ["phone"]
deduplication = ["city", "phone"]
latest = "lastActivity"
""")
    shown = CliRunner().invoke(main, ["generate", "--config", str(config)])
    assert shown.exit_code == 0, shown.output
    export = load_export(tmp_path / "out")
    missing = LeftOut("without a value for phone, which is mandatory", 1000 - export.rows)
    assert export.left_out == (missing,)
    assert f"left out: {missing.profiles} profiles {missing.why}" in shown.output
    assert export.activation.key == ("city", "phone")
    taken = [(switch.name, switch.value) for switch in export.plan.switches]
    assert taken[-2:] == [("mandatory-empty", "value"), ("deduplication-without-key", "kept")]


def test_the_file_and_the_command_line_say_the_same(tmp_path: Path) -> None:
    """Every setting of [activation] has its option."""
    config = tmp_path / "exportsim.toml"
    config.write_text('[activation]\ncolumns = ["a", "b"]\nmandatory = ["a"]\ndeduplication = ["b"]\n')
    assert load_rehearsal(config) == rehearsal("a", "b", mandatory=("a",), deduplication=("b",))
    options = ["generate", "--dry-run", "--json", "--count", "3"]
    options += ["--column", "_id", "--column", "notes", "--mandatory", "notes", "--deduplicate", "_id"]
    shown = CliRunner().invoke(main, options)
    assert '"mandatory": [\n    "notes"\n  ]' in shown.output
    assert '"deduplication": [\n    "_id"\n  ]' in shown.output
