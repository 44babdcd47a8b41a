"""Whatever stands in a configuration, there are findings or problems, and no other error."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from adobe.lint.linting import a_destination, a_server
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exportsim.adobe.lint import RULES, lint
from exportsim.errors import ConfigurationError

WORDS = st.sampled_from(
    ["", "\0", "{{customerData.a}}", "{{", "{% if", "%DATETIME%", "DAILY", "NONE", "true", "a|b", "'"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | WORDS, inner, max_size=3),
    max_leaves=6,
)
PAIR = {"server": a_server(), "destination": a_destination()}


def paths(node: Any) -> list[tuple[str | int, ...]]:
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [(key, *rest) for key, value in inner for rest in [(), *paths(value)]]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(paths(PAIR)).filter(lambda path: len(path) > 1), node=JSON)
def test_anything_in_any_place_is_linted(tmp_path: Path, place: tuple[str | int, ...], node: Any) -> None:
    """Every finding has a rule and a region inside its file; a file that is no configuration is a problem."""
    documents: Any = copy.deepcopy(PAIR)
    parent = documents
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = node
    files = [tmp_path / f"{name}.json" for name in documents]
    for file, document in zip(files, documents.values(), strict=True):
        file.write_text(json.dumps(document, indent=1), "utf-8")
    try:
        findings = lint(files).findings
    except ConfigurationError as error:
        assert error.problems
        return
    for finding in findings:
        lines = Path(finding.file).read_text("utf-8").splitlines()
        assert finding.code in RULES
        assert finding.region and 1 <= finding.region.line <= finding.region.end_line <= len(lines)


@pytest.mark.parametrize(
    "text", ["", "[]", "null", '{"fileConfigurations": 1}', '{"destinationServerType": []}', "{" * 50]
)
def test_anything_in_a_file_is_linted(tmp_path: Path, text: str) -> None:
    """What is no configuration at all is a problem, what is half of one has findings."""
    (tmp_path / "a.json").write_text(text, "utf-8")
    try:
        assert lint([tmp_path / "a.json"]).findings
    except ConfigurationError as error:
        assert error.problems
