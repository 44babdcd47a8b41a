"""The same people for the vendor's own test calls."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.running import exportsim

from exportsim.activation import activate
from exportsim.model import Audience, Column
from exportsim.rehearsal import Rehearsal
from exportsim.simulate import choose, samples

NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
AUDIENCE = Audience("11111111-2222-4333-8444-555555555555", "VIP subscribers")

DOCUMENTED: list[dict[str, Any]] = [
    {
        "segmentMembership": {
            "ups": {
                "11111111-2222-4333-8444-555555555555": {
                    "lastQualificationTime": "2024-05-02T09:15:28.211895Z",
                    "status": "realized",
                }
            }
        },
        "personalEmail": {"address": "ada.lovelace@example.com"},
        "identityMap": {"crmid": [{"id": "crmid-P1A7l"}]},
        "person": {"name": {"firstName": "string", "lastName": "string"}},
    }
]
"""The shape that the reference shows."""


def mapped(*sources: str, **more: Any) -> Rehearsal:
    columns = tuple(Column(source, f"c{number}") for number, source in enumerate(sources))
    return Rehearsal(audience=AUDIENCE, columns=columns, key=("c0",), seed=5, now=NOW, **more)


def from_file(tmp_path: Path, profiles: object, *sources: str, **more: Any) -> list[dict[str, Any]]:
    path = tmp_path / "profiles.json"
    path.write_text(json.dumps(profiles))
    return samples(mapped(*sources, profiles=path, **more), 1000, NOW)


def test_a_documented_sample_keeps_its_shape(tmp_path: Path) -> None:
    """What the reference shows comes out as it went in, as far as it is mapped; nothing else does."""
    paths = ("identityMap.crmid", "personalEmail.address", "person.name.firstName", "person.name.lastName")
    assert from_file(tmp_path, DOCUMENTED, *paths) == DOCUMENTED
    (less,) = from_file(tmp_path, DOCUMENTED, "personalEmail.address")
    assert less == {key: DOCUMENTED[0][key] for key in ("segmentMembership", "personalEmail")}


def test_who_is_not_told_to_be_a_member_is_one_since_now(tmp_path: Path) -> None:
    """A file without memberships still has profiles that the vendor's call takes."""
    (profile,) = from_file(tmp_path, [{"personalEmail": {"address": "a@example.com"}}], "personalEmail.address")
    assert profile["segmentMembership"]["ups"][AUDIENCE.id] == {
        "lastQualificationTime": "2026-03-01T06:00:00.000000Z",
        "status": "realized",
    }


def test_all_identities_and_other_audiences_are_there(tmp_path: Path) -> None:
    """An exported namespace shows every identity, a mapped membership in another audience both of its parts."""
    other = {"status": "exited", "lastQualificationTime": "2024-01-02T03:04:05.000006Z"}
    given = {
        "identityMap": {"Email": [{"id": "a@example.com", "primary": True}, {"id": "b@example.com"}]},
        "segmentMembership": {"AAM": {"7": other}},
        "person": {"gender": "female"},
    }
    (profile,) = from_file(tmp_path, [given], "identityMap.Email", "segmentMembership.AAM.7.status")
    assert profile["identityMap"] == {"Email": [{"id": "a@example.com"}, {"id": "b@example.com"}]}
    assert profile["segmentMembership"]["AAM"] == {"7": other}
    assert "person" not in profile


def test_objects_lists_and_what_calculations_need_are_whole(tmp_path: Path) -> None:
    """A calculated column shows what it is calculated from, an object all that is in it, and nulls are left out."""
    given = {
        "id": "1",
        "orders": [{"sku": "x", "n": 2}, {"sku": "y", "n": None}],
        "address": {"city": "Oslo", "zip": None},
        "tags": ["a", "b"],
    }
    (profile,) = from_file(tmp_path, [given], "id", "size_of(orders)", "address", "tags[1]", nested=True)
    assert {key: value for key, value in profile.items() if key != "segmentMembership"} == {
        "id": "1",
        "orders": [{"sku": "x", "n": 2}, {"sku": "y"}],
        "address": {"city": "Oslo"},
        "tags": [{}, "b"],
    }


def test_the_same_people_serve_both_tests(tmp_path: Path) -> None:
    """Exporting the sample profiles gives the rows that exporting the synthetic people gives, edge cases included."""
    sources = ("_id", "personalEmail.address", "person.name.lastName", "loyalty.points", "notes")
    rehearsal = mapped(*sources, edge_cases=0.1, count=50)
    path = tmp_path / "profiles.json"
    path.write_text(json.dumps(samples(rehearsal, 50, NOW)))
    again = replace(rehearsal, profiles=path, edge_cases=0.0)

    def rows(of: Rehearsal) -> list[dict[str, Any]]:
        return [row for piece in choose(of, activate(of)).slices for row in piece.columns.to_pylist()]

    assert rows(again) == rows(rehearsal)


def test_the_command_prints_an_answer_or_a_body(tmp_path: Path) -> None:
    """One profile unless more are asked for: a bare list, or the body of a test request; a thousand at most."""
    told = exportsim("profiles", "--as", "sample-profiles", "--seed", 3, cwd=tmp_path)
    sample = json.loads(told.stdout)
    assert (len(sample), set(sample[0]["segmentMembership"]["ups"])) == (1, {AUDIENCE.id})
    told = exportsim("profiles", "--as", "test-request", "--seed", 3, "--count", 2, cwd=tmp_path)
    body = json.loads(told.stdout)
    assert list(body) == ["profiles"]
    assert [len(body["profiles"]), body["profiles"][0]] == [2, sample[0]]
    told = exportsim("profiles", "--as", "sample-profiles", "--count", 1001, cwd=tmp_path)
    assert (told.returncode, "1 to 1000" in told.stderr) == (2, True)
