"""Whatever a user feeds in, the answer is a plan or a list of problems."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportsim.adobe import Server, load_server, resolve
from exportsim.adobe.customer_data import parse_customer_data
from exportsim.errors import ConfigurationError
from exportsim.model import Plan

SAMPLES = Path(__file__).parents[2] / "samples"
SERVER = load_server(SAMPLES / "servers" / "s3.json").document

WORDS = st.sampled_from(["FILE_BASED_S3", "csv", "true", "", "{{customerData.a}}", "{{", "NONE", "../x", "\0", "\n"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | WORDS
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text() | WORDS, inner), max_leaves=8)
OBJECTS = st.dictionaries(st.text(), JSON, max_size=4)


def answer(document: dict[str, Any], data: dict[str, Any], overrides: dict[str, str]) -> Plan | tuple[object, ...]:
    try:
        return resolve(Server("s.json", document), parse_customer_data(data, "c.json"), overrides=overrides)
    except ConfigurationError as error:
        return error.problems


def paths(node: Any) -> list[tuple[str, ...]]:
    if not isinstance(node, dict):
        return []
    return [(key, *rest) for key, value in node.items() for rest in [(), *paths(value)]]


@given(document=OBJECTS, data=OBJECTS, overrides=st.dictionaries(st.text(), st.text(), max_size=2))
def test_any_json_gives_problems(document: dict[str, Any], data: dict[str, Any], overrides: dict[str, str]) -> None:
    """JSON that is no destination server gives at least one problem, and no other error."""
    assert answer(document, data, overrides)


@given(path=st.sampled_from(paths(SERVER)), node=JSON, data=OBJECTS)
def test_a_server_with_anything_in_any_place_gives_a_plan_or_problems(
    path: tuple[str, ...], node: Any, data: dict[str, Any]
) -> None:
    """Whatever stands in one place of a valid server, there is a plan or a list of problems."""
    document = copy.deepcopy(SERVER)
    parent = document
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = node
    given_data = {"bucket": "b", "path": "p", "compression": "none", **data}
    assert answer(document, given_data, {})


@given(
    value=st.text() | WORDS,
    strategy=st.sampled_from(["NONE", "PEBBLE_V1"]),
    path=st.sampled_from(paths(SERVER)),
)
def test_any_text_as_a_templated_value_gives_a_plan_or_problems(
    value: str, strategy: str, path: tuple[str, ...]
) -> None:
    """Whatever text stands in a templated value, there is a plan or a list of problems."""
    document = copy.deepcopy(SERVER)
    parent = document
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = {"templatingStrategy": strategy, "value": value}
    assert answer(document, {"bucket": "b", "path": value, "compression": "none"}, {})


@pytest.mark.parametrize("server", sorted((SAMPLES / "servers").glob("*.json")), ids=lambda path: path.stem)
def test_a_sample_resolves_without_a_warning(server: Path) -> None:
    """Every bundled server resolves with the customer data of the same name, and nothing in it is odd."""
    data = json.loads((SAMPLES / "customer-data" / server.name).read_text())
    plan = resolve(load_server(server), parse_customer_data(data, server.name))
    assert plan.warnings == ()
