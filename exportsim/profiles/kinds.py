"""The makers that know nothing of people: numbers, dates, identifiers, choices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Literal, get_args

import numpy as np
import pyarrow as pa

from exportsim.profiles import hashing, text
from exportsim.profiles.field import Make, Pick
from exportsim.profiles.hashing import Bits, Real, Whole
from exportsim.profiles.window import Window

Distribution = Literal["uniform", "normal", "lognormal", "zipf"]
DISTRIBUTIONS: tuple[Distribution, ...] = get_args(Distribution)

TIMESTAMP = pa.timestamp("us", tz="UTC")
DAY = 86_400 * 1_000_000
"""Microseconds."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The sum of four 16-bit numbers: its mean, its standard deviation, and how far from the mean it ends.
_BELL_MEAN, _BELL_SD = 2 * 65535.0, (65536.0**2 / 3) ** 0.5
_BELL_END = _BELL_MEAN / _BELL_SD
_BELOW_ONE = 1 - 2.0**-53


def bell(random: Bits) -> Real:
    """Nearly normal numbers of mean 0 and deviation 1, none beyond 3.47: four uniform ones added up."""
    parts = random.view(np.uint16).reshape(-1, 4).sum(axis=1, dtype=np.float64)
    standard: Real = (parts - _BELL_MEAN) / _BELL_SD
    return standard


def spread(random: Bits, distribution: Distribution, count: float) -> Real:
    """Numbers in ``[0, 1)``; for ``zipf``, ``count`` is how many different values they will be cut into."""
    match distribution:
        case "uniform":
            return hashing.unit(random)
        case "normal":
            share = (bell(random) / _BELL_END + 1) / 2
        case "lognormal":
            least = np.exp(-_BELL_END)
            share = (np.exp(bell(random)) - least) / (np.exp(_BELL_END) - least)
        case "zipf":
            # Cut into whole numbers, value k comes with frequency log(1 + 1/k), which is nearly 1/k.
            share = ((count + 1) ** hashing.unit(random) - 1) / count
    capped: Real = np.minimum(share, _BELOW_ONE)
    return capped


def integer(stream: str, least: int, most: int, distribution: Distribution = "uniform") -> Make:
    def make(window: Window) -> pa.Array:
        return pa.array(_integers(window.bits(stream), least, most, distribution))

    return make


def _integers(random: Bits, least: int, most: int, distribution: Distribution) -> Whole:
    count = float(most - least + 1)
    steps = np.floor(spread(random, distribution, count) * count)
    # Above 2**53 a float skips whole numbers, and the greatest may round beyond the end.
    return least + np.minimum(steps, np.nextafter(count, 0)).astype(np.int64)


def real(stream: str, least: float, most: float, distribution: Distribution = "uniform") -> Make:
    def make(window: Window) -> pa.Array:
        share = spread(window.bits(stream), distribution, 1000.0)
        return pa.array(np.clip(least + share * (most - least), least, most))

    return make


def decimal(stream: str, least: int, most: int, type_: pa.Decimal128Type, distribution: Distribution) -> Make:
    """``least`` and ``most`` in units of the last digit."""

    def make(window: Window) -> pa.Array:
        return decimals(_integers(window.bits(stream), least, most, distribution), type_)

    return make


def decimals(units: Whole, type_: pa.Decimal128Type) -> pa.Array:
    """Whole numbers of the last digit as decimals: 1999 is 19.99 where the scale is 2."""
    halves = np.empty((len(units), 2), dtype="<i8")
    halves[:, 0] = units
    halves[:, 1] = units >> 63
    return pa.Array.from_buffers(type_, len(units), [None, pa.py_buffer(halves)])


def boolean(stream: str) -> Make:
    def make(window: Window) -> pa.Array:
        return pa.array(hashing.chance(window.bits(stream), 0.5))

    return make


def days(moment: date) -> int:
    """Days since 1970-01-01."""
    return moment.toordinal() - date(1970, 1, 1).toordinal()


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970-01-01 in UTC."""
    since = moment - _EPOCH
    return since.days * DAY + since.seconds * 1_000_000 + since.microseconds


def dates(numbers: Whole) -> pa.Array:
    """Days since 1970-01-01 as dates."""
    return pa.array(numbers.astype(np.int32)).view(pa.date32())


def timestamps(numbers: Whole) -> pa.Array:
    """Microseconds since 1970-01-01 as timestamps in UTC."""
    return pa.array(numbers).view(TIMESTAMP)


def day(stream: str, least: date, most: date, distribution: Distribution = "uniform") -> Make:
    """Make a date up to ``most`` or today, whichever comes first."""

    def make(window: Window) -> pa.Array:
        end = min(days(most), days(window.now.date()))
        return dates(_integers(window.bits(stream), min(days(least), end), end, distribution))

    return make


def moment(stream: str, least: datetime, most: datetime, distribution: Distribution = "uniform") -> Make:
    """Make a time up to ``most`` or now, whichever comes first."""

    def make(window: Window) -> pa.Array:
        end = min(microseconds(most), microseconds(window.now))
        start = min(microseconds(least), end)
        return timestamps(_integers(window.bits(stream), start, end, distribution))

    return make


def choice(stream: str, values: pa.Array, weights: Sequence[float]) -> Make:
    shares = tuple(weights)

    def make(window: Window) -> Pick:
        return Pick(values, hashing.weighted(window.bits(stream), shares))

    return make


def sequence(first: int) -> Make:
    """Whole numbers in the order of the profiles."""

    def make(window: Window) -> pa.Array:
        return pa.array(window.indices.astype(np.int64) + first)

    return make


def uuid(stream: str) -> Make:
    """UUIDs of version 4; the 64 bits that differ from profile to profile stay clear of the version's."""

    def make(window: Window) -> pa.Array:
        own, more = window.bits(stream), window.bits(f"{stream}#more")
        high = own & np.uint64(0xFFFFFFFFFFFF0000) | np.uint64(0x4000) | more & np.uint64(0x0FFF)
        low = own & np.uint64(0xFFFF) | more & np.uint64(0x3FFFFFFFFFFF0000) | np.uint64(0x8000000000000000)
        front, back = text.hexadecimal(high), text.hexadecimal(low)
        dash = text.literal("-", len(window))
        parts = [
            front[:, :8],
            dash,
            front[:, 8:12],
            dash,
            front[:, 12:],
            dash,
            back[:, :4],
            dash,
            back[:, 4:],
        ]
        return text.strings(np.hstack(parts))

    return make


def code(stream: str, prefix: str, width: int) -> Make:
    """Make a prefix and ``width`` letters and digits, different for the first ``32**width`` profiles."""

    def make(window: Window) -> pa.Array:
        own = text.base32(window.shuffled(stream, 5 * width), width)
        return text.strings(np.hstack([text.literal(prefix, len(window)), own]))

    return make


def letters(stream: str, shortest: int, longest: int, *, unique: bool) -> Make:
    """Letters and digits without meaning; unique ones begin with eight that no other profile has."""

    def make(window: Window) -> pa.Array:
        blocks = range(-(-longest // 12))
        random = [text.base32(window.bits(f"{stream}#{block}"), 12) for block in blocks]
        matrix = np.hstack(random)[:, :longest]
        lengths = hashing.below(window.bits(f"{stream}#length"), longest - shortest + 1) + shortest
        if unique:
            # At the front, so that every length has them whole.
            matrix[:, :8] = text.base32(window.shuffled(stream, 40), 8)
        return text.ragged(matrix, lengths)

    return make
