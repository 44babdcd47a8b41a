"""The user's own fields: a small TOML, YAML or JSON file, or a JSON Schema."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Audience
from exportsim.profiles import json_schema
from exportsim.profiles.field import Field
from exportsim.profiles.json_schema import Entry
from exportsim.profiles.paths import parse, spell
from exportsim.profiles.spec import build

_NOBODY = Audience("seg_id", "", "seg_namespace")


def load(file: Path) -> dict[str, Field]:
    """Read a schema file as fields by their paths; raises ``ConfigurationError`` with all that is wrong.

    The file has ``fields``, an object from path to options (``kind`` and what the kind takes, see
    ``spec.KINDS``), or it is a JSON Schema with ``properties``. What its name ends with tells the language.
    """
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    for entry in _entries(_parsed(file), f"{file}: $"):
        if isinstance(entry, Problem):
            problems.append(entry)
            continue
        path, options, where = entry
        field = build(path, options, where)
        if isinstance(field, Field):
            fields[spell(parse(path, _NOBODY))] = field
        else:
            problems += field
    if problems:
        raise ConfigurationError(problems)
    return fields


def _entries(document: Any, where: str) -> Iterator[Entry | Problem]:
    if not isinstance(document, dict) or not ("fields" in document or "properties" in document):
        yield Problem(where, "neither fields nor properties", "fields: {path: {kind: ...}}, or a JSON Schema")
    elif "fields" not in document:
        yield from json_schema.entries(document, where)
    elif not isinstance(document["fields"], dict):
        yield Problem(f"{where}.fields", "not an object", "an object from path to options")
    else:
        for path, options in document["fields"].items():
            place = f"{where}.fields[{path!r}]"
            if isinstance(options, dict):
                yield str(path), options, place
            else:
                yield Problem(place, f"{options!r} says nothing of a field", "an object with a kind")


def _parsed(file: Path) -> Any:
    try:
        text = file.read_text(encoding="utf-8-sig")
        match file.suffix.lower():
            case ".toml":
                return tomllib.loads(text)
            case ".yaml" | ".yml":
                return yaml.safe_load(text)
            case ".json":
                return json.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError([Problem(str(file), f"cannot be read: {error}")]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([Problem(str(file), f"no TOML: {error}")]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else str(file)
        raise ConfigurationError([Problem(where, f"no YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise ConfigurationError([Problem(str(file), f"no YAML: {error}")]) from error
    except json.JSONDecodeError as error:
        where = f"{file}:{error.lineno}:{error.colno}"
        raise ConfigurationError([Problem(where, f"no JSON: {error.msg}")]) from error
    raise ConfigurationError([Problem(str(file), f"{file.suffix!r} is no schema file", ".toml, .yaml, .yml or .json")])
