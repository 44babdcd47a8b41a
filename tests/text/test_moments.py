"""Dates and timestamps: every letter, zone and unit, ancient and far years."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import texts

from formats.text import TextRules, to_text
from formats.text.zones import load_zone

INSTANT = pa.timestamp("us", "UTC")
LEAP_DAY = 1_709_210_096_123_456
"""2024-02-29T12:34:56.123456Z"""
MARCH = 1_709_647_629_012_345
"""2024-03-05T09:07:09.012345 in New York"""


def moments(values: list[int | None], kind: pa.DataType) -> pa.Array:
    storage = pa.int32() if kind == pa.date32() else pa.int64()
    return pa.array(values, storage).view(kind)


def written(values: list[int | None], kind: pa.DataType, rules: TextRules) -> list[str | None]:
    array = to_text(moments(values, kind), rules)
    array.validate(full=True)
    result: list[str | None] = array.to_pylist()
    return result


def instant(value: int, pattern: str, zone: str = "America/New_York", locale: str = "en-US") -> str | None:
    rules = TextRules(timestamp_format=pattern, time_zone=zone, locale=locale)
    return written([value], INSTANT, rules)[0]


LETTERS = {
    "y yy yyy yyyy yyyyy yyyyyy": "2024 24 2024 2024 02024 002024",
    "M MM MMM MMMM L LL LLL LLLL": "3 03 Mar March 3 03 Mar March",
    "d dd D DD DDD": "5 05 65 65 065",
    "E EE EEE EEEE F": "Tue Tue Tue Tuesday 5",
    "Q QQ QQQ QQQQ q qq qqq qqqq": "1 01 Q1 1st quarter 1 01 Q1 1st quarter",
    "G GG GGG GGGG": "AD AD AD Anno Domini",
    "g gggggggggg": "60374 0000060374",
    "H HH k kk h hh K KK": "9 09 9 09 9 09 9 09",
    "m mm s ss a": "7 07 9 09 AM",
    "S SS SSS SSSS SSSSSSSSS": "0 01 012 0123 012345000",
    "X XX XXX XXXX XXXXX": "-05 -0500 -05:00 -0500 -05:00",
    "x xx xxx xxxx xxxxx": "-05 -0500 -05:00 -0500 -05:00",
    "Z ZZ ZZZ ZZZZ ZZZZZ": "-0500 -0500 -0500 GMT-05:00 -05:00",
    "O OOOO VV": "GMT-5 GMT-05:00 America/New_York",
    "z zz zzz zzzz v vvvv": "EST EST EST Eastern Standard Time ET Eastern Time",
    "'text' '' 'o''clock'": "text ' o'clock",
    "[yyyy][ 'x']-[[dd]": "2024 x-05",
    "''''": "'",
    "": "",
}


@pytest.mark.parametrize(("pattern", "expected"), LETTERS.items())
def test_every_letter_prints_what_spark_prints(pattern: str, expected: str) -> None:
    """The documented sample instant, under each letter and length."""
    assert instant(MARCH, pattern) == expected


def test_offset_zero_has_its_own_texts() -> None:
    """Z for X, digits for x, GMT for the localised forms."""
    pattern = "X XX XXX XXXX XXXXX x xx xxx xxxx xxxxx Z ZZZZ ZZZZZ O OOOO"
    assert instant(MARCH, pattern, "UTC") == "Z Z Z Z Z +00 +0000 +00:00 +0000 +00:00 +0000 GMT Z GMT GMT"


def test_offsets_with_seconds_are_cut_or_shown() -> None:
    """New York before 1883 was 4:56:02 behind."""
    old = -3_000_000_000_000_000
    pattern = "X XX XXX XXXX XXXXX x xxxx Z ZZZZ ZZZZZ O OOOO"
    expected = "-0456 -0456 -04:56 -045602 -04:56:02 -0456 -045602 -0456 GMT-04:56:02 -04:56:02 GMT-4:56:02 "
    assert instant(old, pattern) == expected + "GMT-04:56:02"


def test_an_offset_of_less_than_a_minute_shows_as_zero() -> None:
    """Where the seconds are cut off nothing is left of it."""
    assert instant(0, "X XXX XXXXX x Z O", "-00:00:30") == "Z Z -00:00:30 +00 +0000 GMT-0:00:30"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", "2024-02-29T12:34:56.123Z"),
        ("Z", "2024-02-29T12:34:56.123Z"),
        ("GMT", "2024-02-29T12:34:56.123Z"),
        ("Etc/UTC", "2024-02-29T12:34:56.123Z"),
        ("Europe/London", "2024-02-29T12:34:56.123Z"),
        ("Europe/Berlin", "2024-02-29T13:34:56.123+01:00"),
        ("America/New_York", "2024-02-29T07:34:56.123-05:00"),
        ("Asia/Kathmandu", "2024-02-29T18:19:56.123+05:45"),
        ("GMT+3", "2024-02-29T15:34:56.123+03:00"),
        ("UTC+1", "2024-02-29T13:34:56.123+01:00"),
        ("+05:30", "2024-02-29T18:04:56.123+05:30"),
        ("+5:30", "2024-02-29T18:04:56.123+05:30"),
        ("-08:00", "2024-02-29T04:34:56.123-08:00"),
        ("PST", "2024-02-29T04:34:56.123-08:00"),
        ("EST", "2024-02-29T07:34:56.123-05:00"),
    ],
)
def test_an_instant_is_told_in_the_zone_of_the_rules(zone: str, expected: str) -> None:
    """Whatever zone the type names: milliseconds truncated, Z at offset zero."""
    for own in ("UTC", "Asia/Tokyo"):
        assert written([LEAP_DAY], pa.timestamp("us", own), TextRules(time_zone=zone)) == [expected]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("GMT+3", "GMT+03:00"),
        ("UTC+1", "UTC+01:00"),
        ("UT+1", "UT+01:00"),
        ("UT", "UT"),
        ("GMT+0", "GMT"),
        ("+5", "+05:00"),
        ("+05:3", "+05:03"),
        ("-053010", "-05:30:10"),
        ("-00:00", "Z"),
        ("PST", "America/Los_Angeles"),
        ("MST", "-07:00"),
    ],
)
def test_a_zone_has_the_id_that_java_gives_it(zone: str, expected: str) -> None:
    """Aliases are resolved, offsets normalised, prefixes kept."""
    assert instant(0, "VV", zone) == expected


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("UTC", "UTC Coordinated Universal Time", "UTC Coordinated Universal Time"),
        ("Europe/Berlin", "CET Central European Standard Time", "CEST Central European Summer Time"),
        ("Europe/London", "GMT Greenwich Mean Time", "BST British Summer Time"),
        ("Europe/Dublin", "GMT Greenwich Mean Time", "IST Irish Standard Time"),
        ("PST", "PST Pacific Standard Time", "PDT Pacific Daylight Time"),
        ("Asia/Tokyo", "JST Japan Standard Time", "JST Japan Standard Time"),
        ("Asia/Kolkata", "IST India Standard Time", "IST India Standard Time"),
        ("America/Sao_Paulo", "BRT Brasilia Standard Time", "BRT Brasilia Standard Time"),
        (
            "Australia/Brisbane",
            "AEST Australian Eastern Standard Time",
            "AEST Australian Eastern Standard Time",
        ),
        ("Asia/Kathmandu", "NPT Nepal Time", "NPT Nepal Time"),
        ("Africa/Lagos", "WAT West Africa Standard Time", "WAT West Africa Standard Time"),
        ("Asia/Shanghai", "CST China Standard Time", "CST China Standard Time"),
        ("+05:30", "+05:30 +05:30", "+05:30 +05:30"),
        ("GMT+3", "GMT+03:00 GMT+03:00", "GMT+03:00 GMT+03:00"),
        ("Etc/GMT+3", "GMT-03:00 GMT-03:00", "GMT-03:00 GMT-03:00"),
    ],
)
def test_a_zone_is_named_as_java_names_it(zone: str, winter: str, summer: str) -> None:
    """Short and long, standard and daylight, by what held at the instant."""
    assert instant(LEAP_DAY, "z zzzz", zone) == winter
    assert instant(LEAP_DAY + 120 * 86_400_000_000, "z zzzz", zone) == summer


def test_dates_of_any_year() -> None:
    """The calendar is the proleptic Gregorian one; a year above 9999 gets a plus, one below 0 a minus."""
    days = [-141_427, -141_438, 2_932_897, -719_529, -719_528, 3_789_548, None, -719_162]
    expected = ["1582-10-15", "1582-10-04", "+10000-01-01", "-0001-12-31", "0000-01-01", "+12345-06-07", None]
    assert written(days, pa.date32(), TextRules()) == [*expected, "0001-01-01"]
    other = TextRules(date_format="y yy yyy yyyyy G")
    assert written([2_932_897, -719_529], pa.date32(), other) == [
        "10000 00 10000 10000 AD",
        "2 02 002 00002 BC",
    ]


def test_the_far_end_of_time_zones() -> None:
    """A zone can carry an instant into the year 10000, and its yearly rule holds for ever."""
    end_of_9999 = 253_402_300_799_999_999
    assert instant(end_of_9999, TextRules().timestamp_format, "Europe/Berlin") == "+10000-01-01T00:59:59.999+01:00"
    july = 86_400_000_000 * (2_932_897 + 182)
    for cycles in (0, 1, 7):
        later = july + cycles * 146_097 * 86_400_000_000
        assert instant(later, "MMM X", "Europe/Berlin") == "Jul +02"


def test_fractions_are_truncated_towards_the_past() -> None:
    """Also before 1970: the last microsecond of 1969 is .999."""
    rules = TextRules()
    assert written([-1, 999], INSTANT, rules) == ["1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z"]


@pytest.mark.parametrize(("unit", "per_second"), [("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9)])
def test_every_unit(unit: str, per_second: int) -> None:
    """A unit's digits are printed, and zeros behind them."""
    ticks = -3 * per_second + per_second * 123_456_789 // 10**9
    rules = TextRules(timestamp_ntz_format="yyyy-MM-dd HH:mm:ss.SSSSSSSSS")
    digits = "123456789"[: len(str(per_second)) - 1].ljust(9, "0")
    assert written([ticks], pa.timestamp(unit), rules) == [f"1969-12-31 23:59:57.{digits}"]


