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
from exportsim.profiles.json_types import INNER, Seen, as_every, column_type, of_every, only, through_lists, values
from exportsim.profiles.lookup import candidates, values_at
from exportsim.profiles.paths import EVERY, Steps, spell, unknown
from exportsim.profiles.source import Source, broken, inner, read_bytes

SAMPLE = 10_000
"""How many profiles are looked at for their types; more only while a mapped path has not been met."""

_BATCH = 4_096
_BLOCK = 8 << 20
"""Bytes; no profile may be longer."""


class Wanted(NamedTuple):
    """An input, and where it may stand, most likely first."""

    input: Input
    places: tuple[Steps, ...]

    def steps_in(self, seen: Seen) -> Steps | None:
        """Where it stands; a name below a list is that of every element, where a list is welcome."""
        found = next((place for place in self.places if place in seen), None)
        if found is None and self.input.shape == "any":
            merged = of_every(seen)
            found = next((steps for place in self.places if (steps := through_lists(merged, place))), None)
        return found


def open_json(path: Path, inputs: Sequence[Input], audience: Audience) -> Source:
    """Texts stay texts, dates among them; whole numbers are ``int64``, others ``double``."""
    seen: Seen = {}
    wanted = {value.target: Wanted(value, tuple(candidates(value, audience))) for value in inputs}
    found = _survey(path, wanted, seen, SAMPLE)
    merged = of_every(seen)
    schema = pa.schema([(target, column_type(merged, steps)) for target, steps in found.items()])
    if is_array(path):
        return Source(schema, _of_array(path, found, schema), None)
    layout = pa.schema(list(only(merged, {as_every(steps) for steps in found.values()})))
    batches = _of_lines(path, found, schema, layout, wanted)
    return Source(schema, batches, None)


def _survey(path: Path, wanted: Mapping[str, Wanted], seen: Seen, limit: float) -> dict[str, Steps]:
    """Where each input is found; fills ``seen``. Raises ``ConfigurationError`` for what no column can be."""
    count = 0
    for count, (line, profile) in enumerate(profiles(path), 1):
        for place, kind in values(profile):
            seen.setdefault(place, {}).setdefault(kind, line)
        if count >= limit and all(one.input.optional or one.steps_in(seen) for one in wanted.values()):
            break
    if not count:
        raise broken(str(path), "no profile in it", "one JSON object on each line, or one array of objects")
    found: dict[str, Steps] = {}
    problems = []
    leaves = [leaf for leaf, kinds in seen.items() if not kinds.keys() & INNER]
    for one in wanted.values():
        column, steps = one.input, one.steps_in(seen)
        if steps is None and column.optional:
            continue
        if steps is None:
            problems.append(unknown(column, map(spell, leaves), f"is in no profile of {path}"))
        elif column.shape != "value":
            found[column.target] = steps
            inside = {place: kinds for place, kinds in of_every(seen).items() if place[: len(steps)] == as_every(steps)}
            problems += [one for place, kinds in inside.items() for one in _mixed(path, spell(place), kinds)]
        elif seen[steps].keys() <= {*INNER, "null"} and steps not in leaves:
            below = (spell(leaf) for leaf in leaves if leaf[: len(steps)] == steps)
            problems.append(inner(column.target, column.source, below))
        else:
            found[column.target] = steps
            problems += _mixed(path, spell(steps), seen[steps])
    if problems:
        raise ConfigurationError(problems)
    return found


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


def _of_array(path: Path, found: Mapping[str, Steps], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Read by Python: an array comes from the platform's API, at most 1 000 profiles at a time."""
    stream = (profile for _, profile in profiles(path))
    while batch := list(islice(stream, _BATCH)):
        columns = zip(found.values(), schema, strict=True)
        arrays = [pa.array([_walk(profile, steps) for profile in batch], field.type) for steps, field in columns]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _walk(value: Any, steps: Steps) -> Any:
    for place, step in enumerate(steps):
        if step == EVERY:
            return [_walk(one, steps[place + 1 :]) for one in value] if isinstance(value, list) else None
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _of_lines(
    path: Path, found: Mapping[str, Steps], schema: pa.Schema, layout: pa.Schema, wanted: Mapping[str, Wanted]
) -> Iterator[pa.RecordBatch]:
    """Arrow reads the mapped paths and skips everything else."""
    parse = pj.ParseOptions(explicit_schema=layout, unexpected_field_behavior="ignore")
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


def _explain(path: Path, wanted: Mapping[str, Wanted], schema: pa.Schema) -> None:
    """Look at every profile, to find what the sample did not show and Arrow does not name the line of."""
    seen: Seen = {}
    found = _survey(path, wanted, seen, float("inf"))
    for target, steps in found.items():
        if column_type(of_every(seen), steps) != schema.field(target).type:
            kind, line = max(seen[steps].items(), key=lambda item: item[1])
            what = f"{spell(steps)!r} is {_a(kind)} here, in the first {SAMPLE} profiles it was not"
            raise broken(f"{path}:{line}", what, "move this profile to the top of the file, so that its type is known")
