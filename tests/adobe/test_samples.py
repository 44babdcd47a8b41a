"""The bundled examples: a server, a destination and what a customer fills in, for every kind of place."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportsim.adobe import Destination, Server, load_customer_data, load_destination, load_server, resolve
from exportsim.adobe.customer_data import parse_customer_data
from exportsim.adobe.destination import read_offer
from exportsim.errors import ConfigurationError
from exportsim.model import Plan

SAMPLES = Path(__file__).parents[2] / "samples"
PUBLISHED = Path(__file__).parent / "published"
NAMES = sorted(path.stem for path in (SAMPLES / "destinations").glob("*.json"))
KINDS = ("s3", "sftp", "azure-blob", "adls-gen2", "data-landing-zone", "google-cloud-storage")


def test_every_kind_has_predefined_and_configured_formatting() -> None:
    """For each of the six kinds there is a server that fixes the formatting, and one that lets a customer choose."""
    assert {f"{kind}{way}" for kind in KINDS for way in ("", "-predefined", "-configured")} <= set(NAMES)
    for folder in ("servers", "customer-data"):
        assert sorted(path.stem for path in (SAMPLES / folder).glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_pair_resolves_and_nothing_in_it_is_odd(name: str) -> None:
    """Server, destination and customer data of one name fit together without a warning."""
    file = f"{name}.json"
    data = load_customer_data(SAMPLES / "customer-data" / file)
    destination = load_destination(SAMPLES / "destinations" / file)
    assert resolve(load_server(SAMPLES / "servers" / file), data, destination=destination).warnings == ()
    assert read_offer(destination).warnings == ()


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("-configured")])
def test_what_a_customer_leaves_out_comes_from_the_form(name: str) -> None:
    """With the required values alone the defaults of the form give the same plan, but for the separator."""
    file = f"{name}.json"
    server, destination = load_server(SAMPLES / "servers" / file), load_destination(SAMPLES / "destinations" / file)
    whole = load_customer_data(SAMPLES / "customer-data" / file)
    required = [field.name for field in read_offer(destination).fields if field.required]
    plan = resolve(server, {name: whole[name] for name in required} | {"sep": "|"}, destination=destination)
    assert plan == resolve(server, whole, destination=destination)


GUIDES = PUBLISHED.glob("*/destination.json")
TRIPLES = [
    *([SAMPLES / folder / f"{name}.json" for folder in ("servers", "destinations", "customer-data")] for name in NAMES),
    *(
        [path.with_name("server.json"), path, path.with_name("customer.json")]
        for path in PUBLISHED.glob("*/dest*.json")
    ),
]
DOCUMENTS = [[json.loads(path.read_text()) for path in triple] for triple in sorted(TRIPLES)]
OTHER = [None, True, 0, -1, 2.5, "", "x", "{{customerData.path}}", "{% if", "\0", [], {}, ["x"], {"x": {}}]
NOTHING = object()


def places(node: Any) -> Iterator[tuple[str | int, ...]]:
    """Every place in a document, by the keys and indices that lead to it."""
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in steps:
        yield (key,)
        yield from ((key, *rest) for rest in places(inner))


def changed(document: Any, place: tuple[str | int, ...], value: Any) -> Any:
    """A copy of a document with another value in one place, or with the place gone."""
    document = copy.deepcopy(document)
    parent = document
    for key in place[:-1]:
        parent = parent[key]
    if value is NOTHING:
        del parent[place[-1]]
    else:
        parent[place[-1]] = value
    return document


@settings(max_examples=300)
@given(st.data())
def test_whatever_is_changed_in_an_example_there_is_a_plan_or_a_problem(draw: st.DataObject) -> None:
    """A key dropped, a type swapped, in any place of any example: a plan or a list of problems, nothing else."""
    documents = list(draw.draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw.draw(st.integers(1, 3))):
        which = draw.draw(st.integers(0, 2))
        place = draw.draw(st.sampled_from([*places(documents[which])] or [()]))
        if place:
            documents[which] = changed(documents[which], place, draw.draw(st.sampled_from([*OTHER, NOTHING])))
    server, destination = Server("server.json", documents[0]), Destination("destination.json", documents[1])
    try:
        plan = resolve(server, parse_customer_data(documents[2], "customer.json"), destination=destination)
        assert isinstance(plan, Plan)
    except ConfigurationError as error:
        assert error.problems
        assert all(problem.where and problem.what for problem in error.problems)
