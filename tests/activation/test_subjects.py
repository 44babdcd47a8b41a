"""Whose data an export is of: grouped audiences, uploaded ones, accounts, prospects, data sets."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from exportsim.activation import activate
from exportsim.errors import ConfigurationError
from exportsim.model import Audience, LeftOut, MergePolicy
from exportsim.profiles.headers import parse_column
from exportsim.rehearsal import Rehearsal, load_rehearsal
from exportsim.simulate import generate, preview

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
POLICY = MergePolicy("e8591fdb-2873-4b12-b63e-15275b1c1439", "My Custom Merge Policy")
DATA_SET = Audience("5f3a9b1c0000", "Orders")


def columns(*written: str) -> dict[str, Any]:
    return {"columns": tuple(map(parse_column, written))}


def text(folder: Path, name: str) -> str:
    return (folder / name).read_text()


def refusals(wrong: Rehearsal) -> list[tuple[str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        preview(wrong, NOW)
    return [(problem.where, problem.what) for problem in caught.value.problems]


PARTNERS = (
    Audience("aa2e3d98-974b-4f8b-9507-59f65b6442df", "One"),
    Audience("45d4e762-6e57-4f2f-a3e0-2d1893bcdd7f", "Two"),
    Audience("7729e537-4e42-418e-be3b-dce5e47aaa1e", "Three", "CustomerAudienceUpload"),
)
D_28 = """email,ups_aa2e3d98-974b-4f8b-9507-59f65b6442df,ups_45d4e762-6e57-4f2f-a3e0-2d1893bcdd7f,CustomerAudienceUpload_7729e537-4e42-418e-be3b-dce5e47aaa1e
abc117@testemailabc.com,active,,
abc111@testemailabc.com,,,active
abc102@testemailabc.com,,,active
abc116@testemailabc.com,active,,
abc107@testemailabc.com,active,expired,active
abc101@testemailabc.com,active,active,
"""  # noqa: E501 (it is the vendor's line)


def partners_profiles() -> list[dict[str, Any]]:
    """Profiles that the partner page's file can come from, and one whom no audience has any more."""
    profiles = []
    for line in (*D_28.splitlines()[1:], "gone@testemailabc.com,expired,,"):
        email, *states = line.split(",")
        memberships: dict[str, Any] = {}
        for audience, state in zip(PARTNERS, states, strict=True):
            if state:
                status = {"active": "realized", "expired": "exited"}[state]
                memberships.setdefault(audience.namespace, {})[audience.id] = {"status": status}
        profiles.append({"personalEmail": {"address": email}, "segmentMembership": memberships})
    return profiles


def test_the_documented_grouped_file(tmp_path: Path) -> None:
    """D-28: one file for a merge policy, a column for each audience; who is in none of them is left out."""
    (tmp_path / "p.jsonl").write_text("\n".join(map(json.dumps, partners_profiles())))
    rehearsal = Rehearsal(
        profiles=tmp_path / "p.jsonl",
        merge_policy=POLICY,
        audiences=PARTNERS,
        preset="rfc4180",
        options={"emptyValue": "", "compression": "none", "header": "true"},
        settings={"path": "grouped"},
        **columns("personalEmail.address=email"),
    )
    export = generate(rehearsal, tmp_path / "out", NOW)
    assert text(tmp_path / "out", export.files[0].name) == D_28
    assert export.files[0].name == f"grouped/exportsim_{POLICY.id}_20260301_060000.csv"
    assert export.left_out == (LeftOut("in none of the audiences", 1),)
    assert ("grouped-words", "active-expired-empty") in [(one.name, one.value) for one in export.plan.switches]
    assert "status-words" not in [one.name for one in export.plan.switches]


