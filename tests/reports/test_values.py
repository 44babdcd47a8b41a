"""Values made visible and put side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportsim.reports.values import EMPTY, NULL, Span, contrast, shorten, shorten_start, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a b", "a b"),
        ("", ""),
        (" a  ", "·a··"),
        ("   ", "···"),
        ("a\0b\nc\rd\te", "a␀b␤c␍d⇥e"),
        ("\x1b[31m\x7f", "\\x1b[31m␡"),
        ("\ufeffid", "\\ufeffid"),
        ("a\xa0b\u3000c", "a\\xa0b\\u3000c"),
        ("\u202eevil", "\\u202eevil"),
        ("\uffff\U000e0001", "\\uffff\\U000e0001"),
        ("Zoë 株 😀", "Zoë 株 😀"),
    ],
)
def test_every_character_can_be_seen(text: str, shown: str) -> None:
    """Control characters, odd blanks and invisible marks are shown; blanks at the ends become dots."""
    assert visible(text) == shown


def test_a_long_value_is_cut() -> None:
    """The end of a text, or the beginning of a path, gives way to an ellipsis."""
    assert (shorten("abcdef", 4), shorten_start("a/b/cdef", 4), shorten("abcd", 4)) == (
        "abc…",
        "…def",
        "abcd",
    )


@pytest.mark.parametrize(
    ("sent", "read", "spans"),
    [
        ("abc", "aXc", (Span("a", "b", "c", None), Span("a", "X", "c", None))),
        ("ab ", "ab", (Span("ab", "·", "", None), Span("ab", "", "", None))),
        ("aa", "a", (Span("a", "a", "", None), Span("a", "", "", None))),
        ("same", "same", (Span("same", "", "", None), Span("same", "", "", None))),
        (None, "null", (Span("", NULL, "", None), Span("null", "", "", None))),
        ("", "x", (Span("", EMPTY, "", None), Span("", "x", "", None))),
        (None, None, (Span("", NULL, "", None), Span("", NULL, "", None))),
    ],
)
def test_the_difference_stands_by_itself(sent: str | None, read: str | None, spans: tuple[Span, Span]) -> None:
    """What two values have in common at both ends is apart from what differs."""
    assert contrast(sent, read, 40) == spans


def test_a_long_value_is_cut_around_its_difference() -> None:
    """The place where two long values part is shown, and the length of each."""
    sent, read = contrast("a" * 100 + "X" + "b" * 100, "a" * 100 + "Y" + "b" * 100, 20)
    assert (sent, read) == (
        Span("…aaaaa", "X", "bbbbbbbbbbbb…", 201),
        Span("…aaaaa", "Y", "bbbbbbbbbbbb…", 201),
    )
    assert str(sent) == "…aaaaaXbbbbbbbbbbbb… (201 characters)"


@given(sent=st.text(), read=st.text(), limit=st.integers(8, 60))
def test_nothing_is_lost_or_too_long(sent: str, read: str, limit: int) -> None:
    """Short values come out whole, long ones within the limit, whatever is in them."""
    for text, span in zip((sent, read), contrast(sent, read, limit), strict=True):
        joined = span.before + span.different + span.after
        assert len(joined) <= limit + 1
        assert all(character.isprintable() for character in joined)
        assert (span.length is None) == (len(visible(text)) <= limit)
