"""One pass over a text: its beginning kept, the rest only counted."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass, field

from exportsim.inspection import encoding
from exportsim.inspection.encoding import Encoding
from exportsim.inspection.source import LIMIT
from formats import FormatError

SAMPLE = 2 << 20
"""Characters that are parsed."""

CHUNK = 1 << 20
"""Bytes decoded at a time."""


@dataclass
class Scan:
    """What was seen of a text."""

    encoding: Encoding
    sample: str = ""
    """The first ``SAMPLE`` characters, without byte order mark."""

    size: int = 0
    """Bytes of text seen."""

    whole: bool = False
    """Whether the text ended before the limit."""

    characters: int = 0
    last: str = ""
    """The last characters seen, at most 16."""

    nuls: int = 0
    invalid: int = 0
    """Bytes that are no UTF-8."""

    lost: int = 0
    """U+FFFD: what an earlier step could not decode."""

    damage: str = ""
    """Why the container could not be read further; empty where it could."""

    _pieces: list[str] = field(default_factory=list, repr=False)

    @property
    def sample_is_all(self) -> bool:
        """Whether the sample is the whole text."""
        return self.whole and self.characters == len(self.sample)

    def add(self, text: str) -> None:
        """Count one more piece."""
        self.invalid += (invalid := encoding.invalid_bytes(text))
        text = encoding.repaired(text)
        self.lost += text.count("\ufffd") - invalid
        self.nuls += text.count("\0")
        if self.characters < SAMPLE:
            self._pieces.append(text[: SAMPLE - self.characters])
        self.characters += len(text)
        self.last = (self.last + text)[-16:]

    def close(self) -> None:
        self.sample = "".join(self._pieces)
        self._pieces.clear()


def scan(stream: io.BufferedReader, head: bytes, found: Encoding) -> Scan:
    """Read on behind ``head`` to the end or the limit; damage ends it earlier."""
    decoder = codecs.getincrementaldecoder(found.codec)(found.errors)
    seen = Scan(found, size=len(head))
    seen.add(decoder.decode(head[len(found.mark) :]))
    try:
        while seen.size < LIMIT and (data := stream.read1(CHUNK)):
            seen.size += len(data)
            seen.add(decoder.decode(data))
        seen.whole = seen.size < LIMIT or not stream.read(1)
    except FormatError as error:
        seen.damage = error.what
    seen.add(decoder.decode(b"", True))
    seen.close()
    return seen