def test_synthetic_people_are_grouped_too(tmp_path: Path) -> None:
    """Each has one of the three words in every column, and is in one audience at least."""
    rehearsal = Rehearsal(
        count=500,
        merge_policy=POLICY,
        audiences=PARTNERS,
        options={"compression": "none"},
        settings={"path": "grouped"},
        **columns("_id"),
    )
    export = generate(rehearsal, tmp_path / "out", NOW)
    truth = pq.read_table(export.truth).select([f"value.{column.target}" for column in export.activation.columns[1:]])
    rows = list(zip(*truth.to_pydict().values(), strict=True))
    assert {word for row in rows for word in row} == {"active", "expired", ""}
    assert all("active" in row for row in rows)
    assert len(rows) + export.left_out[0].profiles == 500


def test_uploaded_audiences_have_columns_of_their_own(tmp_path: Path) -> None:
    """Behind the others, under names of letters, digits and underscores; other audiences have none."""
    (tmp_path / "p.csv").write_text("id,score,offer\n1,0.5,spring\n")
    uploaded = Audience("u", "Uploaded", "CustomerAudienceUpload")
    rehearsal = Rehearsal(
        profiles=tmp_path / "p.csv",
        audience=uploaded,
        enrichment=tuple(map(parse_column, ("offer=offer_name", "score"))),
        options={"compression": "none", "header": "true"},
        **columns("id"),
    )
    export = generate(rehearsal, tmp_path / "out", NOW)
    assert text(tmp_path / "out", export.files[0].name) == "id,offer_name,score\n1,spring,0.5\n"
    wrong = replace(
        rehearsal, audience=replace(uploaded, namespace="ups"), enrichment=(parse_column("offer=the-offer"),)
    )
    assert refusals(wrong) == [
        ("enrichment", "only uploaded audiences have columns of their own, not those of ups"),
        ("enrichment", '"the-offer" is no name there'),
    ]


def test_accounts_are_firms(tmp_path: Path) -> None:
    """Their own default columns, found again by their own key; objects and arrays are not exported of them."""
    export = generate(Rehearsal(of="accounts", count=300), tmp_path / "out", NOW)
    names = [column.source for column in export.activation.columns]
    assert names[:3] == ["accountKey.sourceKey", "accountName", "accountOrganization.industry"]
    assert export.activation.key == ("accountKey_sourceKey",)
    truth = pq.read_table(export.truth)
    assert len({*truth["value.accountKey_sourceKey"].to_pylist()}) == export.rows == 300
    websites = truth["value.accountOrganization_website"].drop_null().to_pylist()
    assert all(re.fullmatch(r"https://[0-9a-z]{8}\.example\.com", one) for one in websites)
    assert refusals(Rehearsal(of="accounts", nested=True)) == [
        ("nested", "arrays, maps and objects cannot be exported of accounts")
    ]


def test_prospects_are_people() -> None:
    """A full export of them looks like any other."""
    chosen = activate(Rehearsal(of="prospects"))
    assert replace(chosen, of="people") == activate(Rehearsal())


def data_set(**more: Any) -> Rehearsal:
    given = {"of": "datasets", "audience": DATA_SET, "count": 10, "settings": {"path": "in"}, "run_id": "r", **more}
    return Rehearsal(**{"options": {"fileType": "json"}, **columns("_id", "homeAddress.city"), **given})


PART = r"part-(\d{5})-tid-\d{18,19}-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}-\d{6}-1-c000"


def test_a_data_set_has_folders_and_parts_that_nobody_names(tmp_path: Path) -> None:
    """By its id and the time of the export; several parts though it is small; JSON is packed, whatever is asked."""
    plain = {"fileType": "json", "compression": "none"}
    export = generate(data_set(options=plain), tmp_path / "out", NOW)
    numbers = []
    for file in export.files:
        found = re.fullmatch(r"in/5f3a9b1c0000/exportTime=202603010600/" + PART + r"\.json\.gz", file.name)
        assert found, file.name
        numbers.append(int(found[1]))
    assert numbers == list(range(len(numbers)))
    assert len(numbers) > 1
    lines = [
        json.loads(line)
        for file in export.files
        for line in gzip.decompress((tmp_path / "out" / file.name).read_bytes()).splitlines()
    ]
    assert len(lines) == 10
    assert export.plan.warnings[-1] == "data sets leave the platform as JSON only when compressed: gzip is taken"
    again = preview(data_set(), NOW)
    assert again.files[: len(numbers)] == tuple(file.name for file in export.files)
    assert preview(data_set(run_id="s"), NOW).files != again.files