def test_wall_clock_times_leave_zone_sections_out() -> None:
    """A section is printed only when the value has its fields; the zone of the rules does not matter."""
    rules = TextRules(timestamp_ntz_format="yyyy-MM-dd[ HH:mm][XXX][ VV]", time_zone="Asia/Tokyo")
    assert written([LEAP_DAY], pa.timestamp("us"), rules) == ["2024-02-29 12:34"]
    rules = TextRules(date_format="dd.MM.yyyy[ HH:mm]")
    assert written([19_782], pa.date32(), rules) == ["29.02.2024"]


def test_german() -> None:
    """Month and day names of the locale; the form within a date and the one standing alone differ."""
    assert instant(LEAP_DAY, "EEEE E MMMM MMM LLL QQQQ G a", "UTC", "de-DE") == (
        "Donnerstag Do. Februar Feb. Feb 1. Quartal n. Chr. PM"
    )
    assert instant(MARCH, "MMMM MMM LLL", "UTC", "de") == "März März Mär"


def test_nulls_and_slices() -> None:
    """Nulls stay null wherever they are, in slices too, and an array of nothing else is fine."""
    array = moments([None, 0, None, 19_782, None], pa.date32())
    assert to_text(array.slice(1, 3), TextRules()).to_pylist() == ["1970-01-01", None, "2024-02-29"]
    assert to_text(array.slice(2, 1), TextRules()).to_pylist() == [None]
    assert to_text(array.slice(0, 0), TextRules()).to_pylist() == []


