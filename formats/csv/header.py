"""The header row: column names pass the same procedure as values, with the oddities of Spark's CSV library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from formats.csv.procedure import BLANKS, Procedure


def header_fields(names: Sequence[str], procedure: Procedure) -> list[str]:
    """The header row's fields.

    A single-quoted name loses its first and last character. Names that differ only by case and blanks around them are
    kept as they are; so is a name still single-quoted. The empty name among such is written ``''``.
    """
    names = [name[1:-1] if _single_quoted(name) else name for name in names]
    spellings = defaultdict(set)
    for name in names:
        spellings[_folded(name)].add(name)
    fields = []
    for index, name in enumerate(names):
        clashes = len(spellings[_folded(name)]) > 1
        if clashes and not name:
            name = "''"
        rules = procedure.untrimmed() if clashes or _single_quoted(name) else procedure
        fields.append(rules.value(name, first=index == 0))
    return fields


def _single_quoted(name: str) -> bool:
    trimmed = name.strip(BLANKS)
    return len(trimmed) > 2 and trimmed[0] == trimmed[-1] == "'"


def _folded(name: str) -> str:
    return name.strip(BLANKS).lower()