def test_a_data_sets_lines(tmp_path: Path) -> None:
    """D-29: two records, one on a line, with an end behind the last."""
    (tmp_path / "p.jsonl").write_text('{"city": "new york", "country": "usa"}\n{"city": "london", "country": "uk"}\n')
    rehearsal = data_set(profiles=tmp_path / "p.jsonl", **columns("city", "country"))
    export = generate(rehearsal, tmp_path / "out", NOW)
    data = b"".join(gzip.decompress((tmp_path / "out" / file.name).read_bytes()) for file in export.files)
    assert data == b'{"city":"new york","country":"usa"}\n{"city":"london","country":"uk"}\n'
    assert len(data) == 69


@pytest.mark.parametrize(
    ("options", "extension"),
    [
        ({"fileType": "parquet", "compression": "gzip"}, ".gz.parquet"),
        ({"fileType": "parquet", "compression": "none"}, ".parquet"),
        ({"fileType": "json", "compression": "gzip"}, ".json.gz"),
    ],
)
def test_a_data_sets_extensions(options: dict[str, str], extension: str) -> None:
    """As the vendor's page on data sets has them."""
    first = preview(data_set(options=options), NOW).files[0]
    assert re.search(PART + re.escape(extension) + "$", first)


def test_a_data_sets_folders_are_made_of_macros() -> None:
    """Any of the documented ones, each a folder; without a time everything lands in one."""
    macros = ("DATASET_NAME", "DESTINATION", "DATETIME", "ORGANIZATION_NAME")
    first = preview(data_set(folder_append=macros, destination_name="ACME"), NOW).files[0]
    assert first.startswith("in/Orders/ACME/20260301_060000/Example Organization/part-00000-tid-")
    assert preview(data_set(folder_append=()), NOW).files[0].startswith("in/part-00000-tid-")
    assert refusals(data_set(folder_append=("SEGMENT_ID",))) == [("folder_append", "%SEGMENT_ID% is not a macro here")]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (data_set(options={"fileType": "csv"}), [("fileType", "csv does not go with data sets")]),
        (
            data_set(mandatory=("_id",), deduplication=("_id",), filename="people"),
            [
                ("mandatory", "does not go with data sets"),
                ("deduplication", "does not go with data sets"),
                ("filename", "does not go with data sets"),
            ],
        ),
        (data_set(merge_policy=POLICY), [("merge_policy", "does not go with datasets")]),
        (Rehearsal(folder_append=("DATASET_ID",)), [("folder_append", "is of data sets, not of people")]),
        (Rehearsal(audiences=PARTNERS), [("audiences", "are of a grouped file, and nothing groups them")]),
        (
            Rehearsal(merge_policy=POLICY, settings={"path": "a/%SEGMENT_ID%"}),
            [("path", '"a/%SEGMENT_ID%" names one audience, and the file is of several')],
        ),
    ],
)
def test_what_does_not_go_together(wrong: Rehearsal, expected: list[tuple[str, str]]) -> None:
    """Told before anything is written."""
    assert refusals(wrong) == expected


def test_all_of_it_in_a_file(tmp_path: Path) -> None:
    """The keys of [activation]."""
    (tmp_path / "e.toml").write_text("""
[activation]
of = "people"
merge_policy = { id = "p", name = "P" }
audiences = [{ id = "a", name = "A" }, { id = "b", name = "B", namespace = "CustomerAudienceUpload" }]
enrichment = ["score"]
folder_append = ["DATASET_ID"]
""")
    assert load_rehearsal(tmp_path / "e.toml") == Rehearsal(
        of="people",
        merge_policy=MergePolicy("p", "P"),
        audiences=(Audience("a", "A"), Audience("b", "B", "CustomerAudienceUpload")),
        enrichment=(parse_column("score"),),
        folder_append=("DATASET_ID",),
    )
