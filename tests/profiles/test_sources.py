from __future__ import annotations

import gzip
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exportsim.errors import ConfigurationError
from exportsim.model import Activation, Audience, Column, Rows
from exportsim.profiles import EDGE_CASES, from_file
from exportsim.profiles.json_file import SAMPLE
from exportsim.profiles.synthetic import SLICE_ROWS

SAMPLES = Path(__file__).parents[2] / "samples" / "profiles"
NESTED: list[dict[str, Any]] = [
    {
        "_id": "1",
        "person": {"name": {"firstName": "Ada"}, "birthDate": "1985-12-10"},
        "identityMap": {"Email": [{"id": "ada@example.com"}, {"id": "countess@example.org"}]},
        "segmentMembership": {"ups": {"a-1": {"status": "realized"}}},
        "points": 7,
        "ratio": 1,
        "vip": True,
    },
    {"_id": "2", "person": None, "identityMap": {"Email": [], "ECID": []}, "points": None, "ratio": 0.5},
    {
        "_id": "3",
        "person": {"name": {"firstName": ""}},
        "identityMap": {"Email": [{"id": "x"}]},
        "vip": False,
    },
]
PATHS = (
    "_id",
    "person.name.firstName",
    "person.birthDate",
    "identityMap.Email",
    "identityMap.Email[1].id",
    "segmentMembership.seg_namespace.seg_id.status",
    "points",
    "ratio",
    "vip",
)
EXPECTED = {
    "_id": ["1", "2", "3"],
    "person.name.firstName": ["Ada", None, ""],
    "person.birthDate": ["1985-12-10", None, None],
    "identityMap.Email": ["ada@example.com", None, "x"],
    "identityMap.Email[1].id": ["countess@example.org", None, None],
    "segmentMembership.seg_namespace.seg_id.status": ["realized", None, None],
    "points": [7, None, None],
    "ratio": [1.0, 0.5, None],
    "vip": [True, None, False],
}


def mapped(*paths: str) -> Activation:
    return Activation(Audience("a-1", "A"), tuple(Column(path, path) for path in paths), ())


def read(path: Path, *paths: str) -> dict[str, list[Any]]:
    rows = from_file(mapped(*paths), path)
    table = pa.Table.from_batches([part.columns for part in rows.slices], schema=rows.schema)
    table.validate(full=True)
    result: dict[str, list[Any]] = table.to_pydict()
    return result


