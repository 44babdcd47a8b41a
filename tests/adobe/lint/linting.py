"""Linting small configurations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from adobe.destinations import destination
from adobe.servers import server

from exportsim.adobe.lint import lint
from exportsim.model import LintFinding

QUOTE = {"templatingStrategy": "NONE", "value": '"'}
NULL = {"templatingStrategy": "NONE", "value": "null"}
EMPTY = {"templatingStrategy": "NONE", "value": ""}
SOUND = {"quote": QUOTE, "nullValue": NULL, "emptyValue": EMPTY}
"""CSV options with which nothing is lost that need not be."""

NAMES = {
    "allowedFilenameAppendOptions": ["DATETIME", "CUSTOM_TEXT"],
    "defaultFilenameAppendOptions": ["DATETIME"],
    "defaultFilename": "%DESTINATION%_%SEGMENT_ID%",
}


def a_server(csv: dict[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    """A server that nothing is found in, with CSV options over the sound ones and keys replaced."""
    options = {name: value for name, value in {**SOUND, **(csv or {})}.items() if value is not None}
    return server(**{"file_configurations": {"csvOptions": options}, **keys}).document


def a_destination(**keys: Any) -> dict[str, Any]:
    """A destination that nothing is found in, with keys replaced; None leaves one out."""
    return destination(**{"batchConfig": {"filenameConfig": NAMES}, **keys}).document


def batch(**keys: Any) -> dict[str, Any]:
    return {"batchConfig": {"filenameConfig": NAMES, **keys}}


def names(**keys: Any) -> dict[str, Any]:
    return {"batchConfig": {"filenameConfig": {**NAMES, **keys}}}


def fields(*more: dict[str, Any]) -> dict[str, Any]:
    """The two fields that every small server asks for, and more."""
    return {"customerDataFields": [*destination().document["customerDataFields"], *more]}


def found_in(folder: Path, **documents: dict[str, Any] | str) -> tuple[LintFinding, ...]:
    """The findings in files of these names; file names come back without their folder."""
    paths = []
    for name, document in documents.items():
        path = folder / f"{name}.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document, indent=2), "utf-8")
        paths.append(path)
    return lint(paths).findings
