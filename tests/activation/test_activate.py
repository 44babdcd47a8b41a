"""What a customer may choose, and what the platform would refuse."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from exportsim.activation import activate
from exportsim.cli import main
from exportsim.errors import ConfigurationError
from exportsim.export import load_export
from exportsim.model import Column, LeftOut
from exportsim.profiles.headers import parse_column
from exportsim.rehearsal import Rehearsal, load_rehearsal
from exportsim.simulate import generate, preview


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


def test_a_calculated_column_needs_no_key_of_its_own() -> None:
    """The key is the first column that is a path and tells people apart."""
    assert activate(rehearsal("sha256(notes)=hash", "notes", "_id")).key == ("_id",)
    assert activate(rehearsal("sha256(notes)=hash")).key == ("hash",)


def test_a_deduplication_key_is_the_key_of_rows() -> None:
    """Its values are unique afterwards, so rows are found again by them."""
    assert activate(rehearsal("person.name.firstName=first", deduplication=("first",))).key == ("first",)


def test_a_namespace_is_mandatory_and_the_key() -> None:
    """Whoever maps one identity namespace gets both of their own accord; an element of it is an attribute."""
    chosen = activate(rehearsal("person.name.firstName", "identityMap.Email=mail", "identityMap.Phone[0].id"))
    own = ("mail",)
    assert (chosen.identity, chosen.mandatory, chosen.deduplication, chosen.key) == ("mail", own, own, own)
    plain = activate(rehearsal("identityMap.Email[0].id"))
    assert (plain.identity, plain.mandatory, plain.deduplication) == ("", (), ())


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (
            rehearsal("identityMap.Email", "identityMap.Phone"),
            ("columns", "Email and Phone are identity namespaces, and only one can be exported"),
        ),
        (
            rehearsal("identityMap.Email", "notes", deduplication=("notes",)),
            ("deduplication", "an identity namespace is exported, and Email is the key of its own accord"),
        ),
        (
            rehearsal("_id", "identityMap.Email", key=("_id",)),
            ("key", "a profile has a row for each of its identities, which only Email tells apart"),
        ),
        (
            Rehearsal(columns=(Column("identityMap.Email", "e", "md5($)"),)),
            ("column 'e'", '"md5($)" is no transformation'),
        ),
    ],
)
def test_what_the_platform_refuses(wrong: Rehearsal, expected: tuple[str, str]) -> None:
    """Two namespaces, a namespace and an attribute as the key, rows that cannot be told apart, other hashes."""
    assert refusals(wrong) == [expected]


def offered(folder: Path, **identities: Any) -> Path:
    """A destination that takes these identities."""
    path = folder / "destination.json"
    path.write_text(json.dumps({"name": "D", "identityNamespaces": identities}))
    return path


def test_a_destination_may_take_an_identity_hashed_only(tmp_path: Path) -> None:
    """A required transformation happens without being asked for; an optional one does not."""
    hashed = {"acceptedGlobalNamespaces": {"Email": {"requiredTransformation": "sha256(lower($))"}, "Phone": {}}}
    destination = offered(tmp_path, hashed_email=hashed)
    forced = activate(rehearsal("identityMap.Email=hashed_email", destination=destination))
    assert forced.columns == (Column("identityMap.Email", "hashed_email", "sha256(lower($))"),)
    plain = activate(rehearsal("identityMap.Phone=hashed_email", destination=destination))
    assert plain.columns == (Column("identityMap.Phone", "hashed_email"),)
    optional = offered(tmp_path, mail={"acceptedGlobalNamespaces": {"Email": {}}, "transformation": "sha256(lower($))"})
    chosen = Column("identityMap.Email", "mail", "sha256(lower($))")
    assert activate(Rehearsal(columns=(chosen,), destination=optional)).columns == (chosen,)


@pytest.mark.parametrize(
    ("column", "what"),
    [
        (Column("identityMap.GAID", "id"), "GAID is not accepted (destination.json: $.identityNamespaces.id)"),
        (Column("identityMap.Loyalty", "id"), "Loyalty is not accepted (destination.json: $.identityNamespaces.id)"),
        (
            Column("notes", "id"),
            "notes is an attribute, and only identities are accepted (destination.json: $.identityNamespaces.id)",
        ),
        (
            Column("identityMap.Email", "id", "sha256(lower($))"),
            "sha256(lower($)) is not offered (destination.json: $.identityNamespaces.id)",
        ),
    ],
)
def test_what_an_identity_of_a_destination_does_not_take(column: Column, what: str, tmp_path: Path) -> None:
    """Other namespaces, attributes, hashes nobody offered; both places are named."""
    destination = offered(tmp_path, id={"acceptedGlobalNamespaces": {"Email": {}}})
    assert refusals(Rehearsal(columns=(column,), destination=destination)) == [("column 'id'", what)]
    everything = {"acceptsAttributes": True, "acceptsCustomNamespaces": True, "transformation": "sha256(lower($))"}
    destination = offered(tmp_path, id={**everything, "acceptedGlobalNamespaces": {"Email": {}, "GAID": {}}})
    assert activate(Rehearsal(columns=(column,), destination=destination)).columns == (column,)


def test_a_file_with_identities_and_statuses(tmp_path: Path) -> None:
    """Columns as texts and as tables; switches spell the status, and those that mattered are listed."""
    config = tmp_path / "exportsim.toml"
    config.write_text("""
