"""JSON as people paste it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportsim.adobe import Server, load_server
from exportsim.adobe.pasted import parse_pasted, read_pasted
from exportsim.errors import ConfigurationError

PUBLISHED = Path(__file__).parent / "published"


@pytest.mark.parametrize(
    ("pasted", "original", "remarks"),
    [
        ("s3-predefined-server", "s3-predefined/server", ["is a curl command; the JSON in it is read"]),
        ("blob-custom-destination", "blob-custom/destination", ["is a curl command; the JSON in it is read"]),
        ("datasets-server", "datasets/server", ["is a curl command; the JSON in it is read"]),
        (
            "formatting-options-server",
            "formatting-options/server",
            [
                "is a curl command; the JSON in it is read",
                "begins with two braces; the first is left out",
            ],
        ),
    ],
)
def test_what_is_pasted_from_a_guide_says_what_the_guide_says(pasted: str, original: str, remarks: list[str]) -> None:
    """Out of a curl command comes the JSON that it sends, quotes as before the shell, and a remark for each mend."""
    file = f"{pasted}.txt"
    document, said = read_pasted(PUBLISHED / "pasted" / file)
    assert document == read_pasted(PUBLISHED / f"{original}.json")[0]
    assert said == tuple(f"{file}: {remark}" for remark in remarks)


def test_a_comma_on_the_wrong_line_is_put_right() -> None:
    """The reference page's list of regions, with a comma missing and one too many, has two regions."""
    document, remarks = read_pasted(PUBLISHED / "pasted" / "region-fields.txt")
    assert document["customerDataFields"][1]["enum"] == ["EU", "US"]
    assert remarks == (
        "region-fields.txt: line 15: a comma is missing and is read as if it stood there",
        "region-fields.txt: line 16: a comma that nothing follows is left out",
        "region-fields.txt: is a piece of an object and is read as one that has nothing else",
    )


def test_comments_are_left_out() -> None:
    """What follows two slashes is no JSON, unless it stands in a string."""
    document, remarks = read_pasted(PUBLISHED / "pasted" / "required-mappings.txt")
    assert [mapping["destination"] for mapping in document["schemaConfig"]["requiredMappings"]] == [
        "identityMap.ExamplePartner_ID",
        "personalEmail.address",
    ]
    assert remarks[0].endswith("has comments, which JSON does not know; they are left out")
    assert parse_pasted('{"a": "https://x", // b\n "c": 1}', "f")[0] == {"a": "https://x", "c": 1}


@pytest.mark.parametrize("text", ['{"items": [{"name": "one"}]}', '[{"name": "one"}]'])
def test_the_only_object_of_a_list_is_read(text: str) -> None:
    """What the authoring API answers is a list, bare or under ``items``; its one object is meant."""
    assert parse_pasted(text, "f") == ({"name": "one"}, ("f: is a list of one; the object in it is read",))


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ('{"a": [...]}', "f: line 1, column 8", "is not JSON: expecting value"),
        ("curl -d '\n{\"a\":\n}'", "f: line 3, column 1", "is not JSON: expecting value"),
        ('[{"a": 1}, {"b": 2}]', "f: $", "is a list"),
        ('{"a": 1 "b": 2}', "f: line 1, column 9", "is not JSON: expecting ',' delimiter"),
        ("", "f: line 1, column 1", "is not JSON: expecting value"),
    ],
)
def test_what_cannot_be_mended_is_refused_with_its_place(text: str, where: str, what: str) -> None:
    """Where the meaning is not plain nothing is guessed; line and column are those of the file."""
    with pytest.raises(ConfigurationError) as caught:
        parse_pasted(text, "f")
    assert [(problem.where, problem.what) for problem in caught.value.problems] == [(where, what)]


def test_a_remark_goes_with_the_server(tmp_path: Path) -> None:
    """A server that had to be mended says so in the plan's warnings."""
    path = tmp_path / "server.json"
    path.write_text('{"name": "x",}')
    remark = "server.json: line 1: a comma that nothing follows is left out"
    assert load_server(path) == Server("server.json", {"name": "x"}, (remark,))


PIECES = st.sampled_from(
    ["{", "}", "[", "]", ",", ":", '"', "\\", "//", "\n", "1", "true", '"a"', "curl -d '", "'", "```"]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join))
def test_any_text_is_an_object_or_a_problem(text: str) -> None:
    """Whatever is pasted, there is an object or one problem, and never another error."""
    try:
        document: Any = parse_pasted(text, "f")[0]
        assert isinstance(document, dict)
    except ConfigurationError as error:
        assert len(error.problems) == 1
