"""A destination configuration on the command line: customer data as its form takes them, activations as it offers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cli.running import ROOT, exportsim

from exportsim.errors import ConfigurationError
from exportsim.model import Activation, Column
from exportsim.offering import header, offer_to, within
from exportsim.rehearsal import Rehearsal, load_rehearsal
from exportsim.simulate import activate

SAMPLES = ROOT / "samples"


def offering(folder: Path, **keys: Any) -> Rehearsal:
    """A rehearsal for the S3 sample's destination with some keys replaced."""
    document = json.loads((SAMPLES / "destinations" / "s3.json").read_text())
    path = folder / "destination.json"
    path.write_text(json.dumps({**document, **keys}))
    return Rehearsal(destination=path)


def problems(rehearsal: Rehearsal) -> list[tuple[str, str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        within(rehearsal, offer_to(rehearsal))
    return [(problem.where, problem.what, problem.allowed) for problem in caught.value.problems]


def test_generate_fills_in_the_form(tmp_path: Path) -> None:
    """What a customer must give is enough; files are named after the destination, as it says."""
    arguments = [f"--{name}={SAMPLES / f'{name}s' / 'sftp-configured.json'}" for name in ("server", "destination")]
    given = ["--set", "hostName=sftp.example.com", "--set", "rootDirectory=/in", "--set", "sep=;"]
    told = exportsim("generate", *arguments, *given, "--count", 5, "--out", "out", "--json", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    record = json.loads(told.stdout)
    assert record["files"][0]["name"].startswith("in/Kestrel_Loyalty_over_SFTP_11111111-2222")
    assert (record["format"]["options"]["sep"], record["format"]["extension"]) == (";", ".csv")


def test_every_problem_of_server_customer_data_and_activation_is_told_at_once(tmp_path: Path) -> None:
    """Nothing is generated, and every file that is wrong is named."""
    (tmp_path / "exportsim.toml").write_text(
        f"""
        server = "{SAMPLES / "servers" / "s3.json"}"
        destination = "{SAMPLES / "destinations" / "s3.json"}"
        set = {{ path = "exports", bucket = "NO", colour = "red" }}
        activation = {{ filename = "mine", filename_append = ["TIMESTAMP"], key = ["nobody"] }}
        """
    )
    told = exportsim("generate", "--config", "exportsim.toml", "--out", "out", "--json", cwd=tmp_path)
    assert told.returncode == 2
    assert [(problem["where"], problem["what"]) for problem in json.loads(told.stdout)["error"]["problems"]] == [
        (
            "filename",
            'is "mine", which no customer can choose (s3.json: $.batchConfig.filenameConfig.defaultFilename)',
        ),
        (
            "filename_append",
            "TIMESTAMP is not offered (s3.json: $.batchConfig.filenameConfig.allowedFilenameAppendOptions)",
        ),
        ("customer data: $.colour", "is no field of s3.json"),
        ("customer data: $.bucket", '"NO" does not fit the pattern'),
    ]
    assert not (tmp_path / "out").exists()


def test_names_begin_as_the_destination_says(tmp_path: Path) -> None:
    """The fixed part is the destination's, and so is what is appended unless the rehearsal says otherwise."""
    names = {
        "allowedFilenameAppendOptions": ["SEGMENT_NAME", "TIMESTAMP"],
        "defaultFilenameAppendOptions": ["TIMESTAMP"],
        "defaultFilename": "%SANDBOX_NAME%",
    }
    rehearsal = offering(tmp_path, batchConfig={"filenameConfig": names})

    def named(activation: Activation) -> tuple[str, tuple[str, ...]]:
        return activation.filename, activation.filename_append

    assert named(activate(rehearsal)) == ("%SANDBOX_NAME%", ("TIMESTAMP",))
    chosen = Rehearsal(destination=rehearsal.destination, filename_append=("SEGMENT_NAME",))
    assert named(activate(chosen)) == ("%SANDBOX_NAME%", ("SEGMENT_NAME",))
    assert problems(Rehearsal(destination=chosen.destination, custom_text="x"))[0][:2] == (
        "custom_text",
        "CUSTOM_TEXT is not offered (destination.json: $.batchConfig.filenameConfig.allowedFilenameAppendOptions)",
    )
    assert named(activate(offering(tmp_path, batchConfig={}))) == ("%DESTINATION%_%SEGMENT_ID%", ("DATETIME",))


def test_required_mappings_come_first(tmp_path: Path) -> None:
    """A locked column is there without being chosen; one whose source is open must be chosen."""
    required = [
        {"sourceType": "text/x.schema-path", "source": "personalEmail.address", "destination": "email"},
        {"destination": "identityMap.Kestrel_ID", "mandatoryRequired": True},
    ]
    schema = {"profileRequired": True, "segmentRequired": True, "identityRequired": True, "requiredMappings": required}
    rehearsal = offering(tmp_path, schemaConfig=schema)
    where = "destination.json: $.schemaConfig.requiredMappings"
    assert problems(rehearsal) == [
        ("columns", f"none is called Kestrel_ID, which is required ({where}[1])", "PATH=Kestrel_ID")
    ]
    mine = Column("_id", "Kestrel_ID")
    chosen = Rehearsal(destination=rehearsal.destination, columns=(mine,))
    assert within(chosen, offer_to(chosen)).columns == (Column("personalEmail.address", "email"), mine)
    other = Rehearsal(destination=rehearsal.destination, columns=(mine, Column("workEmail.address", "email")))
    assert problems(other) == [
        (
            "columns",
            f"email is read from workEmail.address, not as required ({where}[0])",
            "personalEmail.address",
        )
    ]


def test_what_a_mapping_requires_is_mandatory_and_key(tmp_path: Path) -> None:
    """Mandatory attributes and keys of required mappings hold; others where they may be chosen."""
    required = [{"destination": "id", "mandatoryRequired": True, "primaryKeyRequired": True}]
    schema = {"segmentRequired": True, "requiredMappings": required}
    columns = (Column("_id", "id"), Column("personalEmail.address", "email"))
    plain = offering(tmp_path, schemaConfig=schema, batchConfig={})
    activation = activate(replace(plain, columns=columns))
    assert (activation.mandatory, activation.deduplication, activation.key) == (("id",), ("id",), ("id",))
    chosen = replace(plain, columns=columns, mandatory=("email", "id"), deduplication=("email",))
    assert problems(chosen) == [
        (
            "mandatory",
            "holds email, which no customer can choose (destination.json: $.batchConfig.allowMandatoryFieldSelection)",
            "id",
        ),
        (
            "deduplication",
            "holds email, which no customer can choose (destination.json: $.batchConfig.allowDedupeKeyFieldSelection)",
            "id",
        ),
    ]
    batch = {"allowMandatoryFieldSelection": True, "allowDedupKeyFieldSelection": True}
    offering(tmp_path, schemaConfig=schema, batchConfig=batch)
    activation = activate(chosen)
    assert (activation.mandatory, activation.deduplication) == (("id", "email"), ("id", "email"))


def test_only_required_mappings_where_nothing_else_is_offered(tmp_path: Path) -> None:
    """A column beyond the required ones is a problem where the destination says so, and so is a missing target."""
    required = [{"source": "_id", "sourceType": "text/x.schema-path", "destination": "id"}]
    schema = {"segmentRequired": True, "requiredMappings": required, "requiredMappingsOnly": True}
    rehearsal = offering(tmp_path, schemaConfig=schema)
    assert within(rehearsal, offer_to(rehearsal)).columns == (Column("_id", "id"),)
    more = Rehearsal(destination=rehearsal.destination, columns=(Column("person.gender", "sex"),))
    assert [what for _, what, _ in problems(more)] == [
        "sex is not among the required ones (destination.json: $.schemaConfig.requiredMappingsOnly)"
    ]
    field = {"name": "phoneNo", "type": "string", "isRequired": True}
    rehearsal = offering(tmp_path, schemaConfig={"segmentRequired": True, "profileFields": [field]})
    assert problems(rehearsal) == [
        (
            "columns",
            "none is called phoneNo (destination.json: $.schemaConfig.profileFields[0].isRequired)",
            "PATH=phoneNo",
        )
    ]


def test_a_target_becomes_a_header() -> None:
    """Dots become underscores, and an identity is called as its namespace."""
    assert [header(target) for target in ("email", "person.name", "identityMap.Phone_E//.164")] == [
        "email",
        "person_name",
        "Phone_E_164",
    ]


def test_the_destination_of_a_rehearsal_is_relative_to_its_file(tmp_path: Path) -> None:
    """``destination = "d.json"`` means the file beside exportsim.toml."""
    (tmp_path / "exportsim.toml").write_text('destination = "d.json"\n')
    assert load_rehearsal(tmp_path / "exportsim.toml").destination == tmp_path / "d.json"
