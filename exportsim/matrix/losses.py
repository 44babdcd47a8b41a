"""Files that no reader can read exactly, because under their options different values are written alike.

A parser is not blamed for these. What is only null and empty written alike is no loss in this sense: there either
reading is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exportsim.matrix.rows import TEXTS
from formats import Csv, Format
from formats.csv.procedure import BLANKS


def losses(format: Format) -> tuple[str, ...]:
    """Why the rows of the matrix cannot be read exactly from a file of this format: sentences."""
    if not isinstance(format, Csv):
        return ()
    return tuple(why for loses, why in _LOSSES if loses(format))


def _escape_is_not_escaped(csv: Csv) -> bool:
    rules = csv.procedure
    bare = rules.escape != rules.quote and not rules.escape_prefix
    return bare and any(text.endswith(rules.escape) for text in _quoted(csv))


def _escape_of_escape_is_data(csv: Csv) -> bool:
    rules = csv.procedure
    other = rules.escape != rules.quote and rules.escape_prefix not in ("", rules.escape)
    return other and any(rules.escape_prefix + rules.quote in text for text in _quoted(csv))


def _blank_value_is_cut_to_a_rest(csv: Csv) -> bool:
    rules = csv.procedure
    if rules.trim_leading or not rules.trim_trailing:
        return False
    fields = (rules.value(text, first=False) for text in TEXTS if text and not text.strip(BLANKS))
    return any(field != rules.value("", first=False) for field in fields)


def _word_is_null_and_empty(csv: Csv) -> bool:
    alike = csv.lookalikes
    return alike.null == "" and alike.empty in TEXTS


def _quoted(csv: Csv) -> Iterator[str]:
    """The texts that stand in quotes."""
    rules = csv.procedure
    return (text for text in TEXTS if rules.value(text, first=False)[:1] == rules.quote)


_LOSSES: tuple[tuple[Callable[[Csv], bool], str], ...] = (
    (
        _escape_is_not_escaped,
        "Nothing stands before an escape inside quotes, so a value that ends in one looks as if it went on behind its "
        "closing quote.",
    ),
    (
        _escape_of_escape_is_data,
        "The character before an escape inside quotes is not escaped itself; where it belongs to a value and a quote "
        "follows, the two cannot be told from an escaped escape.",
    ),
    (
        _blank_value_is_cut_to_a_rest,
        "Of a value of nothing but blanks, which are cut off behind but not in front, Spark leaves a piece of the "
        "empty value.",
    ),
    (
        _word_is_null_and_empty,
        "Null, the empty text and a word that stands in the data are written alike.",
    ),
)
