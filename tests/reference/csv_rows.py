"""Spark's CSV writer as a state machine over single characters, as slow and as plain as it can be.

Written from the observed rules alone, without a look at the product's writer; ``options`` have Spark's names and text
values.
"""

from __future__ import annotations

from collections.abc import Sequence

DEFAULTS = {
    "sep": ",",
    "quote": '"',
    "escape": "\\",
    "charToEscapeQuoteEscaping": "",
    "quoteAll": "false",
    "escapeQuotes": "true",
    "ignoreLeadingWhiteSpace": "true",
    "ignoreTrailingWhiteSpace": "true",
    "nullValue": "",
    "emptyValue": '""',
    "lineSep": "\n",
}


def is_blank(character: str) -> bool:
    return ord(character) <= 32


def trailing_blanks(text: str) -> int:
    count = 0
    while count < len(text) and is_blank(text[-1 - count]):
        count += 1
    return count


class Row:
    """The writer's settings and its rows."""

    def __init__(self, options: dict[str, str], legacy_nulls: bool) -> None:
        given = DEFAULTS | options
        self.delimiter = given["sep"]
        self.quote = given["quote"] or "\0"
        self.escape = given["escape"] or "\0"
        prefix = given["charToEscapeQuoteEscaping"]
        self.prefix = "" if prefix == "\0" else prefix or ("" if self.escape == self.quote else self.escape)
        self.quote_all = given["quoteAll"] == "true"
        self.escape_quotes = given["escapeQuotes"] == "true"
        self.leading = given["ignoreLeadingWhiteSpace"] == "true"
        self.trailing = given["ignoreTrailingWhiteSpace"] == "true"
        self.null, self.empty = given["nullValue"], given["emptyValue"]
        self.line = given["lineSep"]
        self.newline = self.line if len(self.line) == 1 else "\n"
        self.legacy_nulls = legacy_nulls

    def text(self, values: Sequence[str | None]) -> str:
        """One row with its separator, or nothing where the whole row is dropped."""
        row = self.delimiter.join(self.field(value, index) for index, value in enumerate(values))
        return row + self.line if row else ""

    def field(self, value: str | None, column: int) -> str:
        if value is None and not self.legacy_nulls:
            text, special = self.null, True
        else:
            text = self.null if value is None else value
            special = text == "" or (self.leading and all(map(is_blank, text)))
            if special:
                text = self.empty
        force = self.must_force(text, column) or self.quote_all
        if force and special and len(text) > 1 and text[0] == self.quote and text[-1] == self.quote:
            return text
        quoted, written = self.append("", text, column, force)
        body = self.body(text)
        if self.trailing and (body == "" or is_blank(text[-1])):
            cut = trailing_blanks(written)
            written = written[: len(written) - cut]
            if written == "" and text != "" and not special:
                _, buffer = self.append("", text, column, force)
                _, buffer = self.append(buffer, self.empty, column, quoted or self.must_force(self.empty, column))
                if self.body(self.empty) == "" or is_blank(self.empty[-1]):
                    cut = trailing_blanks(buffer)
                written = buffer[: len(buffer) - cut]
        return self.quote + written + self.quote if quoted else written

    def body(self, text: str) -> str:
        start = 0
        while self.leading and start < len(text) and is_blank(text[start]):
            start += 1
        return text[start:]

    def must_force(self, text: str, column: int) -> bool:
        body = self.body(text)
        return body != "" and (body[0] == self.quote or (column == 0 and text[0] == "#"))

    def append(self, buffer: str, text: str, column: int, force: bool) -> tuple[bool, str]:
        body = self.body(text)
        triggers = "\n\r" + self.newline + self.line + (self.quote if self.escape_quotes else "")
        quoted = force or self.delimiter in body or any(character in triggers for character in body)
        for character in body:
            if quoted and character == self.quote:
                buffer += self.escape + character
            elif quoted and character == self.escape:
                buffer += self.prefix + character
            elif quoted and character == self.newline:
                buffer += self.line
            else:
                buffer += character
        return quoted, buffer
