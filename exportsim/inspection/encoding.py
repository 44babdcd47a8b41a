"""Which charset a text is in: byte order marks, zero bytes, whether it is UTF-8, and which bytes say otherwise."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from exportsim.inspection.values import Confidence, Fact, plural

MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32LE"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
"""In an order in which none hides behind its beginning; UTF-16 and UTF-32 without letters are big-endian in Java."""

PYTHON_CODECS = {
    "UTF-8": "utf-8",
    "UTF-16": "utf-16-be",
    "UTF-16BE": "utf-16-be",
    "UTF-16LE": "utf-16-le",
    "UTF-32": "utf-32-be",
    "UTF-32LE": "utf-32-le",
    "ISO-8859-1": "latin-1",
    "windows-1252": "cp1252",
}

SPARKS_MARK = codecs.BOM_UTF16_BE
"""The only one that Spark writes."""

MOST_CONTROLS = 2
"""Different ones, as delimiter and as line separator."""

_INVALID = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class Encoding:
    charset: str
    """Java's name."""

    mark: bytes
    """The byte order mark that the file begins with, or nothing."""

    fact: Fact

    @property
    def codec(self) -> str:
        return PYTHON_CODECS[self.charset]

    @property
    def errors(self) -> str:
        """How bytes without meaning are decoded: in UTF-8 each one is kept apart, so that it can be counted."""
        return "surrogateescape" if self.charset == "UTF-8" else "replace"

    def mark_fact(self) -> Fact:
        """The byte order mark, told."""
        shown = self.mark.hex(" ").upper()
        evidence = f"The file begins with {shown}." if self.mark else "The file begins with none of the known marks."
        return Fact("byte order mark", shown or "none", "certain", evidence)

    def oddities(self) -> list[str]:
        """What Spark would not have written."""
        if not self.mark or self.mark == SPARKS_MARK:
            return []
        shown = self.mark.hex(" ").upper()
        return [f"The byte order mark {shown}: Spark writes none for {self.charset}; readers may take it for data."]


def recognised(head: bytes, *, whole: bool) -> Encoding:
    """The charset of a text that begins with ``head``; ``whole`` when nothing follows."""
    for mark, charset in MARKS:
        if head.startswith(mark):
            return _encoding(charset, "certain", "The byte order mark says so.", mark)
    return _by_zero_bytes(head) or _utf_8(head, whole=whole) or _single_byte(head)


def is_text(head: bytes) -> bool:
    """Whether bytes that are no UTF-8 may be text all the same: of control characters it has those that delimit."""
    controls = {byte for byte in head if byte < 0x20} - set(b"\0\t\n\r")
    printable = sum(0x20 <= byte < 0x7F for byte in head)
    return len(controls) <= MOST_CONTROLS and 2 * printable > len(head)


def invalid_bytes(text: str) -> int:
    """How many bytes of a piece, decoded as ``Encoding.errors`` says, had no meaning."""
    return 0 if text.isascii() else len(_INVALID.findall(text))


def repaired(text: str) -> str:
    """The same text with U+FFFD for every byte that had no meaning."""
    return text if text.isascii() else _INVALID.sub("\ufffd", text)


def _encoding(charset: str, confidence: Confidence, evidence: str, mark: bytes = b"") -> Encoding:
    return Encoding(charset, mark, Fact("encoding", charset, confidence, evidence))


def _by_zero_bytes(head: bytes) -> Encoding | None:
    """Delimiters, line ends and Latin letters have zero bytes at one side in every pair or four of bytes."""
    sample = head[: len(head) // 4 * 4]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    zeros = [sample[place::4].count(0) / (len(sample) // 4) for place in range(4)]
    if zeros[0] > 0.99 and zeros[1] > 0.9 and zeros[3] < 0.5:
        return _likely_wide("UTF-32", sample)
    if zeros[3] > 0.99 and zeros[2] > 0.9 and zeros[0] < 0.5:
        return _likely_wide("UTF-32LE", sample)
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    # In scripts without zero bytes there are fewer; but their other bytes are no UTF-8.
    enough = 0.1 if _utf_8(head, whole=False) is None else 0.4
    if even > enough and odd < even / 5:
        return _likely_wide("UTF-16BE", sample)
    if odd > enough and even < odd / 5:
        return _likely_wide("UTF-16LE", sample)
    return None


def _likely_wide(charset: str, sample: bytes) -> Encoding | None:
    text = sample.decode(PYTHON_CODECS[charset], "replace")
    # The last character may be cut in two.
    if text[:-1].count("\ufffd") > len(text) // 100:
        return None
    evidence = f"Its zero bytes stand where {charset} has them, and it decodes; there is no byte order mark."
    return _encoding(charset, "likely", evidence)


def _utf_8(head: bytes, *, whole: bool) -> Encoding | None:
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        text = head.decode("utf-8", "surrogateescape")
        invalid = invalid_bytes(text)
        proper = sum(character > "\x7f" for character in text) - invalid
        if proper < 10 * invalid:
            return None
        evidence = f"{plural(proper, 'character')} of several bytes are UTF-8; {plural(invalid, 'byte')} are not."
        return _encoding("UTF-8", "likely", evidence)
    if text.isascii():
        return _encoding("UTF-8", "default", "Only ASCII was seen, which most charsets write alike.")
    several = sum(character > "\x7f" for character in text)
    first = next(character for character in text if character > "\x7f")
    evidence = f"{plural(several, 'character')} of several bytes, the first U+{ord(first):04X}, and all are UTF-8."
    return _encoding("UTF-8", "certain", evidence)


def _single_byte(head: bytes) -> Encoding:
    high = Counter(byte for byte in head if byte > 0x7F)
    charset = "windows-1252" if any(byte < 0xA0 for byte in high) else "ISO-8859-1"
    shown = ", ".join(f"{byte:02X} ({number:,} times)" for byte, number in high.most_common(5))
    evidence = f"It is not UTF-8: the bytes {shown} stand alone; which charset of one byte it is they do not say."
    return _encoding(charset, "likely", evidence)
