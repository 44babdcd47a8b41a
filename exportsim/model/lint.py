"""Lint: what is wrong or lossy in a configuration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """A piece of a text file; lines and columns from 1, the end is behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Loss:
    """The proof that a file cannot say everything: two different rows of one text."""

    rows: tuple[tuple[str | None, ...], tuple[str | None, ...]]
    written: str
    """What either comes to."""


@dataclass(frozen=True)
class LintFinding:
    """One thing that is wrong, lossy or odd in a configuration."""

    code: str
    """Its kind, by a stable name: ``timestamp-without-hours``."""

    severity: str
    """``error``, ``warning`` or ``note``."""

    title: str
    """The kind in a few words."""

    file: str
    """As it was given: a path."""

    path: str
    """The JSON path; ``$`` for the file as a whole."""

    what: str
    """What stands there."""

    why: str
    """Why it hurts."""

    instead: str
    """What to write instead."""

    region: Region | None = None
    """Where that is in the file's text."""

    loss: Loss | None = None


@dataclass(frozen=True)
class LintReport:
    """Some configurations, looked at."""

    files: tuple[str, ...]
    """Those that were configurations, in the order in which they were given."""

    findings: tuple[LintFinding, ...]
    """File by file, in the order of the lines."""