out = "out"
[profiles]
count = 200
[options]
compression = "none"
[switches]
status-words = "active-expired"
[activation]
columns = [
  { source = "identityMap.Email", target = "email_sha256", transformation = "sha256(lower($))" },
  "segmentMembership.seg_namespace.seg_id.status",
  "sha256(lower(personalEmail.address))=again",
]
""")
    shown = CliRunner().invoke(main, ["generate", "--config", str(config), "--json"])
    assert shown.exit_code == 0, shown.output
    export = load_export(tmp_path / "out")
    header, *rows = (export.folder / export.files[0].name).read_text().splitlines()
    assert header == "email_sha256,segmentMembership_seg_namespace_seg_id_status,again"
    cells = [row.split(",") for row in rows]
    assert len(cells) == export.rows > 200
    assert {status for _, status, _ in cells} == {"active"}
    assert len({mail for mail, _, _ in cells if len(mail) == 64}) == export.rows
    assert {again for _, _, again in cells} <= {mail for mail, _, _ in cells}
    taken = {switch.name: switch.value for switch in export.plan.switches}
    assert taken["status-words"] == "active-expired"
    assert {"hash-form", "deduplication-chain", "mandatory-empty"} <= {*taken}


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
    options += ["--latest", "lastActivity", "--of", "prospects", "--nested", "--custom-text", "mine"]
    options += ["--filename-append", "CUSTOM_TEXT", "--filename-append", "DATETIME", "--now", "2026-03-01T06:00:00Z"]
    shown = CliRunner().invoke(main, options)
    assert "exportsim_11111111-2222-4333-8444-555555555555_20260301_060000_mine.csv.gz" in shown.output
    assert '"mandatory": [\n    "notes"\n  ]' in shown.output
    assert '"deduplication": [\n    "_id"\n  ]' in shown.output


@pytest.mark.parametrize("file_type", ["json", "parquet"])
def test_objects_and_arrays_go_the_whole_way(file_type: str, tmp_path: Path) -> None:
    """Into the files, their truth and their record, and back again from the folder; not into CSV."""
    profiles = [{"k": "1", "a": [1, 2], "b": {"c": "x"}}, {"k": "2", "a": [], "b": {"c": None}}, {"k": "3", "a": None}]
    (tmp_path / "p.jsonl").write_text("\n".join(map(json.dumps, profiles)))
    chosen = rehearsal("k", "a", "b", nested=True, profiles=tmp_path / "p.jsonl", deduplication=("k",))
    now = datetime(2026, 3, 1, tzinfo=UTC)
    written = replace(chosen, options={"fileType": file_type, "compression": "none"}, settings={"path": "in"})
    export = generate(written, tmp_path / "out", now)
    assert load_export(tmp_path / "out") == export
    truth = pq.read_table(export.truth)
    assert truth["value.a"].to_pylist() == [[1, 2], [], None]
    assert truth["value.b"].to_pylist() == [{"c": "x"}, {"c": None}, None]
    with pytest.raises(ConfigurationError, match="ARRAY<BIGINT>"):
        preview(replace(written, options={"fileType": "csv"}), now)
