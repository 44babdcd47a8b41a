"""The dialect that explains most of a sample of CSV."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from exportsim.inspection import candidates
from exportsim.inspection.kinds import plausible, typical
from exportsim.inspection.records import Dialect, Parsed, parse

FIRST = 16 << 10
"""Characters on which every candidate is tried."""

WIDE = 256 << 10
"""As many where rows are so long that the first are too few; and as many for the best candidates."""

FEW_LINES = 10

FINALISTS = 4

ESCAPES = ('"', "'")
"""What escapes besides the usual, and besides what stands before a quote."""

CELLS = 2_000
"""Cells whose looks are weighed."""

ALMOST_ALL = 0.99
HARDLY = 0.05

UNUSUAL = 0.8
"""What a delimiter that also stands in times and in names loses against one that does not."""


@dataclass(frozen=True)
class Choice:
    """The best dialect, with what was tried beside it."""

    parsed: Parsed
    rivals: tuple[Parsed, ...]
    """The same sample under other escapes, most explained first."""

    other: str
    """Another delimiter that explains nearly all of the sample too; empty where there is none."""


def choose(text: str, *, whole: bool) -> Choice:
    """Find the dialect of a sample; ``whole`` when it is all there is."""
    first = _beginning(text, FIRST)
    if min(first.count("\n"), first.count("\r")) < FEW_LINES and max(first.count("\n"), first.count("\r")) < FEW_LINES:
        first = _beginning(text, WIDE)
    wide = _beginning(text, WIDE)
    separators = candidates.line_separators(wide, whole=whole and wide == text)
    tried: list[Parsed] = []
    for group in candidates.dialects(first, separators):
        for dialect in group:
            tried.append(parse(first, dialect, whole=whole and first == text))
            # A wrong escape costs the records that have one; what hardly explains any is wrong otherwise.
            if tried[-1].explained < HARDLY:
                break
    tried = tried or [parse(first, candidates.fallback(separators), whole=whole and first == text)]
    tried.sort(key=score, reverse=True)
    finalists = [_longest_delimiter(parsed, tried) for parsed in tried[:FINALISTS]]
    if wide != first:
        finalists = [parse(wide, parsed.dialect, whole=whole and wide == text) for parsed in finalists]
    best = max(finalists, key=score)
    variants = [parse(wide, dialect, whole=whole and wide == text) for dialect in _variants(wide, best)]
    # Sorting is stable: of escapes that explain as much, and are seen at work, the first, most usual one is taken.
    variants.sort(key=lambda parsed: (parsed.explained, _at_work(parsed)), reverse=True)
    return Choice(variants[0], tuple(variants[1:]), _other_delimiter(variants[0], tried))


def _other_delimiter(best: Parsed, tried: list[Parsed]) -> str:
    mine = best.dialect.delimiter
    rivals = (parsed for parsed in tried if parsed.width > 1 and parsed.explained > ALMOST_ALL)
    return next((d for parsed in rivals if (d := parsed.dialect.delimiter) not in mine and mine not in d), "")


def score(parsed: Parsed) -> float:
    """How well a dialect fits: what it explains, how much structure it finds, and whether cells look whole."""
    if parsed.explained < HARDLY:
        return 0.0
    cells = _cells(parsed)
    if parsed.width > 1:
        structure = (parsed.width - 1) / parsed.width
        structure *= 1.0 if parsed.dialect.delimiter in candidates.DELIMITERS[:7] else UNUSUAL
    else:
        structure = 0.6 if cells and all(map(typical, cells)) else 0.1
    return float(parsed.explained**2 * structure * plausible(cells) ** 2)


def _cells(parsed: Parsed) -> list[str]:
    """Values; what stands in quotes is taken for whole."""
    quote = parsed.dialect.quote
    cells: list[str] = []
    for record in parsed.records:
        if len(record) == parsed.width:
            cells += ["" if raw[:1] == quote else raw for raw in record]
        if len(cells) > CELLS:
            break
    return cells


def _longest_delimiter(parsed: Parsed, tried: list[Parsed]) -> Parsed:
    """Of delimiters one of which is part of the other, the longer one where it explains as much."""
    best = parsed
    for other in tried:
        mine, theirs = best.dialect, other.dialect
        longer = mine.delimiter in theirs.delimiter and len(mine.delimiter) < len(theirs.delimiter)
        if longer and mine.line_separator == theirs.line_separator and other.width > 1:
            best = other if other.explained >= best.explained else best
    return best


def _variants(text: str, best: Parsed) -> list[Dialect]:
    """The same dialect under every escape, and escape of the escape, that the sample suggests."""
    dialect = best.dialect
    if not best.quoted:
        return [replace(dialect, escape="\\")]
    seen = candidates.escapes(text, dialect.line_separator, dialect.delimiter, dialect.quote)
    usual = (escape for escape in ("\\", dialect.quote, *ESCAPES) if escape != dialect.delimiter)
    known = list(dict.fromkeys([*usual, *seen]))
    plain = [replace(dialect, escape=escape, escape_escape=None) for escape in known]
    unescaped = [replace(dialect, escape=escape, escape_escape="\0") for escape in known if escape != dialect.quote]
    others = [
        replace(dialect, escape=escape, escape_escape=before)
        for escape in known
        if escape != dialect.quote
        for before in _before(best, escape)
    ]
    return [*plain, *unescaped, *others]


def _at_work(parsed: Parsed) -> bool:
    """Whether any quoted field has something escaped in it; by an unusual character only where a quote is, too."""
    rules = parsed.dialect.procedure
    sequences = {rules.escape + rules.quote}
    if rules.escape_escape is None and rules.escape_prefix:
        sequences.add(rules.escape_prefix + rules.escape)
    return any(sequence in raw[1:-1] for raw in parsed.quoted for sequence in sequences)


def _before(parsed: Parsed, escape: str) -> list[str]:
    """What stands in front of an escape inside quotes, the most frequent first."""
    found: Counter[str] = Counter()
    for raw in parsed.quoted:
        found.update(re.findall(rf"([^\w\s])(?={re.escape(escape)})", raw[1:-1]))
    return [character for character, _ in found.most_common(2) if character != escape]


def _beginning(text: str, size: int) -> str:
    return text if len(text) <= size else text[:size]
