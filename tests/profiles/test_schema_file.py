from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from exportsim.errors import ConfigurationError
from exportsim.model import Column
from exportsim.profiles import DEFAULT_COLUMNS, default_columns, known_paths
from exportsim.profiles.kinds import DISTRIBUTIONS
from exportsim.profiles.schema_file import load
from exportsim.profiles.spec import build
from exportsim.profiles.spec_kinds import KINDS
from exportsim.profiles.window import Window

Make = Callable[..., pa.Table]
SAMPLE = Path(__file__).parents[2] / "samples" / "profiles" / "schema.toml"
NOW = datetime(2026, 3, 4, 5, 6, 7, 890123, tzinfo=UTC)


def write(folder: Path, document: Any, name: str = "schema.json") -> Path:
    file = folder / name
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return file


def values(options: dict[str, Any], count: int = 5000) -> pa.Array:
    """What a field of these options holds."""
    field = build("x", options, "$")
    assert not isinstance(field, list), field
    return field.values("x", Window(1, 0, count, NOW), in_key=False)


def problems(file: Path) -> list[tuple[str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        load(file)
    return [(problem.where.removeprefix(str(file)), problem.what) for problem in caught.value.problems]


def test_the_sample_describes_its_fields(people: Make) -> None:
    """The schema among the samples makes columns of eight types, beside the built-in ones."""
    paths = [path for path in known_paths(SAMPLE) if path.startswith("_acme")]
    table = people(*paths, "person.name.lastName", schema=SAMPLE)
    assert {field.name: str(field.type) for field in table.schema} == {
        "_acme.tier": "string",
        "_acme.visits": "int64",
        "_acme.basket": "decimal128(18, 2)",
        "_acme.firstOrder": "date32[day]",
        "_acme.lastOrder": "timestamp[us, tz=UTC]",
        "_acme.subscriber": "bool",
        "_acme.voucher": "string",
        "_acme.remark": "string",
        "person.name.lastName": "string",
    }


def test_the_default_columns_are_those_of_the_schema(tmp_path: Path) -> None:
    """With a schema a first export has an id and the schema's fields; headers have no dots or slashes."""
    file = write(tmp_path, {"fields": {"_acme.a": {"kind": "int"}, "identityMap.Phone_E//.164": {"kind": "phone"}}})
    assert default_columns() == DEFAULT_COLUMNS
    assert default_columns(file) == (
        Column("_id", "_id"),
        Column("_acme.a", "_acme_a"),
        Column("identityMap.Phone_E//.164", "identityMap_Phone_E_164"),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_needs_nothing_but_its_name(kind: str) -> None:
    """A kind alone is enough (a choice needs values), nulls come as often as asked, slices fit the whole."""
    options: dict[str, Any] = {"kind": kind, "null_rate": 0.25}
    if kind == "choice":
        options["values"] = ["a", "b"]
    whole = values(options)
    whole.validate(full=True)
    field = build("x", options, "$")
    assert not isinstance(field, list)
    assert (whole.type, len(whole)) == (field.type, 5000)
    assert whole.null_count == pytest.approx(1250, rel=0.1)
    assert field.values("x", Window(1, 4000, 5000, NOW), in_key=False).equals(whole.slice(4000))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "empty_rate" in KINDS[kind].options])
def test_texts_can_be_empty(kind: str) -> None:
    """A third is null, half of the rest is empty."""
    options: dict[str, Any] = {"kind": kind, "null_rate": 1 / 3, "empty_rate": 0.5, "values": ["a"]}
    made = values({name: value for name, value in options.items() if name != "values" or kind == "choice"})
    assert made.null_count == pytest.approx(1667, rel=0.1)
    assert pc.sum(pc.equal(made, "")).as_py() == pytest.approx(1667, rel=0.1)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
@given(bounds=st.tuples(st.integers(-(2**62), 2**62 - 1), st.integers(-(2**62), 2**62 - 1)))
def test_numbers_keep_to_their_bounds(distribution: str, bounds: tuple[int, int]) -> None:
    """Whole and real numbers lie between min and max in every distribution, however wide the range."""
    least, most = sorted(bounds)
    made = values({"kind": "int", "min": least, "max": most, "distribution": distribution}, 200)
    assert least <= pc.min(made).as_py() <= pc.max(made).as_py() <= most
    real = values({"kind": "float", "min": least / 7, "max": most / 7, "distribution": distribution}, 200)
    assert least / 7 <= pc.min(real).as_py() <= pc.max(real).as_py() <= most / 7


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_distributions_have_their_shapes(distribution: str) -> None:
    """Even, a bell, a tail to the right, and ranks: the share in the lower half tells them apart."""
    made = values({"kind": "int", "min": 0, "max": 99, "distribution": distribution}, 50_000).to_numpy()
    counts = np.bincount(made, minlength=100)
    expected = {"uniform": 0.5, "normal": 0.5, "lognormal": 0.996, "zipf": 0.852}[distribution]
    assert (made < 50).mean() == pytest.approx(expected, abs=0.02)
    if distribution == "zipf":
        assert counts[0] / counts[1] == pytest.approx(1.71, rel=0.1)
    if distribution == "normal":
        assert counts[45:55].sum() > 3 * counts[:10].sum()


def test_choices_take_the_type_of_their_values() -> None:
    """Texts, whole numbers, booleans and dates, with weights or evenly."""
    assert values({"kind": "choice", "values": [1, 2], "weights": [3, 0]}, 4).to_pylist() == [1, 1, 1, 1]
    types = [values({"kind": "choice", "values": v}).type for v in (["a"], [True], [1.5], [date(2024, 1, 1)])]
    assert types == [pa.string(), pa.bool_(), pa.float64(), pa.date32()]


def test_sequences_count_and_unique_texts_are_unique() -> None:
    """A sequence numbers the profiles; a unique text of eight letters is enough for all of them."""
    assert values({"kind": "sequence", "min": 100}, 3).to_pylist() == [100, 101, 102]
    texts = values({"kind": "string", "unique": True, "length": [8, 10]}, 300_000)
    assert pc.count_distinct(texts).as_py() == 300_000
    assert set(pc.utf8_length(texts).unique().to_pylist()) == {8, 9, 10}


def test_texts_are_cut_to_their_length() -> None:
    """Characters are counted, not bytes."""
    assert pc.max(pc.utf8_length(values({"kind": "text", "length": 10}))).as_py() == 10
    assert set(pc.utf8_length(values({"kind": "string", "length": 30})).to_pylist()) == {30}


def test_dates_and_times_keep_to_their_bounds_and_never_pass_now() -> None:
    """A range that ends in the future is cut off at now."""
    days = values({"kind": "date", "min": "2026-03-01", "max": "2030-01-01"})
    assert set(days.to_pylist()) == {date(2026, 3, day) for day in (1, 2, 3, 4)}
    times = values({"kind": "timestamp", "min": datetime(2026, 3, 4, tzinfo=UTC)})
    assert datetime(2026, 3, 4, tzinfo=UTC) <= pc.min(times).as_py() < pc.max(times).as_py() <= NOW


@pytest.mark.parametrize("name", ["schema.toml", "schema.yaml", "schema.yml", "schema.json"])
def test_three_languages_say_the_same(name: str, tmp_path: Path, people: Make) -> None:
    """TOML, YAML and JSON with the same options make the same column."""
    options = {"kind": "int", "min": 5, "max": 9}
    document = {"fields": {"a.b": options}}
    toml = "[fields.'a.b']\nkind = 'int'\nmin = 5\nmax = 9\n"
    texts = {".toml": toml, ".json": json.dumps(document)}
    file = write(tmp_path, texts.get(Path(name).suffix, yaml.safe_dump(document)), name)
    assert set(people("a.b", schema=file)[0].to_pylist()) == {5, 6, 7, 8, 9}


def test_a_schema_goes_before_the_built_in_fields(tmp_path: Path, people: Make) -> None:
    """The user's ``notes`` are the user's, and any spelling of a path redefines it."""
    choice = {"kind": "choice", "values": ["mine"]}
    file = write(tmp_path, {"fields": {"notes": choice, "identityMap.Email[0].id": choice}})
    table = people("notes", "identityMap.Email", schema=file)
    assert [set(column.to_pylist()) for column in table.columns] == [{"mine"}, {"mine"}]


def test_personal_kinds_are_those_of_the_same_person(tmp_path: Path, people: Make) -> None:
    """A tenant's own field for the city holds the city of the home address."""
    file = write(tmp_path, {"fields": {"_acme.town": {"kind": "city"}}})
    table = people("_acme.town", "homeAddress.city", schema=file).drop_null()
    assert table[0].equals(table[1])


def test_a_json_schema_describes_fields(tmp_path: Path) -> None:
    """Nested objects become dotted paths, keywords options, hints go before them, lists are left out."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {
            "person": {
                "type": "object",
                "properties": {
                    "age": {"type": "integer", "minimum": 18, "exclusiveMaximum": 20},
                    "score": {"type": "number", "minimum": 0, "maximum": 1},
                    "vip": {"type": "boolean"},
                    "nick": {"type": ["string", "null"], "minLength": 3, "maxLength": 5},
                    "born": {"type": "string", "format": "date"},
                    "seen": {"type": "string", "format": "date-time"},
                    "mail": {"type": "string", "format": "email"},
                    "key": {"type": "string", "format": "uuid"},
                    "colour": {"enum": ["red", "blue", None]},
                    "fixed": {"const": 3},
                    "given": {"type": "string", "pattern": "^A", "x-exportsim": {"kind": "first_name"}},
                    "often": {"type": "integer", "x-exportsim": {"distribution": "zipf", "null_rate": 0.5}},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            }
        },
    }
    fields = load(write(tmp_path, schema))
    window = Window(1, 0, 2000, NOW)
    made = {path.removeprefix("person."): f.values(path, window, in_key=False) for path, f in fields.items()}
    assert {name: str(column.type) for name, column in made.items()} == {
        "age": "int64",
        "score": "double",
        "vip": "bool",
        "nick": "string",
        "born": "date32[day]",
        "seen": "timestamp[us, tz=UTC]",
        "mail": "string",
        "key": "string",
        "colour": "string",
        "fixed": "int64",
        "given": "string",
        "often": "int64",
    }
    assert set(made["age"].to_pylist()) == {18, 19}
    assert set(pc.utf8_length(made["nick"]).to_pylist()) == {3, 4, 5, None}
    assert set(made["colour"].to_pylist()) == {"red", "blue", None}
    assert 0 <= pc.min(made["score"]).as_py() <= pc.max(made["score"]).as_py() <= 1
    assert made["often"].null_count == pytest.approx(1000, rel=0.1)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """Each with the place in the file, and what would be right."""
    fields = {
        "a": {"kind": "integer"},
        "b": {"kind": "int", "min": 9, "max": 3},
        "c": {"kind": "choice", "values": ["x", 1], "weights": [1]},
        "d": {"kind": "choice"},
        "e": {"kind": "text", "lenght": 3, "null_rate": 2},
        "f": {"kind": "date", "min": "yesterday", "distribution": "flat"},
        "g": "int",
        "h": {"kind": "email", "unique": False},
        "i": {"kind": "string", "unique": True, "length": 4},
        "j": {"kind": "choice", "values": [1], "empty_rate": 0.5},
        "k": {"kind": "decimal", "scale": 30},
        "l": {"kind": "choice", "values": ["x"], "weights": [1, 2]},
        "m": {"kind": "int", "min": -(2**63), "max": 2**63 - 1},
        "n": {"kind": "decimal", "max": 10**17},
    }
    assert problems(write(tmp_path, {"fields": fields})) == [
        (": $.fields['a'].kind", "'integer' is no kind of field"),
        (": $.fields['b'].min", "9 is more than max, 3"),
        (": $.fields['c'].values", "['x', 1] is not right"),
        (": $.fields['d'].values", "missing: a choice needs something to choose from"),
        (": $.fields['e'].lenght", "text has no such option"),
        (": $.fields['e'].null_rate", "2 is not right"),
        (": $.fields['f'].min", "'yesterday' is no bound of date"),
        (": $.fields['f'].distribution", "'flat' is not right"),
        (": $.fields['g']", "'int' says nothing of a field"),
        (": $.fields['h'].unique", "email is always unique"),
        (": $.fields['i'].length", "too short for texts that are all different"),
        (": $.fields['j'].empty_rate", "only a text can be empty"),
        (": $.fields['k'].scale", "30 is not right"),
        (": $.fields['l'].weights", "2 of them for 1 values"),
        (": $.fields['m'].max", "the range is wider than 64 bits"),
        (": $.fields['n'].max", "1e+17 has more than 18 digits"),
    ]


def test_a_json_schema_that_cannot_be_followed_says_where(tmp_path: Path) -> None:
    """Keywords that we do not follow are no silent lies; a hint with a kind is the way out."""
    schema = {
        "properties": {
            "a": {"$ref": "#/$defs/a"},
            "b": {"type": "string", "pattern": "^x$"},
            "c": {"type": "colour"},
            "d": 3,
            "e": {"type": "string", "x-exportsim": "city"},
            "f": {"type": "integer", "minimum": "one"},
        }
    }
    assert problems(write(tmp_path, schema)) == [
        (": $.properties['a'].$ref", "this keyword cannot be followed"),
        (": $.properties['b'].pattern", "this keyword cannot be followed"),
        (": $.properties['c'].kind", "'colour' is no kind of field"),
        (": $.properties['d']", "3 is no schema"),
        (": $.properties['e'].x-exportsim", "'city' has no options"),
        (": $.properties['f'].min", "'one' is no bound of int"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "where", "what"),
    [
        ("s.json", '{"fields": {\n  "a" 1}}', ":2:7", "no JSON: Expecting ':' delimiter"),
        ("s.yaml", "fields:\n  a: [1\n", ":3:1", "no YAML: expected ',' or ']', but got '<stream end>'"),
        ("s.toml", "fields = \n", "", "no TOML: Invalid value (at line 1, column 10)"),
        ("s.ini", "fields", "", "'.ini' is no schema file"),
        ("s.json", "[]", ": $", "neither fields nor properties"),
        ("s.yaml", "fields: 3", ": $.fields", "not an object"),
        ("s.json", '{"properties": 3}', ": $.properties", "an object of properties is missing"),
    ],
)
def test_a_broken_file_says_where(name: str, text: str, where: str, what: str, tmp_path: Path) -> None:
    """Line and column as far as the language's parser tells them."""
    assert problems(write(tmp_path, text, name)) == [(where, what)]


def test_a_missing_file_is_a_configuration_error(tmp_path: Path) -> None:
    """The text names the file."""
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml: cannot be read"):
        load(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "int", "min": -(2**63)},
        {"kind": "int", "min": 2**63 - 1},
        {"kind": "int", "max": -(2**63)},
        {"kind": "int", "min": 0, "max": 2**63 - 1},
        {"kind": "decimal", "scale": 12, "min": 999_999.5},
        {"kind": "decimal", "scale": 0, "max": -5},
        {"kind": "sequence", "min": 2**53 - 1},
        {"kind": "float", "min": -9e299, "max": 9e299},
        {"kind": "date", "min": "9999-12-31"},
        {"kind": "timestamp", "min": "0001-01-01"},
    ],
)
def test_the_ends_of_the_number_line_can_be_reached(options: dict[str, Any]) -> None:
    """Bounds as wide as a column can hold make valid values within them."""
    made = values(options, 1000)
    made.validate(full=True)
    if options["kind"] == "int":
        least, most = (options.get(name, default) for name, default in (("min", -(2**63)), ("max", 2**63 - 1)))
        assert least <= pc.min(made).as_py() <= pc.max(made).as_py() <= most