@pytest.mark.parametrize("outlier", [None, 2_932_896, 2_932_897, 40_000_000])
def test_a_long_column_is_written_like_a_short_one(outlier: int | None) -> None:
    """Tables of days, with or without a far date among them, and direct writing agree."""
    days = np.random.default_rng(7).integers(-30_000, 30_000, 50_000).tolist()
    days[77] = outlier
    kind = pa.date32()
    assert written(days, kind, TextRules()) == [texts.text(day, kind, TextRules()) for day in days]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Europe/London"])
def test_long_columns_of_instants(zone: str) -> None:
    """Whole tables of seconds and of the zone's history agree with single values."""
    ticks = np.random.default_rng(8).integers(0, 2**51, 20_000).tolist()
    rules = TextRules(time_zone=zone)
    assert written(ticks, INSTANT, rules) == [texts.text(tick, INSTANT, rules) for tick in ticks]


def test_threads_write_what_one_writes() -> None:
    """Many threads may share the tables."""
    column = moments(np.random.default_rng(9).integers(0, 2**51, 20_000).tolist(), INSTANT)
    batches = [column.slice(start, 1000) for start in range(0, 20_000, 1000)]
    rules = TextRules(time_zone="America/St_Johns", timestamp_format="dd/MM/yyyy HH.mm.ss XX")
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda batch: to_text(batch, rules), batches))
    assert pa.concat_arrays(parts).equals(to_text(column, rules))


