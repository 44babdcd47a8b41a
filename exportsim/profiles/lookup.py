"""Following a mapped path into nested Arrow columns, whole columns at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from exportsim.model import Audience
from exportsim.profiles.inputs import Input
from exportsim.profiles.paths import EVERY, Steps, parse


def candidates(column: Input, audience: Audience) -> Iterator[Steps]:
    """Where a file may hold a column's value, most likely first: by path, flat or nested, or by header."""
    yield (column.source,)
    steps = parse(column.source, audience)
    yield steps[:2] if column.shape == "identities" else steps
    yield (column.target,)
    yield (column.source.replace(".", "_"),)


def type_at(type_: pa.DataType, steps: Steps) -> pa.DataType | None:
    """Tell what stands at a path below a value of this type; None when nothing can."""
    for place, step in enumerate(steps):
        if step == EVERY:
            inner = type_at(type_.value_type, steps[place + 1 :]) if pa.types.is_list(type_) else None
            return pa.list_(inner) if inner else None
        if pa.types.is_struct(type_) and isinstance(step, str):
            position = type_.get_field_index(step)
            if position < 0:
                return None
            type_ = type_.field(position).type
        elif (pa.types.is_list(type_) or pa.types.is_large_list(type_)) and isinstance(step, int):
            type_ = type_.value_type
        elif pa.types.is_map(type_) and pa.types.is_string(type_.key_type) and isinstance(step, str):
            type_ = type_.item_type
        else:
            return None
    return type_


def values_at(array: pa.Array, steps: Steps) -> pa.Array:
    """Give the values at a path that ``type_at`` knows; null where the way there breaks off."""
    for place, step in enumerate(steps):
        if step == EVERY:
            below = values_at(array.values, steps[place + 1 :])
            lists = pa.ListArray.from_arrays(array.offsets, below)
            return pc.if_else(array.is_valid(), lists, pa.scalar(None, lists.type))
        if isinstance(step, int):
            array = _element(array, step)
        elif pa.types.is_map(array.type):
            array = pc.map_lookup(array, step, "first")
        else:
            array = pc.struct_field(array, step)
    return array


def _element(lists: pa.Array, position: int) -> pa.Array:
    # list_element() fails where a list is too short.
    lengths = pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False)
    starts = lists.offsets.to_numpy(zero_copy_only=False)[:-1]
    return lists.values.take(pa.array(starts + position, mask=lengths <= position))


def through_lists(type_: pa.DataType, steps: Steps) -> Steps | None:
    """The same path with ``EVERY`` where it leads through a list by name; None when it leads nowhere."""
    found: Steps = ()
    for step in steps:
        if type_at(type_, (*found, step)) is None:
            found = (*found, EVERY)
        found = (*found, step)
        if type_at(type_, found) is None:
            return None
    return found


def leaves(type_: pa.DataType, steps: Steps = ()) -> Iterator[Steps]:
    """List the paths of all simple values below this type; of a list the first element's, of a map none."""
    if pa.types.is_struct(type_):
        for field in type_:
            yield from leaves(field.type, (*steps, field.name))
    elif pa.types.is_list(type_) or pa.types.is_large_list(type_):
        yield from leaves(type_.value_type, (*steps, 0))
    elif not pa.types.is_map(type_):
        yield steps
