"""Whole columns of texts as CSV fields: most values are their own field, a byte scan finds the ones that are not.

The scan looks at the value buffer as it lies in memory. A value needs attention when it is empty, when it holds a
byte with which the delimiter, a quoting trigger or the quote begins, when a blank stands at an end that is trimmed,
or, in the first column, when it begins like a comment. Of those, the empty ones and the ones that only need quotes
around them are done at once; what is left goes through Arrow's text kernels, and under dialects whose characters get
in each other's way through the procedure itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from formats.buffers import Bytes, Flags, Offsets, offsets_and_bytes, places_of, replaced, values_holding
from formats.csv.procedure import BLANKS, Procedure

FEW = 512
"""As many odd values of a column, or fewer, are sooner done one by one than by a dozen kernels."""

SHORT = 1 << 10
"""Characters of the longest text whose field is remembered."""


def blank_ends(offsets: Offsets, data: Bytes, leading: bool, trailing: bool) -> Flags:
    """Which values have a blank at an end that is trimmed; the flag of an empty value means nothing."""
    if not len(data) or not (leading or trailing):
        return np.zeros(len(offsets) - 1, dtype=np.bool_)
    first = offsets[:-1] if leading else offsets[1:] - 1
    last = offsets[1:] - 1 if trailing else offsets[:-1]
    smaller = np.minimum(np.take(data, first, mode="clip"), np.take(data, last, mode="clip"))
    return np.less_equal(smaller, 0x20)


@dataclass(frozen=True)
class ColumnFields:
    """The procedure for one column position: ``first`` in the first column, where a comment character matters."""

    procedure: Procedure
    first: bool

    @cached_property
    def null(self) -> str:
        return self.procedure.null(first=self.first)

    @cached_property
    def empty(self) -> str:
        return self.procedure.value("", first=self.first)

    def field(self, text: str) -> str:
        """The field of one value; short ones are remembered, for those that are asked for here tend to come again."""
        return self._remembered(text) if len(text) <= SHORT else self.procedure.value(text, first=self.first)

    @cached_property
    def _remembered(self) -> Callable[[str], str]:
        return lru_cache(8 * FEW)(partial(self.procedure.value, first=self.first))

    def render(self, texts: pa.Array) -> pa.Array:
        """The fields of a ``string`` column; nulls stay null, the caller puts ``null`` in when it joins columns."""
        rules = self.procedure
        offsets, data = offsets_and_bytes(texts)
        window = data[offsets[0] : offsets[-1]]
        attention: Flags = offsets[:-1] == offsets[1:]
        empty = attention
        odd = np.zeros(len(texts), dtype=np.bool_)
        if rules.quote_all or (len(window) and window.min() <= self._highest_sign):
            odd = blank_ends(offsets, data, rules.trim_leading, rules.trim_trailing)
            if self.first and len(data):
                odd |= np.take(data, offsets[:-1], mode="clip") == rules.comment.encode()[0]
            marked = values_holding(offsets, places_of(window, self._begin_of_triggers))
            attention = empty | odd | marked | rules.quote_all
            if not self._marks_are_exact:
                odd |= ~empty
        if texts.null_count:
            attention &= texts.is_valid().to_numpy(zero_copy_only=False)
        if not attention.any():
            return texts
        if attention.all():
            return self._attended(texts, empty, odd)
        if attention is empty:
            return pc.if_else(pa.array(empty), self.empty, texts)
        fields = self._attended(texts.filter(pa.array(attention)), empty[attention], odd[attention])
        return replaced(texts, attention, fields)

    def _attended(self, texts: pa.Array, empty: Flags, odd: Flags) -> pa.Array:
        """The fields of values that are not simply themselves: empty ones, odd ones, and ones that only want quotes."""
        quote = self.procedure.quote
        fields = pc.if_else(pa.array(empty), self.empty, pc.binary_join_element_wise(quote, texts, quote, ""))
        offsets, data = offsets_and_bytes(texts)
        odd |= values_holding(offsets, places_of(data[offsets[0] : offsets[-1]], self._escaped))
        odd &= ~empty
        if not odd.any():
            return fields
        chosen = texts.filter(pa.array(odd))
        kernels = self._kernels_suffice and len(chosen) > FEW
        return replaced(fields, odd, self._by_kernels(chosen) if kernels else self._one_by_one(chosen))

    @cached_property
    def _begin_of_triggers(self) -> list[int]:
        """The first bytes, in UTF-8, of whatever may cause quotes."""
        rules = self.procedure
        return sorted({text.encode()[0] for text in (rules.delimiter, rules.quote, *rules.triggers)})

    @cached_property
    def _highest_sign(self) -> int:
        """A column whose smallest byte lies above it holds no blank and nothing that causes quotes."""
        comment = self.procedure.comment.encode()[0] if self.first else 0
        return max(*self._begin_of_triggers, comment, 0x20)

    @cached_property
    def _escaped(self) -> list[int]:
        """The bytes that do not stay as they are inside quotes."""
        rules = self.procedure
        return [ord(rules.quote), ord(rules.escape)]

    @cached_property
    def _marks_are_exact(self) -> bool:
        """Whether a marked byte says all: each trigger is one ASCII character, and inside quotes newlines stay."""
        rules = self.procedure
        signs = (rules.delimiter, rules.quote, rules.escape, *rules.triggers)
        return all(len(sign) == 1 and sign.isascii() for sign in signs) and rules.newline == rules.line_separator

    @cached_property
    def _kernels_suffice(self) -> bool:
        """Whether replacing one character after the other gives what replacing all at once gives."""
        rules = self.procedure
        replaced = {rules.quote, rules.escape}
        newline_stays = rules.newline == rules.line_separator
        return (
            (rules.escape == rules.quote or rules.escape_prefix != rules.quote)
            and (newline_stays or replaced.isdisjoint({rules.newline, *rules.line_separator}))
            # A blank value that only the trailing trim empties takes the procedure's odd way.
            and (rules.trim_leading or not rules.trim_trailing)
        )

    def _one_by_one(self, texts: pa.Array) -> pa.Array:
        return pa.array(map(self.field, texts.to_pylist()), pa.string())

    def _by_kernels(self, texts: pa.Array) -> pa.Array:
        rules = self.procedure
        body = pc.ascii_ltrim(texts, BLANKS) if rules.trim_leading else texts
        bare, inside = body, self._inside(body)
        if rules.trim_trailing:
            bare, inside = pc.ascii_rtrim(bare, BLANKS), pc.ascii_rtrim(inside, BLANKS)
        quoted = pc.binary_join_element_wise(rules.quote, inside, rules.quote, "")
        fields = quoted if rules.quote_all else pc.if_else(self._quoted(texts, body), quoted, bare)
        return pc.if_else(pc.equal(pc.binary_length(body), 0), self.empty, fields)

    def _quoted(self, texts: pa.Array, body: pa.Array) -> pa.Array:
        rules = self.procedure
        triggers = "[" + "".join(f"\\x{{{ord(character):x}}}" for character in sorted(rules.triggers)) + "]"
        quoted = pc.or_(
            pc.match_substring(body, rules.delimiter),
            pc.or_(pc.match_substring_regex(body, triggers), pc.starts_with(body, rules.quote)),
        )
        return pc.or_(quoted, pc.starts_with(texts, rules.comment)) if self.first else quoted

    def _inside(self, body: pa.Array) -> pa.Array:
        rules = self.procedure
        if rules.newline != rules.line_separator:
            body = pc.replace_substring(body, rules.newline, rules.line_separator)
        if rules.escape != rules.quote:
            body = pc.replace_substring(body, rules.escape, rules.escape_prefix + rules.escape)
        return pc.replace_substring(body, rules.quote, rules.escape + rules.quote)
