"""The kinds of field a schema file can name: the options each takes, and how it is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from exportsim.profiles import kinds, people
from exportsim.profiles.field import Field, Make, Pick
from exportsim.profiles.window import Window

Options = Mapping[str, Any]
"""A field's options as the file has them."""

PRECISION = 18
"""Decimal digits that always fit 64 bits."""

MOST_DECIMALS = 12
WHOLE = range(-(2**63), 2**63)


@dataclass(frozen=True)
class Kind:
    """One kind of field: the options it takes besides ``kind`` and ``null_rate``, and how it is built."""

    options: tuple[str, ...]
    build: Callable[[str, Options], Field]
    """Of a path and its checked options."""

    bound: Callable[[Any], Any] | None = None
    """Reads ``min`` and ``max``; raises ``ValueError`` with what would be right."""


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in WHOLE:
        raise ValueError("a whole number of 64 bits")
    return value


def _first(value: Any) -> int:
    if _whole(value) not in range(-(2**53), 2**53):
        raise ValueError("a whole number of 53 bits, to leave room for counting")
    return int(value)


def _real(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e300:
        raise ValueError("a number")
    return float(value)


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("a date: 2024-02-29") from None


def _moment(value: Any) -> datetime:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        raise ValueError("a date and time: 2024-02-29T12:00:00Z") from None


def _int(path: str, options: Options) -> Field:
    least = options.get("min", min(0, options.get("max", 0)))
    most = options.get("max", min(max(least, 0) + 1000, least + WHOLE[-1], WHOLE[-1]))
    return Field(pa.int64(), kinds.integer(path, least, most, options.get("distribution", "uniform")))


def _float(path: str, options: Options) -> Field:
    least = options.get("min", min(0.0, options.get("max", 0.0)))
    most = options.get("max", max(least, 0.0) + 1000.0)
    return Field(pa.float64(), kinds.real(path, least, most, options.get("distribution", "uniform")))


def _decimal(path: str, options: Options) -> Field:
    scale = options.get("scale", 2)
    type_ = pa.decimal128(PRECISION, scale)
    least = options.get("min", min(0.0, options.get("max", 0.0)))
    most = options.get("max", max(least, 0.0) + 1000.0)
    first, last = (int(Decimal(str(bound)).scaleb(scale)) for bound in (least, most))
    last = min(last, 10**PRECISION - 1)
    return Field(type_, kinds.decimal(path, first, last, type_, options.get("distribution", "uniform")))


def _bool(path: str, options: Options) -> Field:
    return Field(pa.bool_(), kinds.boolean(path))


def _date(path: str, options: Options) -> Field:
    least, most = options.get("min", date(1970, 1, 1)), options.get("max", date.max)
    return Field(pa.date32(), kinds.day(path, least, most, options.get("distribution", "uniform")))


def _timestamp(path: str, options: Options) -> Field:
    least = options.get("min", datetime(2020, 1, 1, tzinfo=UTC))
    most = options.get("max", datetime(9999, 1, 1, tzinfo=UTC))
    return Field(kinds.TIMESTAMP, kinds.moment(path, least, most, options.get("distribution", "uniform")))


def _string(path: str, options: Options) -> Field:
    unique = options.get("unique", False)
    shortest, longest = lengths_of(options) or (8, 16)
    return _texts(kinds.letters(path, shortest, longest, unique=unique), unique=unique)


def lengths_of(options: Options) -> tuple[int, int] | None:
    match options.get("length"):
        case int() as length:
            return length, length
        case [shortest, longest]:
            return shortest, longest
    return None


def _text(path: str, options: Options) -> Field:
    """Sentences; ``length`` cuts them, in characters."""
    lengths, make = lengths_of(options), people.remark(path)

    def cut(window: Window) -> Pick:
        words, at = make(window)
        return Pick(pc.utf8_slice_codeunits(words, 0, lengths[1]) if lengths else words, at)

    return _texts(cut)


def _choice(path: str, options: Options) -> Field:
    values = pa.array(options["values"])
    return Field(values.type, kinds.choice(path, values, options.get("weights", [1.0] * len(values))))


def _sequence(path: str, options: Options) -> Field:
    return Field(pa.int64(), kinds.sequence(options.get("min", 1)), unique=True)


def _uuid(path: str, options: Options) -> Field:
    return _texts(kinds.uuid(path), unique=True)


def _email(path: str, options: Options) -> Field:
    return _texts(people.email(path), unique=True)


def _phone(path: str, options: Options) -> Field:
    return _texts(people.phone(path))


def _texts(make: Make, *, unique: bool = False) -> Field:
    return Field(pa.string(), make, unique=unique)


def _personal(make: Make) -> Kind:
    """Make a fact of the person: the same for every field of the kind, in agreement with the others."""

    def build(path: str, options: Options) -> Field:
        return _texts(make)

    return Kind(("empty_rate",), build)


_RANGE = ("min", "max", "distribution")

KINDS: dict[str, Kind] = {
    "int": Kind(_RANGE, _int, _whole),
    "float": Kind(_RANGE, _float, _real),
    "decimal": Kind((*_RANGE, "scale"), _decimal, _real),
    "bool": Kind((), _bool),
    "date": Kind(_RANGE, _date, _day),
    "timestamp": Kind(_RANGE, _timestamp, _moment),
    "string": Kind(("length", "unique", "empty_rate"), _string),
    "text": Kind(("length", "empty_rate"), _text),
    "choice": Kind(("values", "weights", "empty_rate"), _choice),
    "sequence": Kind(("min", "unique"), _sequence, _first),
    "uuid": Kind(("unique",), _uuid),
    "email": Kind(("unique",), _email),
    "phone": Kind(("empty_rate",), _phone),
    "first_name": _personal(people.first_name),
    "last_name": _personal(people.last_name),
    "full_name": _personal(people.full_name),
    "gender": _personal(people.gender),
    "street": _personal(people.street),
    "city": _personal(people.city),
    "postal_code": _personal(people.postal_code),
    "state": _personal(people.state),
    "country": _personal(people.country),
    "language": _personal(people.language),
}
"""Every kind a schema file can name."""
