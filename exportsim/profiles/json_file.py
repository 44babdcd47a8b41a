"""Profiles in JSON: one on each line, or an array as the platform's sample profile API prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.json as pj

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Audience
from exportsim.profiles.inputs import Input
from exportsim.profiles.json_objects import is_array, profiles
from exportsim.profiles.lookup import candidates, values_at
from exportsim.profiles.paths import Steps, spell, unknown
from exportsim.profiles.source import Source, broken, inner, read_bytes

SAMPLE = 10_000
"""How many profiles are looked at for their types; more only while a mapped path has not been met."""

_BATCH = 4_096
_BLOCK = 8 << 20
"""Bytes; no profile may be longer."""

_TYPES = {"text": pa.string(), "whole number": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}

_INNER = {"object", "list"}

Seen = dict[Steps, dict[str, int]]
"""For each path the kinds of value found there, each with the line where it was met first."""


class Wanted(NamedTuple):
    """An input, and where it may stand, most likely first."""

    input: Input
    places: tuple[Steps, ...]

    def steps_in(self, seen: Seen) -> Steps | None:
        return next((place for place in self.places if place in seen), None)


def open_json(path: Path, inputs: Sequence[Input], audience: Audience) -> Source:
    """Texts stay texts, dates among them; whole numbers are ``int64``, others ``double``."""
    seen: Seen = {}
    wanted = {value.target: Wanted(value, tuple(candidates(value, audience))) for value in inputs}
    found = _survey(path, wanted, seen, SAMPLE)
    types = {target: _type(seen[steps]) for target, steps in found.items()}
    schema = pa.schema(list(types.items()))
    batches = _of_array(path, found, schema) if is_array(path) else _of_lines(path, found, schema, wanted)
    return Source(schema, batches, None)


def _survey(path: Path, wanted: Mapping[str, Wanted], seen: Seen, limit: float) -> dict[str, Steps]:
    """Where each input is found; fills ``seen``. Raises ``ConfigurationError`` for what no column can be."""
    count = 0
    for count, (line, profile) in enumerate(profiles(path), 1):
        for place, kind in _values(profile):
            seen.setdefault(place, {}).setdefault(kind, line)
        if count >= limit and all(one.input.optional or one.steps_in(seen) for one in wanted.values()):
            break
    if not count:
        raise broken(str(path), "no profile in it", "one JSON object on each line, or one array of objects")
    found: dict[str, Steps] = {}
    problems = []
    leaves = [leaf for leaf, kinds in seen.items() if not kinds.keys() & _INNER]
    for one in wanted.values():
        column, steps = one.input, one.steps_in(seen)
        if steps is None and column.optional:
            continue
        if steps is None:
            problems.append(unknown(column, map(spell, leaves), f"is in no profile of {path}"))
        elif seen[steps].keys() <= {*_INNER, "null"} and steps not in leaves:
            below = (spell(leaf) for leaf in leaves if leaf[: len(steps)] == steps)
            problems.append(inner(column.target, column.source, below))
        else:
            found[column.target] = steps
            problems += _mixed(path, spell(steps), seen[steps])
    if problems:
        raise ConfigurationError(problems)
    return found


def _values(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """Give the kind of a value and of all that stand below it, by their paths."""
    match value:
        case dict():
            yield steps, "object"
            for name, child in value.items():
                yield from _values(child, (*steps, name))
        case list():
            yield steps, "list"
            for position, child in enumerate(value):
                yield from _values(child, (*steps, position))
        case str():
            yield steps, "text"
        case bool():
            yield steps, "boolean"
        case int():
            yield steps, "whole number" if -(2**63) <= value < 2**63 else "number"
        case float():
            yield steps, "number"
        case _:
            yield steps, "null"


def _mixed(path: Path, name: str, kinds: Mapping[str, int]) -> Iterator[Problem]:
    """Values that no one column can hold: the line where the second kind begins."""
    basic = {"number" if kind == "whole number" else kind: line for kind, line in kinds.items() if kind != "null"}
    if len(basic) > 1:
        first, second = list(basic)[:2]
        yield Problem(
            f"{path}:{basic[second]}",
            f"{name!r} is {_a(second)}, before it was {_a(first)}",
            "one type for all",
        )


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "object" else f"a {kind}"


def _type(kinds: Mapping[str, int]) -> pa.DataType:
    for kind in ("number", "whole number", "boolean"):
        if kind in kinds:
            return _TYPES[kind]
    return pa.string()


def _of_array(path: Path, found: Mapping[str, Steps], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Read by Python: an array comes from the platform's API, at most 1 000 profiles at a time."""
    stream = (profile for _, profile in profiles(path))
    while batch := list(islice(stream, _BATCH)):
        columns = zip(found.values(), schema, strict=True)
        arrays = [pa.array([_walk(profile, steps) for profile in batch], field.type) for steps, field in columns]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _walk(value: Any, steps: Steps) -> Any:
    for step in steps:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _of_lines(
    path: Path, found: Mapping[str, Steps], schema: pa.Schema, wanted: Mapping[str, Wanted]
) -> Iterator[pa.RecordBatch]:
    """Arrow reads the mapped paths and skips everything else."""
    tree: dict[str | int, Any] = {}
    for steps, field in zip(found.values(), schema, strict=True):
        branch = tree
        for step in steps[:-1]:
            branch = branch.setdefault(step, {})
        branch[steps[-1]] = field.type
    parse = pj.ParseOptions(explicit_schema=pa.schema(list(_struct(tree))), unexpected_field_behavior="ignore")
    try:
        with read_bytes(path) as file:
            for batch in pj.open_json(file, pj.ReadOptions(block_size=_BLOCK), parse):
                arrays = [values_at(batch.column(steps[0]), steps[1:]) for steps in found.values()]
                yield pa.RecordBatch.from_arrays(arrays, schema=schema)
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        _explain(path, wanted, schema)
        if "straddling" in str(error):
            raise broken(str(path), f"a profile has more than {_BLOCK >> 20} MiB", "a smaller one") from error
        raise broken(str(path), f"no JSON Lines: {error}") from error


def _struct(tree: Mapping[str | int, Any]) -> Iterator[pa.Field]:
    for name, below in tree.items():
        yield pa.field(str(name), _branch(below))


def _branch(below: Any) -> pa.DataType:
    """Give the type of a branch: what stands at any position of a list is one type for all of them."""
    if isinstance(below, pa.DataType):
        return below
    positions = [child for step, child in below.items() if isinstance(step, int)]
    if not positions:
        return pa.struct(list(_struct(below)))
    if isinstance(positions[0], pa.DataType):
        return pa.list_(positions[0])
    return pa.list_(_branch({step: child for position in positions for step, child in position.items()}))


def _explain(path: Path, wanted: Mapping[str, Wanted], schema: pa.Schema) -> None:
    """Look at every profile, to find what the sample did not show and Arrow does not name the line of."""
    seen: Seen = {}
    found = _survey(path, wanted, seen, float("inf"))
    for target, steps in found.items():
        if _type(seen[steps]) != schema.field(target).type:
            kind, line = max(seen[steps].items(), key=lambda item: item[1])
            what = f"{spell(steps)!r} is {_a(kind)} here, in the first {SAMPLE} profiles it was not"
            raise broken(f"{path}:{line}", what, "move this profile to the top of the file, so that its type is known")