ATOMS = str.split(
    "y yy yyy yyyy yyyyy G GGGG M MM MMM MMMM LLL d dd D DD DDD E EEEE F Q QQ QQQ QQQQ q g ggggggg "
    "H HH k kk K KK h hh m mm s ss a S SS SSS SSSS SSSSSS SSSSSSS SSSSSSSSS"
)
ZONE_ATOMS = str.split("X XX XXX XXXX XXXXX x xx xxx xxxx xxxxx Z ZZZZ ZZZZZ O OOOO VV z zzzz")
LITERALS = ["'at'", "''", " ", "-", "/", "é", "[", "['x']"]
ZONES = [*texts.ZONE_NAMES, "+05:30", "GMT+3", "-00:44:30", "Z"]

ticks = st.integers(-(2**62), 2**62) | st.integers(-3 * 10**16, 3 * 10**17) | st.integers(0, 2 * 10**15)


def patterns(letters: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(st.sampled_from(letters), st.sampled_from(LITERALS)), max_size=6).map(
        lambda pairs: "".join(letter + literal for letter, literal in pairs)
    )


def reference(values: list[int | None], kind: pa.DataType, rules: TextRules) -> list[str | None]:
    return [texts.text(value, kind, rules) for value in values]


@given(st.lists(st.none() | ticks, min_size=1), patterns(ATOMS + ZONE_ATOMS), st.sampled_from(ZONES))
@settings(deadline=None)
def test_any_instant_agrees_with_the_reference(values: list[int | None], pattern: str, zone: str) -> None:
    """Any microsecond, pattern and zone."""
    rules = TextRules(timestamp_format=pattern, time_zone=zone)
    assert written(values, INSTANT, rules) == reference(values, INSTANT, rules)


@given(st.lists(st.none() | ticks, min_size=1), patterns(ATOMS), st.sampled_from(["s", "ms", "us", "ns"]))
@settings(deadline=None)
def test_any_wall_clock_time_agrees_with_the_reference(values: list[int | None], pattern: str, unit: str) -> None:
    """Any tick of any unit."""
    kind = pa.timestamp(unit)
    values = [value if value is None else value // (10**6 if unit == "s" else 1) for value in values]
    rules = TextRules(timestamp_ntz_format=pattern)
    assert written(values, kind, rules) == reference(values, kind, rules)


@given(st.lists(st.none() | st.integers(-(2**31), 2**31 - 1), min_size=1), patterns(ATOMS[:27]))
@settings(deadline=None)
def test_any_date_agrees_with_the_reference(values: list[int | None], pattern: str) -> None:
    """Any day that 32 bits hold, and the same days in milliseconds."""
    rules = TextRules(date_format=pattern)
    expected = reference(values, pa.date32(), rules)
    assert written(values, pa.date32(), rules) == expected
    millis: list[Any] = [value if value is None else value * 86_400_000 for value in values]
    assert written(millis, pa.date64(), rules) == expected


@pytest.mark.parametrize("zone", ["Europe/Dublin", "America/Nuuk", "Asia/Gaza", "Antarctica/Troll", "Asia/Tehran"])
def test_odd_zones_agree_with_the_reference(zone: str) -> None:
    """Negative savings, rules at negative hours or on the day after, two-hour savings, none left."""
    ticks = np.random.default_rng(11).integers(-(2**51), 2**53, 3000).tolist()
    rules = TextRules(timestamp_format="yyyy-MM-dd HH:mm:ss XXXXX", time_zone=zone)
    assert written(ticks, INSTANT, rules) == reference(ticks, INSTANT, rules)


def test_the_second_of_a_transition_belongs_to_what_follows() -> None:
    """Berlin's clocks went from 2 to 3 at 2024-03-31T01:00Z."""
    change = int(datetime.fromisoformat("2024-03-31T01:00:00Z").timestamp())
    zone = load_zone("Europe/Berlin")
    seconds = np.array([change - 1, change, change + 1])
    assert [zone.periods[index].offset for index in zone.period_of(seconds)] == [3600, 7200, 7200]
