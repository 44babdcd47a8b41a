"""Sentences beside the findings, which help to understand why a reading failed."""

from __future__ import annotations

from collections.abc import Mapping

from exportsim.model import Report

FILES = 5
"""How many files that nothing was read of are told about one by one."""

COLUMNS = 12
"""How many columns are listed."""

LINES = 3
"""Of stderr, its last; the whole tail stands in the reading."""


def notes(
    report: Report, lost: tuple[str, ...], given: tuple[str, ...], rows_read: Mapping[str, int]
) -> tuple[str, ...]:
    """Tell what the counts of a failed report do not; nothing about one that passed.

    ``lost`` are columns of the key that the rows read lack, ``given`` the columns that they have, ``rows_read``
    their number by file.
    """
    if report.passed:
        return ()
    hint = [report.ingestion.hint] if report.ingestion.hint else []
    return (*lost_keys(lost, given), *silent_files(report, rows_read), *hint)


def lost_keys(lost: tuple[str, ...], given: tuple[str, ...]) -> list[str]:
    """Say why no row was found."""
    if not lost:
        return []
    names, have = listed(lost), listed(given)
    return [
        f"rows are found again by {names}, which the rows read do not have, so no cell could be compared; "
        f"they have {have or 'no columns'}"
    ]


def listed(columns: tuple[str, ...]) -> str:
    """Quote the first few columns and count the rest."""
    quoted = [f'"{name}"' for name in columns[:COLUMNS]]
    more = len(columns) - COLUMNS
    return ", ".join(quoted) + (f" and {more:,} more" if more > 0 else "")


def silent_files(report: Report, rows_read: Mapping[str, int]) -> list[str]:
    """Tell what the parser said on stderr about files that have rows and of which it read none."""
    rows = {file.name: file.rows for file in report.export.files}
    told = []
    for reading in report.ingestion.readings:
        last_words = [line.strip() for line in reading.stderr_tail.splitlines() if line.strip()][-LINES:]
        if last_words and rows.get(reading.file) and not rows_read.get(reading.file):
            did = "read no row of" if reading.output.stat().st_size else "printed nothing for"
            told.append(f"the parser {did} {reading.file}; its stderr said: {'; '.join(last_words)}")
    more = len(told) - FILES
    return told if more <= 0 else [*told[:FILES], f"and {more:,} more file{'s' if more > 1 else ''} in the same way"]
