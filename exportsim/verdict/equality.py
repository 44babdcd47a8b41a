"""When what was read is what was meant: one SQL expression for each cell."""

from __future__ import annotations

from exportsim.verdict.sql import Family, family, literal
from exportsim.verdict.truth import Cell
from formats.base import Lookalikes

NUMBER = literal(r"(?i)[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|nan|[+-]?inf(inity)?")
"""DuckDB itself takes more: ``1_000``, blanks around."""

INSTANT = literal(r"\d{4,6}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?( ?(Z|[+-]\d\d(:?\d\d)?))?)?")
"""The extended forms of ISO 8601, with a blank for the T as SQL and pandas write it."""


def fault(sent: str, value: str, meant: str, read: str, given: str, lookalikes: Lookalikes) -> str:
    """Give the kind of finding of a cell, SQL null where there is none.

    ``sent`` is the text in the file and ``value`` the value it was made from, of type ``meant``; ``read`` is
    what the parser gave, of type ``given`` (types as DuckDB spells them; ``JSON`` is the text of a JSON
    value).
    """
    text = as_text(read, given)
    no_text = f" AND {text} <> ''" if lookalikes.null == "" else ""
    no_null = "" if lookalikes.null is None else f" AND {sent} <> {literal(lookalikes.null)}"
    empty = (
        ""
        if lookalikes.empty is None
        else f"WHEN {text} = '' AND {sent} = {literal(lookalikes.empty)} THEN NULL\n        "
    )
    same_ = "\n        ".join(f"WHEN {how} THEN NULL" for how in same(sent, value, meant, read, given))
    return f"""CASE
        WHEN {sent} IS NULL AND {read} IS NULL THEN NULL
        WHEN {sent} IS NULL THEN CASE WHEN true{no_text} THEN 'null-read-as-text' END
        WHEN {read} IS NULL THEN CASE WHEN true{no_null} THEN 'text-read-as-null' END
        {same_}
        {empty}ELSE 'text' END"""


def same(sent: str, value: str, meant: str, read: str, given: str) -> list[str]:
    """Give the conditions, each enough, that a cell not null on either side was read rightly; SQL null is no.

    Text must be the exact text; where the truth is a number, boolean, date or instant, text that says the
    same value will do. What the parser gave in a type of its own is compared in that type. The cheapest
    condition stands first: DuckDB looks at the next only for the cells that are left.
    """
    text = as_text(read, given)
    is_text = family(given) is Family.STRING
    same_type = [f"{read} = {value}"] if meant == given and not is_text else []
    match (family(meant), family(given)):
        case (Family.STRING, _):
            return [f"{text} = {sent}"]
        case (Family.INTEGER | Family.DECIMAL, Family.STRING):
            lossy = [as_double(text, sent, value)] if given == "JSON" else []
            return [f"{text} = {sent}", exactly(number(text), value, meant), *lossy]
        case (Family.FLOATING, Family.STRING):
            return [f"{text} = {sent}", f"TRY_CAST({number(text)} AS {meant}) = {value}"]
        case (Family.BOOLEAN, Family.STRING):
            return [f"{text} = {sent}", f"lower({text}) = CAST({value} AS VARCHAR)"]
        case (Family.TEMPORAL, Family.STRING):
            return [f"{text} = {sent}", *same_instant(sent, value, meant, instant_of_text(text))]
        case (Family.TEMPORAL, Family.TEMPORAL):
            return [*same_type, *same_instant(sent, value, meant, f"CAST({read} AS TIMESTAMPTZ)")]
        case (Family.INTEGER, Family.INTEGER) | (Family.BOOLEAN, Family.BOOLEAN):
            return [f"{read} = {value}"]
        case (Family.INTEGER | Family.DECIMAL, Family.DECIMAL) | (Family.DECIMAL, Family.INTEGER):
            return [*same_type, exactly(read, value, meant)]
        case (Family.INTEGER, Family.FLOATING):
            return [f"{read} = trunc({read}) AND TRY_CAST({read} AS HUGEINT) = {value}"]
        case (Family.DECIMAL, Family.FLOATING):
            return [f"CAST({read} AS DOUBLE) = CAST({value} AS DOUBLE)"]
        case (Family.FLOATING, Family.INTEGER | Family.DECIMAL | Family.FLOATING):
            return [*same_type, f"TRY_CAST({read} AS {meant}) = {value}"]
        case (Family.NESTED, _):
            return [f"{text} = {sent}", f"CAST(json(TRY_CAST({text} AS JSON)) AS VARCHAR) = {value}"]
        case _:
            return [f"{text} = {sent}"]


