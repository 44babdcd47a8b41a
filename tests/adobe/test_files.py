"""Reading a destination server and customer data from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from exportsim.adobe import Server, load_customer_data, load_server
from exportsim.errors import ConfigurationError, Problem


def problems(caught: pytest.ExceptionInfo[ConfigurationError]) -> tuple[Problem, ...]:
    return caught.value.problems


def test_a_server_is_kept_as_it_is_written(tmp_path: Path) -> None:
    """Loading looks at nothing but the JSON; a byte order mark in front of it is no fault."""
    path = tmp_path / "server.json"
    path.write_bytes(b'\xef\xbb\xbf{"name": "caf\xc3\xa9", "unheard": [1]}')
    assert load_server(path) == Server("server.json", {"name": "café", "unheard": [1]})


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (b'{"a": 1,\n "b" 2}', "server.json: line 2, column 6", "is not JSON: expecting ':' delimiter"),
        (b"", "server.json: line 1, column 1", "is not JSON: expecting value"),
        (b"[]", "server.json: $", "is a list"),
        (b'"text"', "server.json: $", 'is the string "text"'),
        (b"null", "server.json: $", "is null"),
        (b"{\xff}", "server.json", "is not UTF-8 text: byte 2 fits no character"),
        (b'{"a": NaN}', "server.json", "is not JSON: NaN is no JSON value"),
        (b"[" * 100_000, "server.json", "is nested too deeply to be read"),
        (b'{"a": "\\ud800"}', "server.json", "holds half of a surrogate pair, which no file can hold"),
    ],
)
def test_what_is_no_json_object_is_refused_with_its_place(
    tmp_path: Path, content: bytes, where: str, what: str
) -> None:
    """A file that is not JSON is refused with line and column, other JSON than an object with what it is."""
    path = tmp_path / "server.json"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        load_server(path)
    assert [(problem.where, problem.what) for problem in problems(caught)] == [(where, what)]


def test_a_file_that_is_not_there_is_refused_with_its_path(tmp_path: Path) -> None:
    """A path that cannot be read is named whole, so that the slip in it can be seen."""
    with pytest.raises(ConfigurationError) as caught:
        load_server(tmp_path / "gone.json")
    assert problems(caught) == (Problem(str(tmp_path / "gone.json"), "cannot be read: No such file or directory"),)


def test_customer_data_is_text(tmp_path: Path) -> None:
    """Numbers and booleans become the text JSON writes them with; groups go one level deep."""
    path = tmp_path / "customer.json"
    path.write_text('{"bucket": "b", "port": 22, "share": 1.5, "on": true, "csvOptions": {"quote": "", "all": false}}')
    assert load_customer_data(path) == {
        "bucket": "b",
        "port": "22",
        "share": "1.5",
        "on": "true",
        "csvOptions": {"quote": "", "all": "false"},
    }


def test_values_are_laid_over_those_of_the_file(tmp_path: Path) -> None:
    """A value given apart wins over the file's, also inside a group; without a file it is all there is."""
    path = tmp_path / "customer.json"
    path.write_text('{"bucket": "b", "csvOptions": {"quote": "q", "escape": "e"}, "path": "p"}')
    over = {"bucket": "c", "csvOptions.quote": "'", "path.x": "y"}
    assert load_customer_data(path, over=over) == {
        "bucket": "c",
        "csvOptions": {"quote": "'", "escape": "e"},
        "path": {"x": "y"},
    }
    assert load_customer_data(None, over={"bucket": "c"}) == {"bucket": "c"}
    assert load_customer_data(None) == {}


def test_every_fault_of_customer_data_is_told_at_once(tmp_path: Path) -> None:
    """Nulls, lists and groups within groups are refused, each with its path."""
    path = tmp_path / "customer.json"
    path.write_text('{"a": null, "b b": [1], "c": {"d": {"e": "f"}, "g": null}}')
    with pytest.raises(ConfigurationError) as caught:
        load_customer_data(path)
    assert [(problem.where, problem.what) for problem in problems(caught)] == [
        ("customer.json: $.a", "is null"),
        ('customer.json: $["b b"]', "is a list"),
        ("customer.json: $.c.d", "is an object"),
        ("customer.json: $.c.g", "is null"),
    ]
