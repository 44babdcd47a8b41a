"""Profiles as the vendor's testing API shows and takes them: nested, with what is mapped and nothing else.

Source: the page on sample profiles of file-based destinations. Attributes stand at their path, identities and
memberships as in the platform's own objects, times in UTC with microseconds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from exportsim.model import Activation, Audience, Column, Rows
from exportsim.profiles.expressions import parse as parse_expression
from exportsim.profiles.expressions import paths as expression_paths
from exportsim.profiles.inputs import ALIAS, Input, is_calculated
from exportsim.profiles.paths import Steps, parse, spell

MEMBER = "realized"
"""The status of whoever's membership is not told."""


def asked(activation: Activation) -> tuple[Activation, tuple[Input, ...]]:
    """What the vendor would put into a sample profile: an activation whose columns are called as their paths.

    Beside it the memberships, which a file of profiles need not have. The values are those of ``activation``.
    """
    named: dict[str, set[str]] = {}
    for column in activation.columns:
        for path in _paths(column, activation.audience):
            named.setdefault(path, set()).add(column.target)

    def renamed(targets: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(path for path, those in named.items() if those & {*targets})

    plain = tuple(Column(path, path) for path in named if parse(path, activation.audience)[0] != "segmentMembership")
    names = {column.target for column in plain}
    whole = replace(
        activation,
        columns=plain,
        key=tuple(path for path in renamed(activation.key) if path in names),
        identity=next(iter(renamed((activation.identity,))), "") if activation.identity else "",
        mandatory=renamed(activation.mandatory),
        deduplication=(),
        nested=True,
    )
    return whole, tuple(_memberships(activation.audience, named))


def _paths(column: Column, audience: Audience) -> Iterator[str]:
    sources = expression_paths(parse_expression(column.source)) if is_calculated(column.source) else (column.source,)
    return (spell(parse(source, audience)) for source in sources if source != ALIAS)


def _memberships(audience: Audience, paths: Mapping[str, object]) -> Iterator[Input]:
    """The membership in the audience that is exported, and in whichever others columns show."""
    audiences = {(audience.namespace, audience.id): None}
    for path in paths:
        steps = parse(path, audience)
        if steps[0] == "segmentMembership" and len(steps) > 2:
            audiences[str(steps[1]), str(steps[2])] = None
    for namespace, id_ in audiences:
        for leaf in ("lastQualificationTime", "status"):
            path = spell(("segmentMembership", namespace, id_, leaf))
            yield Input(path, path, sown=False, optional=True)


def nested(rows: Rows, activation: Activation, now: datetime) -> Iterator[dict[str, Any]]:
    """Build profiles of rows whose columns are called as their paths; what is null is left out.

    Whoever's membership is not told has been a member since ``now``.
    """
    audience = activation.audience
    own = ("segmentMembership", audience.namespace, audience.id)
    places = {name: parse(name, audience) for name in rows.schema.names if " " not in name}
    for piece in rows.slices:
        for row in piece.columns.to_pylist():
            profile: dict[str, Any] = {}
            _place(profile, (*own, "lastQualificationTime"), _instant(now))
            _place(profile, (*own, "status"), MEMBER)
            for name, steps in places.items():
                value = _as_json(row[name])
                if value is None:
                    continue
                if name == activation.identity:
                    # A file's identities come as objects, which the samples show the id of.
                    ids = [one.get("id") if isinstance(one, dict) else one for one in value]
                    steps, value = steps[:2], [{"id": one} for one in ids if one is not None]
                _place(profile, steps, value)
            yield profile


def _place(profile: dict[str, Any], steps: Steps, value: Any) -> None:
    """Put a value at a path; where two mapped values exclude each other the first stays."""
    node: Any = profile
    for step, following in pairwise(steps):
        node = _below(node, step, list if isinstance(following, int) else dict)
        if not isinstance(node, list if isinstance(following, int) else dict):
            return
    last = steps[-1]
    if isinstance(node, list):
        _below(node, last, dict)
        node[int(last)] = value
    elif isinstance(value, dict) and isinstance(node.get(last), dict):
        node[last] = {**value, **node[last]}
    else:
        node[last] = value


def _below(node: Any, step: str | int, kind: type[list[Any]] | type[dict[str, Any]]) -> Any:
    if isinstance(step, str):
        return node.setdefault(step, kind())
    while len(node) <= step:
        node.append(kind())
    return node[step]


def _as_json(value: Any) -> Any:
    match value:
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case float() if not math.isfinite(value):
            return None
        case dict():
            return {key: inner for key, one in value.items() if (inner := _as_json(one)) is not None}
        case [(str(), _), *_] if all(isinstance(pair, tuple) for pair in value):
            return _as_json(dict(value))
        case list():
            return [_as_json(one) for one in value]
        case bytes():
            return value.decode("utf-8", "replace")
    return value


def _instant(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
