"""Dates and timestamps as text: a pattern is cut into runs, each a table to pick from.

A run is a stretch of the pattern that reads one number of a value: the day (``yyyy-MM-dd'T'``), the second of
the day (``HH:mm:ss.``), some digits of the second's fraction (``SSS``) or the zone's period (``XXX``). Its
texts are few, so they are written once and kept; a batch costs some integer divisions and one look-up a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa

from formats.base import FormatError
from formats.text import patterns
from formats.text.civil import Integers, civil
from formats.text.clock import SECONDS_PER_DAY, Clock, read_clock
from formats.text.letters import DAY_NUMBERS, SECOND_NUMBERS, offset_text, spelling
from formats.text.locales import Locale, load_locale
from formats.text.patterns import Field, Literal
from formats.text.words import Words, lay, spell, strings, words
from formats.text.zone_names import names_of, zone_name
from formats.text.zones import Zone, load_zone

_BLOCK_BITS = 12
"""Day tables cover whole blocks of 4096 days, so that similar batches share them."""

_LARGEST_DAY_TABLE = 1 << 18


@dataclass(frozen=True)
class Moments:
    """How a column of moments is written."""

    option: str
    """``dateFormat``, ``timestampFormat`` or ``timestampNTZFormat``."""
    pattern: str
    locale: str
    zone: str | None
    """For instants only."""


@dataclass(frozen=True)
class Fraction:
    """Digits ``start`` to ``end`` behind the decimal point of a second, at most three."""

    start: int
    end: int


Atom = Literal | Field | Fraction


def render(array: pa.Array, how: Moments) -> pa.Array:
    """Write a date or timestamp column of any unit as ``string``; years of any size, nulls stay.

    Raises ``FormatError`` when a value is there and its type lacks a field that the pattern asks for.
    """
    if array.null_count == len(array):
        return pa.nulls(len(array), pa.string())
    runs = compiled(how)
    clock = read_clock(array, None if how.zone is None else load_zone(how.zone))
    parts = [_look_up(key, atoms, clock, how) for key, atoms in runs] or [words([""])]
    validity = array.is_valid().buffers()[1] if array.null_count else None
    return strings(lay(parts, len(array), tight=True), validity)


@lru_cache(maxsize=128)
def compiled(how: Moments) -> tuple[tuple[str, tuple[Atom, ...]], ...]:
    """Cut a pattern into runs, each with what it reads: day, second, fraction, period or nothing."""
    letters = patterns.DAY_LETTERS
    if how.option != "dateFormat":
        letters |= patterns.SECOND_LETTERS | patterns.FRACTION_LETTERS
    if how.zone is not None:
        letters |= patterns.OFFSET_LETTERS | patterns.NAME_LETTERS | patterns.ZONE_LETTERS
    pieces = patterns.flatten(how.option, how.pattern, letters)
    atoms = [atom for piece in pieces for atom in _atoms(piece, how)]
    return tuple(_runs(atoms))


def _atoms(piece: Literal | Field, how: Moments) -> Iterator[Atom]:
    """Write what is the same for every value of the column, and cut fractions into groups of digits."""
    if isinstance(piece, Field) and piece.letter in patterns.FRACTION_LETTERS:
        for start in range(0, piece.count, 3):
            yield Fraction(start, min(start + 3, piece.count))
    elif isinstance(piece, Field) and _key(piece) == "period":
        assert how.zone is not None, "flatten leaves zone letters to instants"
        zone = load_zone(how.zone)
        texts = _period_texts(piece, zone, how)
        yield Literal(texts[0]) if len(set(texts)) == 1 else piece
    else:
        yield piece


def _runs(atoms: list[Atom]) -> list[tuple[str, tuple[Atom, ...]]]:
    """Join neighbours that read the same number; literals join the run before them, the first the one after.

    Each group of fraction digits stays alone: its table has 1000 rows, not 10 to the ninth.
    """
    runs: list[tuple[str, tuple[Atom, ...]]] = []
    for atom in atoms:
        key = _key(atom)
        last, before = runs[-1] if runs else ("", ())
        if runs and (not key or not last or key == last != "fraction"):
            runs[-1] = (key or last, (*before, atom))
        else:
            runs.append((key, (atom,)))
    return runs


def _key(atom: Atom) -> str:
    match atom:
        case Literal():
            return ""
        case Fraction():
            return "fraction"
        case Field(letter):
            return "day" if letter in DAY_NUMBERS else "second" if letter in SECOND_NUMBERS else "period"


def _look_up(key: str, atoms: tuple[Atom, ...], clock: Clock, how: Moments) -> Words:
    """Find the texts of a run, row by row, or one row that stands for all."""
    locale = load_locale(how.locale)
    match key:
        case "day":
            return _days(atoms, clock.day, locale)
        case "second":
            return _seconds(atoms, clock.second, locale)
        case "fraction":
            digits = next(atom for atom in atoms if isinstance(atom, Fraction))
            return _fraction_table(atoms).pick(_digits(clock, digits))
        case "period":
            assert clock.period is not None, "zone letters are left to zones with several periods"
            return _period_table(atoms, how).pick(clock.period)
        case _:
            return words(["".join(atom.text for atom in atoms if isinstance(atom, Literal))])


def _days(atoms: tuple[Atom, ...], day: Integers, locale: Locale) -> Words:
    """Pick from a table where the days lie in few blocks (9999-12-31 may well be among them)."""
    low, high = int(day.min()) >> _BLOCK_BITS, int(day.max()) >> _BLOCK_BITS
    most = min(16 * len(day), _LARGEST_DAY_TABLE) >> _BLOCK_BITS
    if high - low < most:
        return _day_table(atoms, tuple(range(low, high + 1)), locale).pick(day - (low << _BLOCK_BITS))
    if most > 1 and high - low < _LARGEST_DAY_TABLE:
        block = (day >> _BLOCK_BITS) - low
        used = np.zeros(high - low + 1, np.bool_)
        used[block] = True
        if (blocks := np.flatnonzero(used) + low).size <= most:
            table = _day_table(atoms, tuple(blocks.tolist()), locale)
            start = (np.cumsum(used) - 1) << _BLOCK_BITS
            return table.pick(start.take(block) + (day & ((1 << _BLOCK_BITS) - 1)))
    return _write_days(atoms, day, locale)


@lru_cache(maxsize=32)
def _day_table(atoms: tuple[Atom, ...], blocks: tuple[int, ...], locale: Locale) -> Words:
    starts = np.array(blocks)[:, np.newaxis] << _BLOCK_BITS
    return _write_days(atoms, (starts + np.arange(1 << _BLOCK_BITS)).ravel(), locale)


def _write_days(atoms: tuple[Atom, ...], day: Integers, locale: Locale) -> Words:
    fields = civil(day)
    return _write(atoms, len(day), lambda field: DAY_NUMBERS[field.letter](fields), locale)


def _seconds(atoms: tuple[Atom, ...], second: Integers, locale: Locale) -> Words:
    if len(second) < SECONDS_PER_DAY // 16:
        return _write_seconds(atoms, second, locale)
    return _second_table(atoms, locale).pick(second)


@lru_cache(maxsize=32)
def _second_table(atoms: tuple[Atom, ...], locale: Locale) -> Words:
    return _write_seconds(atoms, np.arange(SECONDS_PER_DAY), locale)


def _write_seconds(atoms: tuple[Atom, ...], second: Integers, locale: Locale) -> Words:
    return _write(atoms, len(second), lambda field: SECOND_NUMBERS[field.letter](second), locale)


def _write(atoms: tuple[Atom, ...], rows: int, number: Callable[[Field], Integers], locale: Locale) -> Words:
    """Spell each field's numbers, side by side with the literals."""
    parts = [
        words([atom.text]) if isinstance(atom, Literal) else spell(number(atom), spelling(atom, locale))
        for atom in atoms
        if not isinstance(atom, Fraction)
    ]
    return lay(parts, rows)