def as_text(read: str, given: str) -> str:
    return read if family(given) is Family.STRING else f"CAST({read} AS VARCHAR)"


def number(text: str) -> str:
    """Keep the text where it is a number as people and machines write it, else null."""
    return f"CASE WHEN regexp_full_match({text}, {NUMBER}) THEN {text} END"


def exactly(read: str, value: str, meant: str) -> str:
    """Compare as decimals, with as many digits behind the point as DuckDB's 38 leave."""
    precision, scale = digits(meant)
    decimal = f"DECIMAL(38,{38 - precision + scale})"
    return f"TRY_CAST({read} AS {decimal}) = TRY_CAST({value} AS {decimal})"


def as_double(text: str, sent: str, value: str) -> str:
    """Accept the double nearest to a decimal of more digits than a double holds.

    A JSON number arrives as DuckDB prints its double, whatever its digits were; RFC 8259 (section 6) warns of
    that loss.
    """
    return f"length({sent}) > 16 AND {text} = CAST(CAST({value} AS DOUBLE) AS VARCHAR)"


def digits(meant: str) -> tuple[int, int]:
    """Give precision and scale of a decimal; an integer needs twenty digits, or all of them."""
    if not meant.startswith("DECIMAL"):
        return (38, 0) if meant.endswith("HUGEINT") else (20, 0)
    precision, scale = meant.removeprefix("DECIMAL(").removesuffix(")").split(",")
    return int(precision), int(scale)


def instant_of_text(text: str) -> str:
    """Read an ISO 8601 date or instant; without an offset it is UTC, the session's zone."""
    return f"CASE WHEN regexp_full_match({text}, {INSTANT}) THEN TRY_CAST({text} AS TIMESTAMPTZ) END"


def same_instant(sent: str, value: str, meant: str, read: str) -> list[str]:
    """Give the conditions, each enough, that an instant is the one meant, at the precision of the text sent.

    ISO text without an offset may be local time, so the value meant counts beside the text's own. Text with a
    pattern of its own tells us neither zone nor precision; there the value counts at any usual precision.
    """
    whole = f"CAST({value} AS TIMESTAMPTZ)"
    if meant == "DATE":
        return [f"{read} = {whole}"]
    written = instant_of_text(sent)
    second, minute = (f"date_trunc('{precision}', {whole})" for precision in ("second", "minute"))
    return [
        f"{read} = {written}",
        f"{read} = date_trunc('millisecond', {whole})",
        f"{read} = {second} AND coalesce({written} = date_trunc('second', {written}), true)",
        f"{read} = {minute} AND {written} IS NULL",
    ]


def key_texts(cell: Cell, read: str, given: str, lookalikes: Lookalikes) -> tuple[str, str]:
    """Give the two expressions, of the truth and of the reading, that are equal where a key is the same.

    Text is taken as it is; two typed values meet in a common spelling; values that a file cannot tell apart
    are one.
    """
    value, meant = cell.value, cell.meant
    ours, theirs = cell.sent, as_text(read, given)
    match (family(meant), family(given)):
        case (Family.TEMPORAL, Family.TEMPORAL):
            ours, theirs = (
                f"CAST(date_trunc('millisecond', CAST({x} AS TIMESTAMPTZ)) AS VARCHAR)" for x in (value, read)
            )
        case (Family.DECIMAL | Family.FLOATING, Family.DECIMAL | Family.FLOATING | Family.INTEGER):
            ours, theirs = (f"CAST(TRY_CAST({x} AS {meant}) AS VARCHAR)" for x in (value, read))
        case (Family.INTEGER, Family.DECIMAL | Family.FLOATING):
            ours, theirs = f"CAST({value} AS VARCHAR)", f"CAST(TRY_CAST({read} AS HUGEINT) AS VARCHAR)"
        case (Family.INTEGER, Family.INTEGER) | (Family.BOOLEAN, Family.BOOLEAN):
            ours = f"CAST({value} AS VARCHAR)"
    if lookalikes.empty is not None:
        ours = f"CASE WHEN {ours} = {literal(lookalikes.empty)} THEN '' ELSE {ours} END"
    if lookalikes.null is not None:
        ours, theirs = (f"coalesce({x}, {literal(lookalikes.null)})" for x in (ours, theirs))
    return ours, theirs
