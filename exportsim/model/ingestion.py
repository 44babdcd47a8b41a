"""Read: what the partner's parser made of the files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Reading:
    """What the parser made of one export file: rows in a file that DuckDB can scan."""

    file: str
    """The export file's name, as in ``ExportFile.name``."""

    output: Path
    format: str
    """``jsonl``, ``csv``, ``parquet`` or ``arrow``."""

    seconds: float
    peak_memory: int
    """Bytes, as the operating system accounted for the process."""

    stderr_tail: str


@dataclass(frozen=True)
class Ingestion:
    parser: str
    readings: tuple[Reading, ...]
    hint: str = ""
    """A sentence about the parser as it was given, for when it turns out wrong."""