def problems(path: Path, *paths: str) -> list[tuple[str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        read(path, *paths)
    return [(problem.where.replace(str(path), "F"), problem.what) for problem in caught.value.problems]


def lines(path: Path, profiles: list[Any]) -> Path:
    path.write_text("".join(json.dumps(profile) + "\n" for profile in profiles), encoding="utf-8")
    return path


def test_json_lines_and_arrays_say_the_same(tmp_path: Path) -> None:
    """One profile a line, an array as an API prints it, in one line or many: the values are the same."""
    forms = {
        "a.jsonl": "".join(json.dumps(profile) + "\n" for profile in NESTED),
        "b.ndjson": "\n\n".join(json.dumps(profile) for profile in NESTED),
        "c.json": json.dumps(NESTED),
        "d.json": "\ufeff\n  " + json.dumps(NESTED, indent=2) + "\n",
    }
    for name, text in forms.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert read(tmp_path / name, *PATHS) == EXPECTED, name


def test_types_are_those_of_json(tmp_path: Path) -> None:
    """Dates stay texts; a column of whole and other numbers holds doubles; what is always null is text."""
    profile = {
        "a": "2024-01-01",
        "b": "2024-01-01T00:00:00Z",
        "c": 1,
        "d": 1,
        "e": True,
        "f": None,
        "g": 2**70,
    }
    path = lines(tmp_path / "p.jsonl", [profile, {"d": 1.5}])
    schema = from_file(mapped(*"abcdefg"), path).schema
    assert [str(field.type) for field in schema] == [
        "string",
        "string",
        "int64",
        "double",
        "bool",
        "string",
        "double",
    ]


def test_compressed_files_are_unpacked(tmp_path: Path) -> None:
    """The end of the name tells."""
    (tmp_path / "p.jsonl.gz").write_bytes(gzip.compress(b'{"_id": "1"}\n'))
    (tmp_path / "p.csv.gz").write_bytes(gzip.compress(b"_id\n1\n"))
    for name in ("p.jsonl.gz", "p.csv.gz"):
        assert read(tmp_path / name, "_id") == {"_id": ["1"]}


def test_flat_keys_and_headers_are_found(tmp_path: Path) -> None:
    """A file may name its columns by path, by path with underscores, or by the header of the export."""
    columns = (Column("person.name.firstName", "First"), Column("loyalty.tier", "Tier"), Column("_id", "Key"))
    activation = Activation(Audience("a", "A"), columns, ())
    table = pa.table({"person.name.firstName": ["Ada"], "loyalty_tier": ["gold"], "Key": ["1"]})
    pq.write_table(table, tmp_path / "p.parquet")
    pc.write_csv(table, tmp_path / "p.csv")
    lines(tmp_path / "p.jsonl", table.to_pylist())
    for name in ("p.parquet", "p.csv", "p.jsonl"):
        (part,) = from_file(activation, tmp_path / name).slices
        assert part.columns.to_pylist() == [{"First": "Ada", "Tier": "gold", "Key": "1"}]


def test_parquet_may_be_nested(tmp_path: Path) -> None:
    """Structs, lists and maps are walked through; the total is known."""
    status = pa.map_(pa.string(), pa.struct([("status", pa.string())]))
    schema = pa.schema(
        [
            ("_id", pa.large_string()),
            (
                "person",
                pa.struct([("name", pa.struct([("firstName", pa.string())])), ("birthDate", pa.string())]),
            ),
            ("identityMap", pa.map_(pa.string(), pa.list_(pa.struct([("id", pa.string())])))),
            ("segmentMembership", pa.map_(pa.string(), status)),
            ("points", pa.int32()),
            ("ratio", pa.float64()),
            ("vip", pa.bool_()),
        ]
    )
    profiles = [dict(profile) for profile in NESTED]
    for profile in profiles:
        profile["identityMap"] = list(profile["identityMap"].items())
        audiences = profile.pop("segmentMembership", {})
        profile["segmentMembership"] = [(name, list(members.items())) for name, members in audiences.items()]
    pq.write_table(pa.Table.from_pylist(profiles, schema=schema), tmp_path / "p.parquet")
    assert read(tmp_path / "p.parquet", *PATHS) == EXPECTED
    assert from_file(mapped("_id"), tmp_path / "p.parquet").total == 3


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    """Amounts and dates stay what they are, timestamps come in microseconds, dictionaries as their values."""
    table = pa.table(
        {
            "amount": pa.array([Decimal("1.50")], pa.decimal128(9, 2)),
            "day": pa.array([1], pa.date32()),
            "time": pa.array([1_000], pa.timestamp("ns", "UTC")),
            "word": pa.array(["a"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "p.parquet")
    schema = from_file(mapped(*table.column_names), tmp_path / "p.parquet").schema
    types = ["decimal128(9, 2)", "date32[day]", "timestamp[us, tz=UTC]", "string"]
    assert [str(field.type) for field in schema] == types


def test_csv_values_are_texts(tmp_path: Path) -> None:
    """Leading zeros stay, nothing is null, two quotes are empty, line breaks live inside quotes."""
    (tmp_path / "p.csv").write_text('\ufeffzip,note\n00420,"a,\n""b"""\n,""\n', encoding="utf-8")
    (tmp_path / "p.tsv").write_text("zip\tnote\n00420\ta,b\n", encoding="utf-8")
    assert read(tmp_path / "p.csv", "zip", "note") == {"zip": ["00420", None], "note": ['a,\n"b"', ""]}
    assert read(tmp_path / "p.tsv", "zip", "note") == {"zip": ["00420"], "note": ["a,b"]}


def test_the_sample_profiles_can_be_mapped() -> None:
    """The ten profiles among the samples have names, identities and memberships in the platform's shape."""
    audience = Audience("11111111-2222-4333-8444-555555555555", "A")
    paths = ("identityMap.crmid", "person.name.firstName", "segmentMembership.seg_namespace.seg_id.status")
    activation = Activation(audience, tuple(Column(path, path) for path in paths), (paths[0],))
    (part,) = from_file(activation, SAMPLES / "people.jsonl").slices
    assert [column.null_count for column in part.columns.columns] == [0, 0, 0]
    assert len(part.columns) == len(set(part.columns[0].to_pylist())) == 10


def test_slices_have_their_size_whatever_the_batches(tmp_path: Path) -> None:
    """A file of many small groups of rows comes in slices of 65 536, in its order."""
    count = 2 * SLICE_ROWS + 5
    pq.write_table(pa.table({"n": range(count)}), tmp_path / "p.parquet", row_group_size=10_000)
    parts = [part.columns for part in from_file(mapped("n"), tmp_path / "p.parquet").slices]
    assert [len(part) for part in parts] == [SLICE_ROWS, SLICE_ROWS, 5]
    assert pa.Table.from_batches(parts)["n"].to_pylist() == list(range(count))


def test_edge_cases_are_sown_by_seed_and_row(tmp_path: Path) -> None:
    """In a file's texts, not in its key; the same seed hits the same cells."""
    path = lines(tmp_path / "p.jsonl", [{"id": str(n), "text": "x", "number": n} for n in range(3000)])
    columns = tuple(Column(name, name) for name in ("id", "text", "number"))
    activation = Activation(Audience("a", "A"), columns, ("id",))

    def sown(seed: int) -> Rows:
        return from_file(activation, path, edge_case_share=0.1, seed=seed)

    (first,), (again,), (other,) = (list(sown(seed).slices) for seed in (1, 1, 2))
    assert first.cases and other.cases
    assert first.cases.equals(again.cases) and not first.cases.equals(other.cases)
    assert [first.cases[name].null_count for name in ("id", "number")] == [3000, 3000]
    assert set(first.cases["text"].drop_null().to_pylist()) == {case.id for case in EDGE_CASES}
    assert first.columns["id"].to_pylist() == [str(n) for n in range(3000)]


def test_an_unknown_path_names_its_neighbours(tmp_path: Path) -> None:
    """Every path that nobody has is told, with the nearest that somebody has."""
    lines(tmp_path / "p.jsonl", NESTED)
    (tmp_path / "p.csv").write_text("firstName,lastName\n", encoding="utf-8")
    pq.write_table(pa.Table.from_pylist([{"person": {"name": {"firstName": "x"}}}]), tmp_path / "p.parquet")
    for name, near in (
        ("p.jsonl", "person.name.firstName"),
        ("p.csv", "firstName"),
        ("p.parquet", "person.name.firstName"),
    ):
        with pytest.raises(ConfigurationError) as caught:
            read(tmp_path / name, "person.name.firstname", "zzz")
        assert [problem.where for problem in caught.value.problems] == [
            "column 'person.name.firstname'",
            "column 'zzz'",
        ]
        assert near in caught.value.problems[0].allowed


def test_an_object_is_no_cell(tmp_path: Path) -> None:
    """A mapping to a whole object or list says what could be mapped instead."""
    lines(tmp_path / "p.jsonl", NESTED)
    pq.write_table(pa.Table.from_pylist([{"person": {"name": {"firstName": "x"}}}]), tmp_path / "p.parquet")
    expected = [("column 'person.name'", "'person.name' is no single value")]
    assert problems(tmp_path / "p.jsonl", "person.name") == expected
    assert problems(tmp_path / "p.parquet", "person.name") == expected


@pytest.mark.parametrize(
    ("name", "text", "where", "what"),
    [
        ("p.jsonl", b'{"a": 1}\n{"a": 2}\n{"a": ', "F:3:7", "no JSON: Expecting value"),
        ("p.jsonl", b'{"a": 1}\n{"a": 2\n{"a": 3}\n', "F:2:8", "no JSON: Expecting ',' delimiter"),
        ("p.jsonl", b'{"a": 1}\n\n[1]\n', "F:3", "[1] is no profile"),
        ("p.jsonl", b'{"a": 1}\n{"a": "x"}\n', "F:2", "'a' is a text, before it was a number"),
        ("p.jsonl", b'{"a": "x"}\n{"a": {"b": 1}}\n', "F:2", "'a' is an object, before it was a text"),
        ("p.jsonl", b'{"a": "x"}\n{"a": "\xff"}\n', "F:2:8", "byte 0xFF is no UTF-8"),
        ("p.jsonl", b"", "F", "no profile in it"),
        ("p.json", b"[]", "F", "no profile in it"),
        ("p.json", b'[\n {"a": 1},\n {"a": }\n]', "F:3:8", "no JSON: Expecting value"),
        ("p.json", b'[{"a": 1}\n {"a": 2}]', "F:1:10", "no JSON: Expecting ',' delimiter"),
        ("p.json", b'[\n{"a": 1},\n{"a"', "F:3:5", "no JSON: Expecting ':' delimiter"),
        ("p.json", b"[\n3]", "F:2", "3 is no profile"),
        ("p.csv", b"", "F:1", "no header"),
        ("p.csv", b'a,b\n1,"x\ny"\n\n3\n', "F:5", "1 values where the header has 2"),
        ("p.csv", b"a,b\n1,2\n\xff,2\n", "F:3:1", "byte 0xFF is no UTF-8"),
        ("p.csv", b"a,a\n1,2\n", "F:1", "'a' stands 2 times in the header"),
        ("p.xlsx", b"", "F", "no kind of file that profiles are read from"),
    ],
)
def test_a_broken_file_says_where(name: str, text: bytes, where: str, what: str, tmp_path: Path) -> None:
    """File, line and, where a single character is at fault, column."""
    (tmp_path / name).write_bytes(text)
    assert problems(tmp_path / name, "a") == [(where, what)]


def test_a_broken_parquet_file_is_a_configuration_error(tmp_path: Path) -> None:
    """A file that is no Parquet, one that is cut off, and one that is not there."""
    (tmp_path / "no.parquet").write_bytes(b"no")
    for name in ("no.parquet", "missing.parquet", "missing.jsonl", "missing.csv"):
        ((where, _),) = problems(tmp_path / name, "a")
        assert where == "F"


def test_a_fault_far_down_has_its_line(tmp_path: Path) -> None:
    """What the first profiles do not show is found while reading, and told with its line."""
    many: list[Any] = [{"a": n, "b": "x"} for n in range(SAMPLE + 50)]
    late_number = lines(tmp_path / "n.jsonl", [*many, {"a": 1.5}])
    late_text = lines(tmp_path / "t.jsonl", [*many, {"a": "x"}])
    cut = lines(tmp_path / "c.jsonl", many)
    cut.write_text(cut.read_text(encoding="utf-8")[:-4], encoding="utf-8")
    line = SAMPLE + 51
    assert problems(late_number, "a") == [
        (f"F:{line}", f"'a' is a number here, in the first {SAMPLE} profiles it was not"),
    ]
    assert problems(late_text, "a") == [(f"F:{line}", "'a' is a text, before it was a number")]
    ((where, what),) = problems(cut, "a")
    assert (where.split(":")[1], what.split(":")[0]) == (str(line - 1), "no JSON")


def test_a_path_that_only_the_last_profile_has_is_found(tmp_path: Path) -> None:
    """The sample is widened until every mapped path was met."""
    path = lines(tmp_path / "p.jsonl", [*({"a": 1} for _ in range(SAMPLE + 10)), {"b": {"c": "late"}}])
    assert read(path, "b.c")["b.c"][-2:] == [None, "late"]


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
leaf = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | texts


@given(st.lists(st.fixed_dictionaries({}, optional={"t": texts, "n": st.integers(-(2**31), 2**31)}), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_profiles_come_back_from_lines_and_arrays(tmp_path: Path, profiles: list[dict[str, Any]]) -> None:
    """Whatever texts and numbers stand in a JSON file, the rows hold exactly them, in both forms."""
    profiles = [{"t": "", "n": 0}, *profiles]
    expected = {name: [profile.get(name) for profile in profiles] for name in ("t", "n")}
    for form in ("p.jsonl", "p.json"):
        path = tmp_path / form
        if form == "p.json":
            path.write_text(json.dumps(profiles, ensure_ascii=False), encoding="utf-8", newline="")
        else:
            body = "".join(json.dumps(profile, ensure_ascii=False) + "\n" for profile in profiles)
            path.write_text(body, encoding="utf-8", newline="")
        assert read(path, "t", "n") == expected
