"""The options of a CSV writer that explain a parsed sample, each with the line that shows it."""

from __future__ import annotations

from collections.abc import Callable

from exportsim.inspection.dialect import Choice
from exportsim.inspection.records import NEWLINES, Parsed
from exportsim.inspection.table import Table
from exportsim.inspection.values import Fact, plural, quoted
from formats.csv.procedure import BLANKS

NUL = "\0"

_BLANKS = frozenset(BLANKS)

ENOUGH = 10
"""Records of one width that rule out chance."""


class CsvFacts:
    """What the choice of a dialect and the table under it say of each option."""

    def __init__(self, choice: Choice, table: Table) -> None:
        self._choice = choice
        self._table = table
        self._parsed: Parsed = table.parsed
        self._dialect = table.parsed.dialect

    def all(self) -> tuple[Fact, ...]:
        """In the order of the vendor's table, without the tokens and the patterns of dates."""
        return (
            self._delimiter(),
            self._quote(),
            *self._escapes(),
            self._quote_all(),
            self._escape_quotes(),
            self._table.header,
            self._trimmed("ignoreLeadingWhiteSpace", "begins", lambda value: value[:1]),
            self._trimmed("ignoreTrailingWhiteSpace", "ends", lambda value: value[-1:]),
            self._line_separator(),
        )

    def _delimiter(self) -> Fact:
        delimiter, records = self._dialect.delimiter, len(self._parsed.records)
        # Spark resolves backslash sequences in this option.
        shown = delimiter.replace("\\", "\\\\")
        if self._parsed.width < 2:
            return Fact("sep", ",", "default", "There is one column: no delimiter was seen at work.")
        usual = sum(len(record) == self._parsed.width for record in self._parsed.records)
        evidence = f"{usual:,} of {plural(records, 'record')} have {self._parsed.width} fields by it"
        protected = self._first(lambda raw: raw in self._parsed.quoted and delimiter in raw)
        if protected:
            return Fact("sep", shown, "certain", f"{evidence}; {protected} is in quotes because of it.")
        if self._choice.other:
            evidence += f"; {quoted(self._choice.other)} would cut the records alike"
            return Fact("sep", shown, "likely", evidence + ".")
        certain = records >= ENOUGH and usual == records and not self._parsed.broken
        return Fact("sep", shown, "certain" if certain else "likely", evidence + ".")

    def _quote(self) -> Fact:
        quote = self._dialect.quote
        if self._parsed.quoted:
            needed = self._first(lambda raw: raw in self._parsed.quoted and self._must_be_quoted(raw))
            if needed:
                return Fact("quote", quote, "certain", f"{needed} holds what would otherwise end the field.")
            number = plural(len(self._parsed.quoted), "different field")
            return Fact("quote", quote, "likely", f"{number} begin and end with it.")
        bare = self._first(lambda raw: '"' in raw)
        if bare:
            return Fact(
                "quote", NUL, "likely", f"{bare} has a bare quote: had that been the quote, it would be escaped."
            )
        return Fact("quote", '"', "default", "No field is quoted, and none has a quote in it: nothing tells.")

    def _must_be_quoted(self, raw: str) -> bool:
        return self._dialect.delimiter in raw or not {*NEWLINES, *self._dialect.line_separator}.isdisjoint(raw)

    def _escapes(self) -> tuple[Fact, Fact]:
        """``escape``, and ``charToEscapeQuoteEscaping`` where it is not Spark's own choice."""
        escape, quote = self._dialect.escape, self._dialect.quote
        inner = self._first(lambda raw: raw in self._parsed.quoted and escape + quote in raw[1:-1])
        doubled = self._dialect.procedure.escape_prefix + escape
        data = self._first(lambda raw: raw in self._parsed.quoted and escape in raw[1:-1].replace(escape + quote, ""))
        if inner is None:
            other = quote if escape == "\\" else "\\"
            if data and escape == quote:
                evidence = f"A backslash stands single inside quotes, in {data}: it is no escape."
            else:
                evidence = f"No quote stands inside quotes: {quoted(escape)} or {quoted(other)}, nothing tells."
            own = Fact("escape", escape, "default", evidence)
        else:
            how = "is doubled" if escape == quote else f"has {quoted(escape)} before it"
            certain = not self._rivals(lambda rival: rival.dialect.escape != escape)
            evidence = f"Inside quotes a quote {how}: {inner}."
            own = Fact("escape", escape, "certain" if certain else "likely", evidence)
        if escape == quote:
            return own, Fact(
                "charToEscapeQuoteEscaping", "", "default", "A quote is doubled: nothing escapes an escape."
            )
        value = self._dialect.escape_escape or ""
        if data is None:
            return own, Fact(
                "charToEscapeQuoteEscaping", value, "default", "No escape stands for itself inside quotes."
            )
        shown = quoted(doubled) if len(doubled) > 1 else f"{quoted(escape)} alone"
        rivals = self._rivals(lambda rival: rival.dialect.escape_escape != self._dialect.escape_escape)
        evidence = f"Inside quotes the escape itself is written {shown}: {data}."
        return own, Fact("charToEscapeQuoteEscaping", value, "likely" if rivals else "certain", evidence)

    def _rivals(self, differs: Callable[[Parsed], bool]) -> bool:
        """Whether the sample is explained as well in another way."""
        best = self._choice.parsed.explained
        return any(differs(rival) and rival.explained >= best for rival in self._choice.rivals)

    def _quote_all(self) -> Fact:
        bare = self._first(lambda raw: raw not in self._parsed.quoted)
        if bare is not None or not self._parsed.quoted:
            evidence = f"{bare} is not in quotes." if bare else "No field is in quotes."
            return Fact("quoteAll", "false", "certain" if bare else "default", evidence)
        idle = self._first(lambda raw: not self._must_be_quoted(raw) and self._dialect.quote not in raw[1:-1])
        if idle:
            return Fact("quoteAll", "true", "certain", f"Every field is in quotes, even {idle}.")
        return Fact("quoteAll", "true", "likely", "Every field is in quotes; each may have needed them.")

    def _escape_quotes(self) -> Fact:
        quote = self._dialect.quote
        loose = self._first(lambda raw: raw in self._parsed.loose) if self._parsed.quoted else None
        if loose:
            return Fact("escapeQuotes", "false", "certain", f"{loose} has a quote inside without being quoted.")
        if self._table.quoted_everywhere:
            return Fact("escapeQuotes", "true", "default", "Every field is in quotes: this option decides nothing.")

        def because_of_the_quote(raw: str) -> bool:
            value = self._table.values.get(raw, raw)
            return (
                raw in self._parsed.quoted
                and quote in value[1:]
                and value[0] != quote
                and not self._must_be_quoted(raw)
            )

        found = self._first(because_of_the_quote)
        if found:
            return Fact("escapeQuotes", "true", "certain", f"{found} is in quotes for the quote in it alone.")
        return Fact("escapeQuotes", "true", "default", "No field has a quote inside and nothing else to be quoted for.")

    def _trimmed(self, name: str, where: str, end: Callable[[str], str]) -> Fact:
        tokens = {"", " "}
        found = self._first(lambda raw: raw not in tokens and end(self._table.values.get(raw, raw)) in _BLANKS)
        if found:
            return Fact(name, "false", "certain", f"{found} {where} with a blank.")
        return Fact(name, "true", "default", f"No value {where} with a blank: trimmed, or there was none.")

    def _line_separator(self) -> Fact:
        separator, records = self._dialect.line_separator, len(self._parsed.records)
        names = {"\n": "LF", "\r\n": "CR LF", "\r": "CR"}
        name = names.get(separator, quoted(separator))
        inside = self._first(lambda raw: not {*NEWLINES}.isdisjoint(raw))
        evidence = f"{plural(records, 'record')} end with {name}"
        if records < 2:
            return Fact("lineSep", separator, "default" if not records else "likely", evidence + ".")
        evidence += f"; other line breaks are inside quotes, as in {inside}." if inside else "; there is no other."
        clean = self._parsed.explained > 0.99 if self._parsed is self._choice.parsed else not self._parsed.broken
        return Fact("lineSep", separator, "certain" if clean else "likely", evidence)

    def _first(self, wanted: Callable[[str], bool]) -> str | None:
        """The first field for which something holds, with where it stands."""
        fields = {raw for raw in self._parsed.fields if wanted(raw)}
        if not fields:
            return None
        return next((f"record {place}: {quoted(raw)}" for place, raw in self._table.cells() if raw in fields), None)
