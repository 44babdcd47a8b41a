"""Which dialects a sample of CSV could be in: only characters that stand where such a character must stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from exportsim.inspection.records import Dialect

NUL = "\0"

DELIMITERS = (",", "\t", ";", "|", "\x01", "~|~", "||", "~", ":", "^", "¦", "\x1f", "\x02", "#", " ")
"""What is met in practice, the most usual first."""

QUOTES = ('"', "'", NUL)

LINES = 40
"""Lines that are searched for other delimiters."""

MOST = 10
"""Delimiters that are tried."""

FIRST_ESCAPES = 3
"""Escapes that are tried with every delimiter; all of them only with the best."""

_RUN = re.compile(r"[^\w\"'\x00\r\n]{2,3}")
_SINGLE = re.compile(r"[^\w\"'\x00\r\n]")


def line_separators(text: str, *, whole: bool) -> list[str]:
    """Those that occur, and what the text ends in where that is none of them."""
    pairs = text.count("\r\n")
    counted = {"\r\n": pairs, "\n": text.count("\n") - pairs, "\r": text.count("\r") - pairs}
    found = [separator for separator, number in counted.items() if number]
    if whole and text and text[-1] not in "\r\n\"'\0" and not text[-1].isalnum():
        found.append(text[-1])
    if whole and len(text) > 2 and not text[-2].isalnum() and text[-2] not in "\r\n" and text[-1] not in "\r\n":
        found.append(text[-2:])
    return found or ["\n"]


def delimiters(text: str) -> list[str]:
    """Those of ``DELIMITERS`` that occur, and what else stands in most lines."""
    lines = [line for line in re.split("\r\n|\r|\n", text, maxsplit=LINES)[:LINES] if line]
    in_lines: Counter[str] = Counter()
    for line in lines:
        in_lines.update(set(_RUN.findall(line)) | set(_SINGLE.findall(line)))
    others = [run for run, number in in_lines.most_common() if number > 0.6 * len(lines)]
    found = [delimiter for delimiter in DELIMITERS if delimiter in text]
    return list(dict.fromkeys(found + others))[:MOST] or [","]


def fallback(separators: list[str]) -> Dialect:
    """Where nothing fits: the usual."""
    return Dialect(separators[0], "," if separators[0] != "," else ";", '"', "\\")


def dialects(text: str, separators: list[str]) -> Iterator[list[Dialect]]:
    """Every combination that the sample does not rule out at first sight; together those that differ in the escape."""
    for separator in separators:
        for delimiter in delimiters(text):
            if delimiter in separator or separator in delimiter:
                continue
            for quote in _quotes(text, separator, delimiter):
                known = escapes(text, separator, delimiter, quote)[:FIRST_ESCAPES]
                yield [Dialect(separator, delimiter, quote, escape) for escape in known]


def _quotes(text: str, separator: str, delimiter: str) -> list[str]:
    """Characters that fields begin and end with; U+0000, where it does neither, stands for no quotes at all."""
    sides = f"{re.escape(delimiter)}|{re.escape(separator)}"
    opening = Counter(re.findall(rf"(?:\A|{sides})([^\w\s])", text))
    closing = Counter(re.findall(rf"([^\w\s])(?=\Z|{sides})", text))
    # What is left of a longer delimiter stands at the ends of fields too, where a part of it is taken for one.
    parts = "".join(longer for longer in DELIMITERS if delimiter != longer and delimiter in longer and longer in text)
    often = [character for character, _ in (opening & closing).most_common(4) if character not in parts]
    found = [quote for quote in QUOTES if opening[quote] and closing[quote]]
    return [q for q in dict.fromkeys([*found, *often, NUL]) if q not in delimiter + separator]


def escapes(text: str, separator: str, delimiter: str, quote: str) -> list[str]:
    """Characters in front of a quote inside a field, the most usual escapes always among them."""
    before = re.findall(rf"([^\w\s])(?={re.escape(quote)})", text)
    others = [character for character, _ in Counter(before).most_common(3)] if quote in text else []
    usual = ("\\", quote) if quote in text else ("\\",)
    return [e for e in dict.fromkeys([*usual, *others]) if e == quote or e not in delimiter + separator]
