"""What is around the content: compression, or encryption."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO, cast

from exportsim.inspection.source import Bounded, Source
from exportsim.inspection.values import Fact
from formats.codecs import CODECS, HEAD, Recognised, recognise

COMPRESSIONS = ("none", "gzip", "bzip2", "deflate", "snappy", "lz4")
"""The codecs that the vendor's ``compression`` can name."""

TITLES = {
    "none": "none",
    "gzip": "gzip",
    "gzip-multimember": "gzip, several members",
    "bzip2": "bzip2",
    "bzip2-multistream": "bzip2, several streams",
    "deflate": "zlib stream (Hadoop's deflate)",
    "snappy": "snappy in Hadoop's blocks",
    "lz4": "LZ4 in Hadoop's blocks",
    "snappy-framed": "snappy's framing format",
    "lz4-frame": "LZ4 frame",
    "zstd-frame": "Zstandard frame",
    "snappy-raw": "one raw snappy block",
    "lz4-raw": "one raw LZ4 block",
    "zip": "ZIP archive",
    "xz": "xz stream",
    "7z": "7z archive",
    "tar": "tar archive",
    "hadoop-empty": "Hadoop's blocks, snappy or LZ4, of an empty text",
}

NOT_WRITTEN = {
    "gzip-multimember": "Several gzip members: a reader that stops behind the first loses the rest. Spark writes one.",
    "bzip2-multistream": "Several bzip2 streams: a reader that stops behind the first loses the rest.",
    "snappy-framed": "Snappy's framing format: Spark writes Hadoop's blocks, and reads this one as no rows at all.",
    "lz4-frame": "The LZ4 frame format: Spark writes Hadoop's blocks, and reads this one as no rows at all.",
    "zstd-frame": "Zstandard: the platform offers it for no text file.",
    "snappy-raw": "A raw snappy block without a frame: Spark cannot read it.",
    "lz4-raw": "A raw LZ4 block without a frame: Spark cannot read it.",
    "zip": "A ZIP archive: the platform writes none.",
    "xz": "An xz stream: the platform does not offer it.",
    "7z": "A 7z archive: the platform writes none.",
    "tar": "A tar archive: the platform writes none, each file travels by itself.",
}
"""Why the platform would not have written such a file."""

NOT_UNPACKED = ("snappy-raw", "lz4-raw", "zip", "xz", "7z", "tar")
"""Containers that are known, and their content not looked at."""

SUFFIXES = {
    "none": (".csv", ".json", ".txt", ".tsv", ".jsonl", ".ndjson"),
    "gzip": (".gz",),
    "gzip-multimember": (".gz",),
    "bzip2": (".bz2",),
    "bzip2-multistream": (".bz2",),
    "deflate": (".deflate",),
    "snappy": (".snappy",),
    "lz4": (".lz4",),
    "snappy-framed": (".snappy", ".sz"),
    "lz4-frame": (".lz4",),
    "zstd-frame": (".zst",),
    "zip": (".zip",),
    "xz": (".xz",),
    "7z": (".7z",),
    "tar": (".tar",),
}


@dataclass(frozen=True)
class Container:
    """What a file is on its outside."""

    name: str
    """A codec's name, or one of the other names of ``formats.codecs.Recognised``."""

    evidence: str

    @property
    def codec(self) -> str:
        """The codec that gives the content; ``none`` where the file is its own content or cannot be unpacked."""
        return self.name if self.name in CODECS else "none"

    @property
    def compression(self) -> str | None:
        """The value of the vendor's option; None where no value gives this container."""
        same = {"gzip-multimember": "gzip", "bzip2-multistream": "bzip2", **dict.fromkeys(NOT_UNPACKED, "")}
        compression = same.get(self.name, self.codec)
        return compression if compression in COMPRESSIONS else None

    def fact(self) -> Fact:
        """The container, told."""
        guess = self.evidence.startswith("A guess")
        return Fact("container", TITLES.get(self.name, "none"), "likely" if guess else "certain", self.evidence)

    def oddities(self, file: str) -> list[str]:
        """What the platform would not have written, and a name that says something else."""
        found = [NOT_WRITTEN[self.name]] if self.name in NOT_WRITTEN else []
        known = [suffix for suffixes in SUFFIXES.values() for suffix in suffixes]
        suffix = next((suffix for suffix in known if file.lower().endswith(suffix)), None)
        outside = self.name if self.name in SUFFIXES else "none" if self.name == "text" else None
        if suffix and outside and suffix not in SUFFIXES[outside]:
            found.append(f"The name ends in {suffix}, but the container is: {TITLES[outside]}.")
        return found


def recognised(source: Source) -> Container:
    """Look at the first bytes; the stream is at its beginning again afterwards."""
    head = source.stream.read(HEAD) or b""
    while len(head) < HEAD and (more := source.stream.read(HEAD - len(head))):
        head += more
    source.stream.seek(0)
    return container_of(head, whole=len(head) < HEAD)


def container_of(head: bytes, *, whole: bool) -> Container:
    """As ``recognised``, of bytes already read."""
    answer: Recognised = recognise(head, whole=whole)
    return Container(answer.name, answer.evidence)


def unpacked(stream: Bounded, container: Container) -> io.BufferedReader:
    """The content; reading it raises ``FormatError`` where the container is damaged, ``read1`` without losing any."""
    if container.codec == "none":
        return io.BufferedReader(stream)
    codec = next(codec for name, codec in CODECS.items() if name == container.codec)
    return cast(io.BufferedReader, codec.open(cast(BinaryIO, stream)))
