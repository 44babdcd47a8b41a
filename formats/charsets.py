"""The charsets a text file can be written in, under the names that Java gives them.

Spark 3.5 takes any name the Java runtime knows, Spark 4 only the first seven; these are the ones that Java and Python
encode alike. A character the charset lacks becomes one ``?`` for each code point, as Java's encoder does.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from formats.base import FormatError


@dataclass(frozen=True)
class Charset:
    name: str
    """Java's canonical name."""

    codec: str
    """Python's codec, free of a byte order mark."""

    bom: bytes = b""
    """What stands once at the start of a file that holds anything."""

    def encode(self, text: str) -> bytes:
        return text.encode(self.codec, "replace")

    @property
    def complete(self) -> bool:
        """Whether every Unicode text survives."""
        return self.name.startswith("UTF-") or self.name == "GB18030"

    def survivors(self, texts: pa.Array) -> pa.Array:
        """What is left of a ``string`` array's values when they are read back; nulls stay."""
        if self.complete:
            return texts
        survived = [text and self.encode(text).decode(self.codec) for text in texts.to_pylist()]
        return pa.array(survived, pa.string())


UTF_8 = Charset("UTF-8", "utf-8")

_CHARSETS = [
    UTF_8,
    Charset("US-ASCII", "ascii"),
    Charset("ISO-8859-1", "latin-1"),
    Charset("UTF-16", "utf-16-be", b"\xfe\xff"),
    Charset("UTF-16BE", "utf-16-be"),
    Charset("UTF-16LE", "utf-16-le"),
    Charset("UTF-32", "utf-32-be"),
    Charset("UTF-32BE", "utf-32-be"),
    Charset("UTF-32LE", "utf-32-le"),
    *(Charset(f"ISO-8859-{n}", f"iso8859-{n}") for n in (2, 3, 4, 5, 6, 7, 8, 9, 13, 15)),
    *(Charset(f"windows-{n}", f"cp{n}") for n in range(1250, 1259)),
    Charset("KOI8-R", "koi8-r"),
    Charset("IBM437", "cp437"),
    Charset("IBM850", "cp850"),
    Charset("GB2312", "gb2312"),
    Charset("GBK", "gbk"),
    Charset("GB18030", "gb18030"),
    Charset("Big5", "big5"),
    Charset("EUC-KR", "euc-kr"),
    Charset("TIS-620", "tis-620"),
]

_ALIASES = {
    "utf8": "UTF-8",
    "utf_8": "UTF-8",
    "ascii": "US-ASCII",
    "iso646-us": "US-ASCII",
    "latin1": "ISO-8859-1",
    "l1": "ISO-8859-1",
    "iso8859_1": "ISO-8859-1",
    "iso8859-1": "ISO-8859-1",
    "utf16": "UTF-16",
    "utf_16": "UTF-16",
    "utf32": "UTF-32",
    "utf_32": "UTF-32",
    **{f"cp{n}": f"windows-{n}" for n in range(1250, 1259)},
}

_BY_NAME = {charset.name.lower(): charset for charset in _CHARSETS}


def charset(name: str) -> Charset:
    """The charset of that name or alias, in any letter case; ``FormatError`` for one that is not known."""
    found = _BY_NAME.get(_ALIASES.get(name.lower(), name).lower())
    if found is None:
        known = ", ".join(known.name for known in _CHARSETS)
        raise FormatError("not a known charset", option="encoding", value=name, allowed=known)
    return found
