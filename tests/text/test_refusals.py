"""Patterns, zones, locales and types that have no text."""

from __future__ import annotations

import pyarrow as pa
import pytest

from formats.base import FormatError
from formats.text import TextRules, check, check_type, to_text
from formats.text.tzif import names
from formats.text.zones import load_zone

RULES = TextRules()

ILLEGAL = str.split(
    "YYYY-MM-dd uuuu-MM-dd w W e c A B n N p b f i j l o r t C T { } # 'T ] y] ''' SSSSSSSSSS V VVV OO vv "
    "MMMMM LLLLL EEEEE GGGGG QQQQQ qqqqq ddd DDDD FF hhh HHH KKK kkk mmm sss aa yyyyyyy zzzzz XXXXXX "
    "xxxxxx ZZZZZZ gggggggggggggggggggg"
)


@pytest.mark.parametrize("pattern", ILLEGAL)
def test_an_illegal_pattern_is_refused_by_its_option(pattern: str) -> None:
    """Wherever it stands, whether or not a column would use it."""
    for option, rules in {
        "dateFormat": TextRules(date_format=pattern),
        "timestampFormat": TextRules(timestamp_format=pattern),
        "timestampNTZFormat": TextRules(timestamp_ntz_format=pattern),
    }.items():
        with pytest.raises(FormatError) as refusal:
            check(rules)
        assert (refusal.value.option, refusal.value.value) == (option, pattern)


@pytest.mark.parametrize("pattern", ["[", "yyyy[", "[[yyyy]", "''", "''''", "", "'G' y", '"é"'])
def test_an_odd_pattern_is_accepted(pattern: str) -> None:
    """An open bracket, quotes and nothing at all are fine."""
    check(TextRules(pattern, pattern, pattern))


@pytest.mark.parametrize(
    "zone",
    [
        *str.split("Mars/Base utc europe/berlin A + GMT+ UTCX +530 +18:01 +05:60 +0530:10 ROC Factory localtime"),
        "",
        " UTC",
        "../zones",
        "+٠٥:٠٠",
    ],
)
def test_an_unknown_zone_is_refused(zone: str) -> None:
    """The error names the option and the id."""
    with pytest.raises(FormatError) as refusal:
        check(TextRules(time_zone=zone))
    assert (refusal.value.option, refusal.value.value) == ("timeZone", zone)


def test_every_zone_of_the_database_loads() -> None:
    """But for the two that Java leaves out."""
    for name in sorted(names() - {"Factory", "ROC"}):
        assert load_zone(name).periods


def test_an_unknown_locale_is_refused_with_those_known() -> None:
    """The error lists what there is."""
    with pytest.raises(FormatError) as refusal:
        check(TextRules(locale="fr-FR"))
    assert (refusal.value.option, refusal.value.value) == ("locale", "fr-FR")
    assert "de-DE" in refusal.value.allowed


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (pa.list_(pa.string()), "ARRAY<STRING>"),
        (pa.large_list(pa.int32()), "ARRAY<INT>"),
        (
            pa.struct([("z", pa.string()), ("a", pa.int32()), ("n", pa.float64())]),
            "STRUCT<z: STRING, a: INT, n: DOUBLE>",
        ),
        (pa.map_(pa.string(), pa.decimal128(5, 2)), "MAP<STRING, DECIMAL(5,2)>"),
        (pa.binary(), "BINARY"),
        (pa.binary(4), "BINARY"),
        (pa.null(), "VOID"),
        (pa.month_day_nano_interval(), "INTERVAL"),
        (pa.list_(pa.timestamp("us", "UTC")), "ARRAY<TIMESTAMP>"),
        (pa.list_(pa.timestamp("us")), "ARRAY<TIMESTAMP_NTZ>"),
        (pa.time64("us"), "TIME64[US]"),
        (pa.duration("s"), "DURATION[S]"),
    ],
)
def test_a_type_without_text_is_refused_by_sparks_name(kind: pa.DataType, name: str) -> None:
    """Before any row is seen."""
    with pytest.raises(FormatError) as refusal:
        check_type("a", kind, RULES)
    assert f'`a` of the type "{name}"' in refusal.value.what
    with pytest.raises(FormatError):
        to_text(pa.nulls(1, kind), RULES)


@pytest.mark.parametrize(
    ("kind", "rules", "option", "field"),
    [
        (pa.date32(), TextRules(date_format="yyyy-MM-dd HH:mm"), "dateFormat", "HourOfDay"),
        (pa.date64(), TextRules(date_format="yyyy XXX"), "dateFormat", "OffsetSeconds"),
        (pa.date32(), TextRules(date_format="S"), "dateFormat", "NanoOfSecond"),
        (pa.date32(), TextRules(date_format="a"), "dateFormat", "AmPmOfDay"),
        (pa.timestamp("us"), TextRules(timestamp_ntz_format="yyyy VV"), "timestampNTZFormat", "ZoneId"),
        (pa.timestamp("us"), TextRules(timestamp_ntz_format="Z"), "timestampNTZFormat", "OffsetSeconds"),
    ],
)
def test_a_missing_field_is_refused_at_the_first_value(
    kind: pa.DataType, rules: TextRules, option: str, field: str
) -> None:
    """The pattern itself is legal, and a column without values is written."""
    check(rules)
    check_type("a", kind, rules)
    assert to_text(pa.nulls(2, kind), rules).to_pylist() == [None, None]
    with pytest.raises(FormatError, match=f"Unsupported field: {field}") as refusal:
        to_text(
            pa.array([None, 1], pa.int64()).cast(pa.int32() if kind == pa.date32() else pa.int64()).view(kind),
            rules,
        )
    assert refusal.value.option == option


@pytest.mark.parametrize(
    "rules",
    [
        TextRules(timestamp_format="z", time_zone="Antarctica/Troll"),
        TextRules(timestamp_format="[vvvv]", time_zone="Europe/Berlin", locale="de-DE"),
        TextRules(timestamp_format="zzzz", locale="de-DE"),
    ],
)
def test_an_unknown_zone_name_is_refused_rather_than_guessed(rules: TextRules) -> None:
    """Only for a column of instants: nothing else prints it."""
    check(rules)
    check_type("a", pa.date32(), rules)
    with pytest.raises(FormatError, match="is not known") as refusal:
        check_type("a", pa.timestamp("us", "UTC"), rules)
    assert refusal.value.option == "timestampFormat"


def test_the_rules_are_a_value() -> None:
    """Equal rules are one key."""
    assert {TextRules(): 1}[TextRules(time_zone="UTC")] == 1
