"""JSON paths and the places in a text where they stand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportsim.adobe.lint.places import Places
from exportsim.adobe.notes import step
from exportsim.model import Region

TEXT = """{
  "a": { "b": [1, {"c d": "x\\"y\\n\\ud83d\\ude00z"}] },
  "e": null
}
"""


@pytest.mark.parametrize(
    ("path", "region"),
    [
        ("$.e", Region(3, 8, 3, 12)),
        ("$.a", Region(2, 3, 2, 6)),
        ("$.a.b[0]", Region(2, 16, 2, 17)),
        ('$.a.b[1]["c d"]', Region(2, 27, 2, 48)),
        ("$.a.b[1]", Region(2, 19, 2, 20)),
        ("$.a.missing.deeper", Region(2, 3, 2, 6)),
        ("$.missing", Region(1, 1, 1, 2)),
        ("customer data: x", Region(1, 1, 1, 2)),
    ],
)
def test_a_path_has_a_region(path: str, region: Region) -> None:
    """A value its own, an object that of its key, and what is missing that of the nearest thing above."""
    assert Places(TEXT).region(path) == region


@pytest.mark.parametrize(
    ("within", "columns"), [(0, (28, 29)), (1, (29, 31)), (2, (31, 32)), (3, (32, 34)), (4, (34, 46)), (5, (46, 47))]
)
def test_a_character_of_a_string_has_a_region(within: int, columns: tuple[int, int]) -> None:
    """An offset into a string is one into its text, where a character may be written as an escape."""
    assert Places(TEXT).region('$.a.b[1]["c d"]', within) == Region(2, columns[0], 2, columns[1])


@pytest.mark.parametrize("text", ['[{"a": 1}]', '{"items": [{"a": 1}]}'])
def test_a_list_of_one_is_looked_into(text: str) -> None:
    """As the authoring API answers: the paths are those of the object inside."""
    region = Places(text).region("$.a")
    assert text[region.column - 1 : region.end_column - 1] == "1"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def leaves(node: Any, path: str = "$") -> list[tuple[str, Any]]:
    if isinstance(node, dict):
        return [leaf for key, inner in node.items() for leaf in leaves(inner, step(path, key))]
    if isinstance(node, list):
        return [leaf for index, inner in enumerate(node) for leaf in leaves(inner, f"{path}[{index}]")]
    return [(path, node)]


@settings(deadline=None)
@given(
    document=st.dictionaries(st.text(max_size=5), VALUES, max_size=3),
    indent=st.sampled_from([None, 1]),
    ascii_=st.booleans(),
)
def test_every_value_is_where_its_path_says(document: dict[str, Any], indent: int | None, ascii_: bool) -> None:
    """Cut out of the text by its region, each value is itself again."""
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_)
    lines, places = text.split("\n"), Places(text)
    for path, value in leaves(document):
        region = places.region(path)
        assert region.line == region.end_line
        assert json.loads(lines[region.line - 1][region.column - 1 : region.end_column - 1]) == value