def _digits(clock: Clock, digits: Fraction) -> Integers:
    """Read these digits of each fraction as a number: truncated, and zero beyond the column's precision."""
    beyond = clock.digits - digits.end
    shifted: Integers = clock.fraction // 10**beyond if beyond > 0 else clock.fraction * 10**-beyond
    return shifted % 10 ** (digits.end - digits.start) if digits.start else shifted


@lru_cache(maxsize=32)
def _fraction_table(atoms: tuple[Atom, ...]) -> Words:
    (width,) = (atom.end - atom.start for atom in atoms if isinstance(atom, Fraction))
    texts = [[atom.text if isinstance(atom, Literal) else None for atom in atoms]] * 10**width
    return words(["".join(f"{n:0{width}}" if text is None else text for text in row) for n, row in enumerate(texts)])


@lru_cache(maxsize=32)
def _period_table(atoms: tuple[Atom, ...], how: Moments) -> Words:
    assert how.zone is not None
    zone = load_zone(how.zone)
    columns = [
        _period_texts(atom, zone, how) if isinstance(atom, Field) else [atom.text] * len(zone.periods)
        for atom in atoms
        if not isinstance(atom, Fraction)
    ]
    return words(["".join(row) for row in zip(*columns, strict=True)])


def _period_texts(field: Field, zone: Zone, how: Moments) -> list[str]:
    """Write a zone letter for each period of the zone."""
    if field.letter in patterns.ZONE_LETTERS:
        return [zone.id] * len(zone.periods)
    if field.letter in patterns.OFFSET_LETTERS:
        return [offset_text(period.offset, field.letter, field.count) for period in zone.periods]
    names = names_of(zone)
    if names is None or not (load_locale(how.locale).names_zones or names.long_standard == zone.id):
        what = f"the name of the zone {zone.id} in {how.locale} is not known"
        raise FormatError(what, option=how.option, value=how.pattern, allowed="XXX for the offset, VV for the id")
    return [zone_name(names, period, field.letter, field.count) for period in zone.periods]
