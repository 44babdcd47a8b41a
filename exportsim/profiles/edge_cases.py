"""Values that have hurt parsers before, each with a name and the reason; sown among ordinary values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from exportsim.errors import Problem
from exportsim.model import Slice
from exportsim.profiles import hashing
from formats.buffers import replaced


@dataclass(frozen=True)
class EdgeCase:
    id: str
    """Stable: reports and tests refer to it."""

    value: str

    why: str
    """Why it hurts, in one sentence."""


EDGE_CASES: tuple[EdgeCase, ...] = tuple(
    EdgeCase(*case)
    for case in (
        ("comma", "Lovelace, Ada", "The delimiter inside a value splits it when quoting is off or ignored."),
        ("semicolon", "one;two", "Spreadsheets of many countries take the semicolon for the delimiter."),
        ("pipe", "left|right", "A parser told to split at pipes cuts the value in two."),
        ("tab", "before\tafter", "A tab is a delimiter in TSV and looks like a blank to the eye."),
        ("all-delimiters", "a,b;c|d\te", "Guessing the delimiter by counting goes wrong here."),
        ("quote-alone", '"', "A lone quote opens a value that never ends."),
        ("quote-leading", '"Ada Lovelace', "It makes a lenient parser swallow the rest of the file."),
        (
            "quote-inside",
            'Ada "The Countess" Lovelace',
            "Spark escapes it by a backslash, RFC 4180 doubles it.",
        ),
        ("quote-around", '"quoted"', "Quotes that belong to the value are taken for the file's own."),
        (
            "quote-doubled",
            'say ""hi""',
            "Doubled quotes collapse to one where doubling is read as an escape.",
        ),
        ("quote-delimiter", '","', "It looks exactly like the border between two quoted values."),
        ("apostrophe", "O'Neill's", "A single quote ends a string in SQL and is a quote to some parsers."),
        ("apostrophe-leading", "'tis", "A parser with single quotes waits for the closing one."),
        ("backslash", "\\", "Alone, it escapes the delimiter that follows."),
        ("backslash-inside", "C:\\new\\table", "Read as escapes, it has a line break and a tab."),
        ("backslash-trailing", "C:\\temp\\", "At the end, it escapes the closing quote."),
        ("backslash-quote", 'a\\"b', "Escape and quote in the value: every dialect writes them differently."),
        ("line-feed", "first line\nsecond line", "Counting lines is not counting rows."),
        ("carriage-return", "first line\rsecond line", "A row border to some readers, nothing to others."),
        ("crlf", "first line\r\nsecond line", "Reading in text mode turns two characters into one."),
        ("line-feed-trailing", "trailing line\n", "Stripping line ends strips a part of the value."),
        ("blank-leading", "  leading", "Trimming, which is the platform's default, loses it."),
        ("blank-trailing", "trailing  ", "Fixed-width databases and trimming readers lose it."),
        ("blank-only", "   ", "Trimmed, it can no longer be told from empty."),
        ("empty", "", "Present but empty is not the same as absent."),
        ("text-null", "null", "A person may be called Null; many readers turn the word into nothing."),
        ("text-null-upper", "NULL", "The usual token for an absent value in SQL tools."),
        ("text-nan", "NaN", "Data frames read it as a missing number."),
        ("text-na", "NA", "Namibia's country code is missing data to statistics tools."),
        ("text-true", "true", "Type guessing makes a boolean of it."),
        ("text-no", "no", "Norway's problem: YAML-minded tools read false."),
        ("nul", "before\x00after", "C strings end here, and some databases refuse it."),
        ("control", "bell\x07escape\x1b[31m", "Terminals act on it, XML forbids it."),
        ("byte-order-mark", "\ufeffmarked", "Taken for the beginning of a file, it vanishes."),
        ("line-separator", "before\u2028after", "A line end to JavaScript and to Python."),
        ("next-line", "before\u0085after", "A line end to XML 1.1, Java's regular expressions and Python."),
        (
            "no-break-ends",
            "\u00a0padded\u3000",
            "No-break and wide blanks are never trimmed; many trim functions take them.",
        ),
        ("no-break-space", "100\u00a0000", "Looks like a blank; trimming and splitting disagree about it."),
        (
            "right-to-left",
            "\u200fمرحبا, world\u200f",
            "Invisible marks, two directions: shown in another order than stored.",
        ),
        ("combining", "e\u0301clair", "Equal on screen to the composed form, unequal byte by byte."),
        ("emoji-joined", "👩‍👩‍👧‍👦", "One picture of seven code points; cutting by length breaks it."),
        ("emoji-flag", "🇵🇱", "Two code points and four UTF-16 units make one flag."),
        ("astral", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎", "UTF-16 surrogates, and MySQL's three-byte utf8 refuses it."),
        (
            "latin-accents",
            "Zażółć gęślą jaźń, Škoda, Ærøskøbing",
            "Read in a one-byte charset, an accent is two letters.",
        ),
        ("cjk", "株式会社「例」、東京", "Three bytes a character, full-width punctuation, no blanks."),
        ("long", "0123456789" * 1_000, "10 000 characters overrun fixed columns and some readers' limits."),
        ("formula-equals", "=1+1", "A spreadsheet computes it."),
        ("formula-plus", "+1+1", "A spreadsheet computes it, and phone numbers in E.164 look like it."),
        ("formula-minus", "-1+1", "A spreadsheet computes it."),
        ("formula-at", "@SUM(1,1)", "A spreadsheet calls a function."),
        ("hash-leading", "#1 customer", "A comment line to readers that know comments."),
        ("leading-zeros", "00420", "Read as a number, a postal code loses its zeros."),
        ("exponent", "1E5", "Read as a number, a product code becomes 100000."),
        ("big-integer", "12345678901234567890", "More digits than a double or a 64-bit integer holds."),
        ("decimal-comma", "1.234,56", "Thousands and decimals change places between countries."),
        ("date-like", "3-4", "A spreadsheet makes the third of April of it, or the fourth of March."),
        ("markup", "<b>R&amp;D</b>", "Escaped or unescaped once too often on its way through HTML or XML."),
    )
)
"""All of them; the order is part of what a seed means."""

_VALUES = pa.array([case.value for case in EDGE_CASES], pa.string())
_IDS = pa.array([case.id for case in EDGE_CASES], pa.string())


def check(share: float) -> Iterator[Problem]:
    if not 0 <= share <= 1:
        yield Problem("edge_case_share", f"{share} is no share", "0 (no edge cases) to 1 (nothing else)")


def sow(batch: pa.RecordBatch, paths: dict[str, str], share: float, seed: int, indices: hashing.Bits) -> Slice:
    """Replace cells by edge cases, each with probability ``share``, and tell which.

    ``paths`` gives the source path of every column that may be touched, by its name; of these only strings
    are. ``indices`` are those of the batch's profiles.
    """
    columns, tags, found = [], [], False
    for field, column in zip(batch.schema, batch.columns, strict=True):
        tag = pa.nulls(len(batch), pa.string())
        if share and field.name in paths and pa.types.is_string(field.type):
            random = hashing.bits_of(seed, f"{paths[field.name]}#edge case", indices)
            struck = hashing.chance(random, share)
            if struck.any():
                # The lower bits choose, for in the upper ones all that were struck are alike.
                which = pa.array((random[struck] & np.uint64(0xFFFFFFFF)) % np.uint64(len(EDGE_CASES)))
                column = replaced(column, struck, _VALUES.take(which))
                tag = replaced(tag, struck, _IDS.take(which))
                found = True
        columns.append(column)
        tags.append(tag)
    cases = pa.RecordBatch.from_arrays(tags, names=batch.schema.names) if found else None
    return Slice(pa.RecordBatch.from_arrays(columns, schema=batch.schema), cases)
