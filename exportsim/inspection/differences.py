"""Where a file is not what a plan orders: only what was really seen counts against it."""

from __future__ import annotations

from collections.abc import Iterator

import formats
from exportsim.inspection.encryption import HIDDEN
from exportsim.inspection.tokens import TWO_QUOTES
from exportsim.inspection.values import Difference, Fact, Inspection, quoted
from exportsim.model import Encryption, Plan
from formats import Csv

NUL = "\0"

PLAIN = ("sep", "escape", "quoteAll", "escapeQuotes", "header", "lineSep", "ignoreNullFields")
TRIMS = ("ignoreLeadingWhiteSpace", "ignoreTrailingWhiteSpace")
"""Options whose values can be held against each other as they are."""

ENOUGH = 2
"""Fields with a word for null that are more than chance."""


def compare(found: Inspection, plan: Plan) -> tuple[Difference, ...]:
    """What the plan orders and the file is not; dates are left out, as a text that looks like one may be a text."""
    configured = plan.format
    if not found.size:
        return ()
    encrypted = next(fact for fact in found.facts if fact.name == "encryption")
    if plan.encryption or encrypted.value != "none":
        return tuple(_encryption(found, encrypted, plan.encryption))
    if found.file_type != configured.file_type:
        evidence = next((fact.evidence for fact in found.facts if fact.name == "file type"), "")
        return (Difference("file type", configured.file_type, found.file_type, evidence),)
    return tuple(_differences(found, configured))


def _encryption(found: Inspection, fact: Fact, ordered: Encryption | None) -> Iterator[Difference]:
    """Nothing more can be compared: what is encrypted cannot be read, what is not should have been."""
    form = "OpenPGP, armored" if ordered and ordered.armor else "OpenPGP, binary" if ordered else "none"
    if fact.value != form:
        yield Difference("encryption", form, fact.value, fact.evidence)
    keys = next((other for other in found.facts if other.name == "recipients"), None)
    if ordered and keys and HIDDEN not in keys.value:
        # A packet names a key by the end of its fingerprint, newer ones by all of it.
        named = [key for key in keys.value.split(", ") if ordered.key.subkey.upper().endswith(key)]
        if not named:
            yield Difference("recipients", ordered.key.subkey, keys.value, keys.evidence)


def _differences(found: Inspection, configured: formats.Format) -> Iterator[Difference]:
    options = configured.options()
    if found.compression != options["compression"] and not _no_row_groups(found):
        fact = next(fact for fact in found.facts if fact.name in ("compression", "container"))
        yield Difference("compression", options["compression"], found.compression or fact.value, fact.evidence)
    for fact in found.options:
        seen = fact.confidence != "default"
        if seen and fact.name in (*PLAIN, *TRIMS) and fact.value != options.get(fact.name, fact.value):
            yield _difference(fact, options[fact.name])
        elif fact.name == "encoding" and _other_charset(fact, options["encoding"]):
            yield _difference(fact, options["encoding"])
    if isinstance(configured, Csv):
        yield from _quoting(found, configured)
        yield from _nothing(found, configured)


def _difference(fact: Fact, configured: str) -> Difference:
    return Difference(fact.name, configured, fact.value, fact.evidence)


def _no_row_groups(found: Inspection) -> bool:
    return found.file_type == "parquet" and found.rows is not None and not found.rows.number


def _other_charset(fact: Fact, configured: str) -> bool:
    """Text of ASCII alone speaks against the wide charsets only."""
    if fact.confidence == "default":
        return configured.startswith(("UTF-16", "UTF-32"))
    return fact.value != configured and {fact.value, configured} != {"UTF-32", "UTF-32BE"}


def _quoting(found: Inspection, configured: Csv) -> Iterator[Difference]:
    quote, twice = found.option("quote"), found.option("charToEscapeQuoteEscaping")
    if quote and quote.confidence != "default" and quote.value != configured.quote:
        # A bare quote inside a field rules out the double quote, and only where those have to be escaped.
        bare = quote.value == NUL and NUL not in found.tokens.quote
        if not bare or (configured.quote == '"' and configured.escape_quotes):
            yield _difference(quote, configured.quote)
    if twice and twice.confidence != "default":
        names = ("sep", "quote", "escape", "charToEscapeQuoteEscaping")
        ours = formats.from_options("csv", {fact.name: fact.value for fact in found.options if fact.name in names})
        if isinstance(ours, Csv) and ours.procedure.escape_prefix != configured.procedure.escape_prefix:
            yield Difference(
                twice.name, configured.procedure.escape_prefix, ours.procedure.escape_prefix, twice.evidence
            )


def _nothing(found: Inspection, configured: Csv) -> Iterator[Difference]:
    """Fields without anything that the configuration would not have written, and words that it would."""
    rules = configured.procedure
    null, empty = rules.null(first=False), rules.value("", first=False)
    order = f"null as {quoted(null)}, the empty text as {quoted(empty)}"
    data = rules.value(TWO_QUOTES, first=False)
    for raw, number in found.tokens.empties.items():
        if raw not in (null, empty, data):
            yield Difference("nullValue, emptyValue", order, quoted(raw), f"It stands in {number:,} fields.")
    expected = {null, empty} & {*found.tokens.empties, *found.tokens.words}
    others = {raw: number for raw, number in found.tokens.words.items() if raw not in (null, empty)}
    if not expected and sum(others.values()) >= ENOUGH:
        raw = max(others, key=lambda raw: others[raw])
        evidence = f"It stands in {others[raw]:,} fields, and no field has what is ordered."
        yield Difference("nullValue, emptyValue", order, quoted(raw), evidence)
