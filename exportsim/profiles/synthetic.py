"""People nobody ever met, any number of them, each the same for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Activation, Audience, Column, Kind, Rows, Slice
from exportsim.profiles import accounts, edge_cases, xdm
from exportsim.profiles.activation import activated
from exportsim.profiles.expressions import only_digests
from exportsim.profiles.expressions import parse as parse_expression
from exportsim.profiles.expressions import paths as expression_paths
from exportsim.profiles.field import Field
from exportsim.profiles.identities import identities
from exportsim.profiles.inputs import Input, input_name, inputs, is_calculated
from exportsim.profiles.paths import Mapped, parse, spell, unknown
from exportsim.profiles.schema_file import load
from exportsim.profiles.window import Moment, Window
from formats.parallel import cores, in_order

SLICE_ROWS = 65_536
"""As many as are written at a time, so that slices need not be joined and cut again."""


def known_paths(schema: Path | None = None, of: Kind = "people") -> tuple[str, ...]:
    """List the paths that can be mapped, the user's own first; other identities and audiences can be, too."""
    own = load(schema) if schema else {}
    built_in = accounts.FIELDS if of == "accounts" else xdm.FIELDS
    return tuple(dict.fromkeys([*own, *built_in, *xdm.MEMBERSHIP]))


def default_columns(schema: Path | None = None, of: Kind = "people") -> tuple[Column, ...]:
    """List the columns of a first export: ``DEFAULT_COLUMNS``, or an id and what a schema file defines."""
    if schema is None:
        return accounts.DEFAULT_COLUMNS if of == "accounts" else xdm.DEFAULT_COLUMNS
    return xdm.columns(*dict.fromkeys(["_id", *load(schema)]))


def default_key(columns: Sequence[Column], audience: Audience, schema: Path | None = None) -> tuple[str, ...]:
    """Choose the first column that tells all synthetic profiles apart; the first of all where none does."""
    plain = [column for column in columns if not is_calculated(column.source)]
    unique = [name for name, field in _fields(plain, audience, schema).items() if field.unique]
    return tuple([*unique, *(column.target for column in columns)][:1])


def synthetic(
    activation: Activation,
    *,
    count: int,
    seed: int,
    schema: Path | None = None,
    edge_case_share: float = 0.0,
    now: datetime,
    moment: Moment | None = None,
    ahead: int | None = None,
    also: Sequence[Input] = (),
    finish: Callable[[Rows, Activation], Rows] = activated,
) -> Rows:
    """Make the profiles ``[0, count)`` of the world that ``seed`` names, as the rows of an activation.

    A value depends on the seed, the profile's index and the path alone (times also on ``now``, which none
    exceeds); ``ahead`` slices, by default one for every core, are made before the reader wants them, which changes
    nothing in them. ``schema`` adds fields to the built-in ones or redefines them. With probability
    ``edge_case_share`` a text outside the key is one of ``edge_cases.EDGE_CASES``. ``moment`` chooses some of the
    profiles, and a time at which they are seen. ``also`` asks for more of each profile than the activation does, and
    ``finish`` makes the rows of all of it. Raises ``ConfigurationError``: a path is unknown, the key is not unique,
    the schema file or a number is wrong.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone, or the values would depend on the machine's")
    wanted = (*inputs(activation), *also)
    fields = _fields(wanted, activation.audience, schema)
    problems = [*_check_key(activation, fields), *edge_cases.check(edge_case_share)]
    if problems:
        raise ConfigurationError(problems)
    layout = pa.schema([(value.target, _type(value, fields[value.target])) for value in wanted])
    paths = {value.target: spell(parse(value.source, activation.audience)) for value in wanted}
    sown = {value.target: paths[value.target] for value in wanted if value.sown}

    def make(bounds: tuple[int, int]) -> Slice:
        window = _window(moment, seed, bounds, now.astimezone(UTC))
        arrays = [_values(value, fields[value.target], paths[value.target], window) for value in wanted]
        batch = pa.RecordBatch.from_arrays(arrays, schema=layout)
        return edge_cases.sow(batch, sown, edge_case_share, seed, window.indices)

    step = moment.window_rows if moment else SLICE_ROWS
    bounds = ((start, min(start + step, count)) for start in range(0, count, step))
    if any(name in fields and fields[name].unique for name in activation.deduplication):
        activation = replace(activation, deduplication=())  # nobody shares it
    made = in_order(make, bounds, ahead=ahead or cores())
    return finish(Rows(layout, made, None if moment else count), activation)


def _window(moment: Moment | None, seed: int, bounds: tuple[int, int], now: datetime) -> Window:
    return moment.window(seed, *bounds, now) if moment else Window(seed, *bounds, now)


def _type(value: Input, field: Field) -> pa.DataType:
    return pa.list_(field.type) if value.shape == "identities" else field.type


def _values(value: Input, field: Field, path: str, window: Window) -> pa.Array:
    if value.shape == "identities":
        return identities(field, path, window)
    return field.values(path, window.lasting if field.unique else window, in_key=value.complete)


def _fields(columns: Sequence[Mapped], audience: Audience, schema: Path | None) -> dict[str, Field]:
    """Give the field behind each column, by the column's target name."""
    own = load(schema) if schema else {}
    fields, problems = {}, []
    for column in columns:
        steps = parse(column.source, audience)
        field = own.get(spell(steps)) or xdm.find(steps, audience)
        if field:
            fields[column.target] = field
        else:
            problems.append(unknown(column, known_paths(schema), "is no path of the synthetic profiles"))
    if problems:
        raise ConfigurationError(problems)
    return fields


def _check_key(activation: Activation, fields: dict[str, Field]) -> Iterator[Problem]:
    """Rows are found again by their key, so one of its columns at least must tell all profiles apart."""
    headers = [column.target for column in activation.columns]
    for name in activation.key:
        if name not in headers:
            yield Problem("key", f"{name!r} is no column", f"columns: {', '.join(headers)}")
    made_unique = activation.deduplication and {*activation.deduplication} <= {*activation.key}
    unique = [column for column in activation.columns if column.target in activation.key and _tells(column, fields)]
    if activation.key and not (made_unique or unique):
        key = ", ".join(repr(name) for name in activation.key)
        paths = ", ".join(path for path, field in xdm.FIELDS.items() if field.unique)
        yield Problem("key", f"{key}: different synthetic profiles may share it", f"one column of: {paths}")


def _tells(column: Column, fields: dict[str, Field]) -> bool:
    """Whether no two profiles have the same value there; the hash of what tells them apart does, too."""
    if not is_calculated(column.source):
        return fields[column.target].unique
    expression = parse_expression(column.source)
    names = [fields[input_name(path)].unique for path in expression_paths(expression) if input_name(path) in fields]
    return names == [True] and only_digests(expression)
