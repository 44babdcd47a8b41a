"""How null and the empty text are written: the fields that may stand for them, and what the writer's options were."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from exportsim.inspection.table import Table
from exportsim.inspection.values import Fact, Tokens, plural, quoted

WORDS = ("null", "NULL", "\\N")
"""What is met in practice as the text for null."""

TWO_QUOTES = '""'
"""Spark's text for the empty value, whatever the quote is."""


RARE = 10
"""So many fields without anything to one word for null, and the word is a text like others."""


def seen(table: Table) -> Tokens:
    """The raw fields that may stand for null or for the empty text, with their numbers."""
    quote = table.parsed.dialect.quote
    forced = replace(table.parsed.dialect.procedure, quote_all=True)
    words = {word: word for word in WORDS}
    if table.quoted_everywhere:
        words |= {forced.value(word, first=False): word for word in WORDS}
    empty = {"", TWO_QUOTES, quote * 2} | ({quote + TWO_QUOTES + quote} if quote != '"' else set())
    counted = Counter(raw for row in table.rows for raw in row if raw in empty or raw in words)
    empties = {raw: counted[raw] for raw in sorted(empty) if counted[raw]}
    found = {raw: number for raw, number in counted.items() if raw in words}
    return Tokens(empties, found, quote, table.quoted_everywhere)


def facts(tokens: Tokens) -> tuple[Fact, Fact]:
    """``nullValue`` and ``emptyValue``."""
    empties = tokens.empties
    raw = _word(tokens)
    if raw:
        word = next(word for word in WORDS if word.strip("\\") in raw)
        number = plural(tokens.words[raw], "field")
        evidence = f"{quoted(raw)} stands in {number}; it may be an ordinary text all the same."
        null = Fact("nullValue", word, "likely", evidence)
        if "" not in empties:
            return null, _empty(tokens)
        evidence = f"{plural(empties[''], 'field')} without anything, and null has a text of its own."
        return null, Fact("emptyValue", "", "likely", evidence)
    told_apart = TWO_QUOTES in empties or tokens.quote * 2 in empties
    if "" not in empties:
        evidence = "No field is without anything, and none is a usual word for null."
        if told_apart:
            evidence = "No field is without anything: there was no null, or it is written as the empty text is."
        return Fact("nullValue", "", "default", evidence), _empty(tokens)
    number = plural(empties[""], "field")
    if told_apart:
        evidence = f"{number} without anything, others with two quotes: null and the empty text are told apart."
        return Fact("nullValue", "", "likely", evidence), _empty(tokens)
    evidence = f"{number} without anything; whether they were null or the empty text the file does not say."
    empty = Fact("emptyValue", "", "likely", f"No field is two quotes, and {number} without anything.")
    return Fact("nullValue", "", "likely", evidence), empty


def _word(tokens: Tokens) -> str:
    """The word that is null; where fields without anything are far more frequent, or empty ones have quotes, none."""
    if not tokens.words or ("" in tokens.empties and TWO_QUOTES in tokens.empties):
        return ""
    raw = max(tokens.words, key=lambda raw: tokens.words[raw])
    return raw if RARE * tokens.words[raw] >= tokens.empties.get("", 0) else ""


def _empty(tokens: Tokens) -> Fact:
    """What two quotes say of the text for empty; they are Spark's own, or a pair of the file's quotes."""
    for raw, number in sorted(tokens.empties.items(), key=lambda item: item[0] != TWO_QUOTES):
        if raw:
            pair = raw == tokens.quote * 2
            # Where everything is quoted, the pair is the quoting of a text without anything.
            value = ("" if tokens.all_quoted else raw) if pair else TWO_QUOTES
            evidence = f"{quoted(raw)} stands in {plural(number, 'field')}."
            return Fact("emptyValue", value, "likely", evidence)
    return Fact("emptyValue", TWO_QUOTES, "default", "No field stands for an empty text.")
