"""Small destination servers, and what is expected of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import formats
from exportsim.adobe import Server, resolve
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Plan

DATA = {"bucket": "b", "path": "in/people"}

DOCUMENTED = {
    "sep": ",",
    "quote": "\0",
    "quoteAll": "false",
    "escape": "\\",
    "escapeQuotes": "true",
    "header": "true",
    "ignoreLeadingWhiteSpace": "true",
    "ignoreTrailingWhiteSpace": "true",
    "nullValue": "",
    "emptyValue": '""',
    "dateFormat": "yyyy-MM-dd",
    "timestampFormat": "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]",
    "lineSep": "\n",
    "encoding": "UTF-8",
    "timeZone": "UTC",
    "compression": "none",
}


def literal(value: str) -> dict[str, str]:
    return {"templatingStrategy": "NONE", "value": value}


def template(value: str) -> dict[str, str]:
    return {"templatingStrategy": "PEBBLE_V1", "value": value}


def server(file_configurations: Any = None, **keys: Any) -> Server:
    document = {
        "name": "test",
        "destinationServerType": "FILE_BASED_S3",
        "fileBasedS3Destination": {
            "bucket": template("{{customerData.bucket}}"),
            "path": template("{{customerData.path}}"),
        },
        "fileConfigurations": {} if file_configurations is None else file_configurations,
        **keys,
    }
    return Server("server.json", {key: value for key, value in document.items() if value is not None})


def csv_server(**options: Any) -> Server:
    return server({"csvOptions": options})


def csv(**options: str) -> formats.Format:
    return formats.from_options("csv", {**DOCUMENTED, **options}, legacy_nulls=True)


def problems(given: Server, data: Mapping[str, Any] = DATA, **overrides: str) -> list[tuple[str, str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        resolve(given, data, overrides={name.replace("_", "-"): value for name, value in overrides.items()})
    assert all(isinstance(problem, Problem) for problem in caught.value.problems)
    return [(problem.where, problem.what, problem.allowed) for problem in caught.value.problems]


def switches(plan: Plan) -> dict[str, str]:
    return {switch.name: switch.value for switch in plan.switches}