@pytest.mark.parametrize(
    ("options", "at"),
    [
        ({"kind": "choice", "values": [2**70]}, "values"),
        ({"kind": "choice", "values": ["\ud800"]}, "values"),
        ({"kind": "choice", "values": ["a"], "weights": [float("inf")]}, "weights"),
        ({"kind": "timestamp", "max": "0001-01-01T00:00:00+05:00"}, "max"),
        ({"kind": "sequence", "min": 2**60}, "min"),
    ],
)
def test_what_no_column_can_hold_is_refused(options: dict[str, Any], at: str) -> None:
    """Numbers of more than 64 bits, broken Unicode, endless weights, times before the calendar."""
    found = build("x", options, "$")
    assert isinstance(found, list)
    assert [problem.where for problem in found] == [f"$.{at}"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
option_names = st.sampled_from(
    [
        "kind",
        "min",
        "max",
        "null_rate",
        "empty_rate",
        "values",
        "weights",
        "length",
        "unique",
        "scale",
        "type",
    ]
)
option_values = json_values | st.sampled_from([*KINDS, 0, 1, 0.5, [1, 2], ["a", "b"]])


@given(st.dictionaries(option_names, option_values))
def test_any_options_make_a_field_or_a_list_of_problems(options: dict[str, Any]) -> None:
    """Nothing that a file can hold leads to another exception, and what is accepted can be made."""
    field = build("x", options, "$")
    if isinstance(field, list):
        assert field
    else:
        made = field.values("x", Window(1, 0, 20, NOW), in_key=False)
        assert (len(made), made.type) == (20, field.type)


keywords = st.sampled_from(
    [
        "type",
        "format",
        "enum",
        "const",
        "minimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "x-exportsim",
    ]
)
keyword_values = json_values | st.sampled_from(["integer", "number", "string", "date", ["string", "null"]])


@given(st.dictionaries(st.sampled_from("ab"), st.dictionaries(keywords, keyword_values)))
def test_any_json_schema_is_read_or_refused(properties: dict[str, Any]) -> None:
    """The keywords of a leaf may hold anything: the outcome is fields or problems."""
    from exportsim.profiles.json_schema import entries

    for entry in entries({"properties": properties}, "$"):
        if isinstance(entry, tuple):
            build(*entry)
