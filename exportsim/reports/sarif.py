"""What a linter found as SARIF 2.1.0, which code hosts show on the lines themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from exportsim.model import LintFinding, Region

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(findings: Iterable[LintFinding], version: str) -> dict[str, Any]:
    """Write one run of the program in this ``version``; rules are those that found something."""
    findings = tuple(findings)
    rules = {finding.code: finding for finding in findings}
    index = {code: number for number, code in enumerate(rules)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "exportsim", "version": version, "rules": [*map(_rule, rules.values())]}},
                # Characters beyond U+FFFF count as one here, where SARIF's default counts two.
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, index[finding.code]) for finding in findings],
            }
        ],
    }


def _rule(finding: LintFinding) -> dict[str, Any]:
    return {
        "id": finding.code,
        "shortDescription": {"text": _sentence(finding.title)},
        "fullDescription": {"text": finding.why},
        "help": {"text": f"{finding.why} Write instead: {finding.instead}"},
        "defaultConfiguration": {"level": finding.severity},
    }


def _result(finding: LintFinding, rule: int) -> dict[str, Any]:
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": _message(finding)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(finding.file)},
                    **({"region": _region(finding.region)} if finding.region else {}),
                },
                "logicalLocations": [{"fullyQualifiedName": finding.path, "kind": "member"}],
            }
        ],
        "partialFingerprints": {"codeAndPath/v1": _fingerprint(finding)},
    }


def _message(finding: LintFinding) -> str:
    parts = [f"{finding.path}: {finding.what}.", finding.why, f"Write instead: {finding.instead}"]
    if finding.loss:
        first, second = (", ".join("null" if cell is None else repr(cell) for cell in row) for row in finding.loss.rows)
        parts.append(f"The rows ({first}) and ({second}) are both written as {finding.loss.written!r}")
    return "\n".join(parts)


def _sentence(title: str) -> str:
    return f"{title[0].upper()}{title[1:]}."


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _uri(file: str) -> str:
    """Relative where the file was given so, which is how a code host knows it."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(str(PurePosixPath(path)))


def _fingerprint(finding: LintFinding) -> str:
    """The same for a finding that has only moved to another line."""
    return hashlib.sha256(f"{finding.code}\0{finding.file}\0{finding.path}".encode()).hexdigest()
