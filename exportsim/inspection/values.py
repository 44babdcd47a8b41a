"""What an inspection says of a file: facts with the evidence for them, never a guess dressed as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Confidence = Literal["certain", "likely", "default"]
"""``certain``: the evidence rules out everything else; ``likely``: it is the best explanation; ``default``: nothing
was seen either way, and this is what stands where nobody chose."""


@dataclass(frozen=True)
class Fact:
    """One thing found out."""

    name: str
    """What it is about: ``container``, ``encoding``, or a writer's option under Spark's name."""

    value: str
    confidence: Confidence
    evidence: str
    """One sentence that can be checked against the file."""


@dataclass(frozen=True)
class ColumnFound:
    name: str
    type: str
    """``string``, ``integer``, ``date``, …; for Parquet, Avro and JSON the file's own word."""

    pattern: str = ""
    """For dates and timestamps: the pattern, in Spark's letters, that writes every value seen."""

    nulls: int | None = None
    """Of the rows looked at; None where that was not counted."""

    distinct: int | None = None
    """Of the rows looked at, null not counted; None where that was not counted."""


@dataclass(frozen=True)
class RowCount:
    """Rows of data, header not counted."""

    number: int
    exact: bool
    """False: estimated from the part of the file that was looked at."""


@dataclass(frozen=True)
class Tokens:
    """Raw fields of a CSV file that may stand for null or for the empty text, with their numbers."""

    empties: Mapping[str, int] = field(default_factory=dict)
    """Those without anything, or with quotes only."""

    words: Mapping[str, int] = field(default_factory=dict)
    """Those that are a usual word for null."""

    quote: str = ""
    all_quoted: bool = False
    """Whether every field is in quotes."""


@dataclass(frozen=True)
class Inspection:
    """Everything found out about one file."""

    file: str
    """As it was asked for, without what may be secret in it."""

    size: int | None
    """Bytes; None when the place does not say."""

    whole: bool
    """Whether all of the file was looked at, or its beginning only."""

    file_type: str
    """``csv``, ``json``, ``parquet``, ``avro``, or ``unknown``."""

    facts: tuple[Fact, ...]
    """Of the file as a whole, the outermost first: encryption, container, file type, encoding, …"""

    options: tuple[Fact, ...] = ()
    """The writer's options, under Spark's names, that explain what was seen."""

    rows: RowCount | None = None
    columns: tuple[ColumnFound, ...] = ()
    oddities: tuple[str, ...] = ()
    """Sentences about what a parser may stumble over, or what the platform would not have written."""

    compression: str | None = None
    """The value of the vendor's option that gives the container; None where none does."""

    file_configurations: Mapping[str, Any] | None = None
    """The vendor's JSON of that name that would give such a file; None where no configuration would."""

    tokens: Tokens = field(default_factory=Tokens)

    def option(self, name: str) -> Fact | None:
        """What was found out about one option."""
        return next((fact for fact in self.options if fact.name == name), None)


@dataclass(frozen=True)
class Difference:
    """Where a file is not what a configuration orders."""

    about: str
    """``file type``, ``compression``, or an option under Spark's name."""

    configured: str
    found: str
    evidence: str


def quoted(text: str, limit: int = 60) -> str:
    """A piece of a file for a sentence: on one line, every odd character as its escape, cut at the end."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    shown = cut if cut.isprintable() else "".join(c if c.isprintable() else _escape(c) for c in cut)
    return f"«{shown}»"


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def plural(number: int, thing: str) -> str:
    """``1 row``, ``2 rows``."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
