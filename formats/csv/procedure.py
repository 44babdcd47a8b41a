"""One CSV field, value by value: Spark's decision procedure as it stands.

The writer uses it for the few values that its column kernels leave over: the texts for null and empty, header names,
and values under dialects whose characters get in each other's way. Positions and lengths are those of characters;
U+0000 … U+0020 are *blank*.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

BLANKS = "".join(map(chr, range(0x21)))
"""What trimming takes away, as Java's ``String.trim`` does: no-break and ideographic spaces stay."""


@dataclass(frozen=True)
class Procedure:
    """The part of a CSV dialect that decides how a text becomes a field."""

    delimiter: str
    quote: str
    escape: str
    escape_escape: str | None
    """What the user set: None where Spark chooses."""

    quote_all: bool
    escape_quotes: bool
    trim_leading: bool
    trim_trailing: bool
    null_value: str
    empty_value: str
    line_separator: str
    comment: str
    legacy_nulls: bool

    @cached_property
    def escape_prefix(self) -> str:
        """What stands before an escape character inside quotes; empty when nothing does."""
        if self.escape_escape is None:
            return self.escape if self.escape != self.quote else ""
        return "" if self.escape_escape == "\0" else self.escape_escape

    @cached_property
    def newline(self) -> str:
        """The character that is written as the line separator inside quotes."""
        return self.line_separator if len(self.line_separator) == 1 else "\n"

    @cached_property
    def triggers(self) -> frozenset[str]:
        """Characters that cause quoting, besides the delimiter."""
        quote = {self.quote} if self.escape_quotes else set()
        return frozenset({"\n", "\r", self.newline, *self.line_separator} | quote)

    def null(self, *, first: bool) -> str:
        """The field of a null; under the legacy rule a null is an ordinary value whose text is ``null_value``."""
        if self.legacy_nulls:
            return self.value(self.null_value, first=first)
        return self._field(self.null_value, first=first, special=True)

    def value(self, text: str, *, first: bool) -> str:
        """The field of a value that is not null; ``first`` in the first column."""
        if not text or (self.trim_leading and not text.strip(BLANKS)):
            return self._field(self.empty_value, first=first, special=True)
        return self._field(text, first=first, special=False)

    def untrimmed(self) -> Procedure:
        """The same for names that Spark refuses to trim."""
        return replace(self, trim_leading=False, trim_trailing=False)

    def _field(self, text: str, *, first: bool, special: bool) -> str:
        body = self._body(text)
        force = self._forced(text, body, first, self.quote_all)
        if force and special and len(text) >= 2 and text[0] == text[-1] == self.quote:
            return text
        quoted = self._quoted(body, force)
        output = self._trimmed(self._inside(body) if quoted else body, text, body)
        if not output and not special and text:
            output = self._blank_with_empty_value_behind(body, quoted, first)
        return self.quote + output + self.quote if quoted else output

    def _body(self, text: str) -> str:
        return text.lstrip(BLANKS) if self.trim_leading else text

    def _forced(self, text: str, body: str, first: bool, force: bool) -> bool:
        return force or body[:1] == self.quote or (first and body != "" and text[0] == self.comment)

    def _quoted(self, body: str, force: bool) -> bool:
        return force or self.delimiter in body or not self.triggers.isdisjoint(body)

    def _inside(self, body: str) -> str:
        """The body between quotes; the quote is tested first, so with escape = quote it is doubled."""
        special = {self.newline: self.line_separator}
        special[self.escape] = self.escape_prefix + self.escape
        special[self.quote] = self.escape + self.quote
        return body.translate({ord(character): text for character, text in special.items()})

    def _trimmed(self, output: str, text: str, body: str) -> str:
        """Cut inside the quotes, after the decision to quote."""
        if self.trim_trailing and (not body or text[-1] in BLANKS):
            return output.rstrip(BLANKS)
        return output

    def _blank_with_empty_value_behind(self, body: str, quoted: bool, first: bool) -> str:
        """Spark's odd way with a blank value that only the trailing trim emptied.

        The empty value is put behind its blanks, then as many characters are cut from the end as it had blanks.
        """
        blanks = self._inside(body) if quoted else body
        text = self.empty_value
        empty = self._body(text)
        inside = self._quoted(empty, self._forced(text, empty, first, quoted))
        output = blanks + (self._inside(empty) if inside else empty)
        if not empty or text[-1] in BLANKS:
            return output.rstrip(BLANKS)
        return output[: len(output) - len(blanks)]
