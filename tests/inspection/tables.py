"""Tables as exports hold them: keys, dates, texts with whatever makes a parser stumble."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa

NASTY = (
    'say "hi"',
    "O'Hara",
    "Lovelace, Ada",
    "a|b;c\td",
    "C:\\temp",
    "line\nbreak",
    'a\\"b, c',
    "é中😀",
    "plain text",
    "~ tilde : colon",
    'both \\ and ", here',
    "it's \\ 'quoted', twice",
)


def people(rows: int = 40, *, texts: tuple[str | None, ...] = NASTY) -> pa.Table:
    """Six columns; the texts come round and round."""
    numbers = range(rows)
    return pa.table(
        {
            "crmId": [f"C-{number:05}" for number in numbers],
            "email": [f"person{number}@example.com" for number in numbers],
            "note": pa.array([texts[number % len(texts)] for number in numbers], pa.string()),
            "points": pa.array([number * 37 % 1000 for number in numbers], pa.int64()),
            "birthDate": [date(1950, 1, 1) + timedelta(days=211 * number) for number in numbers],
            "city": pa.array([None if number % 7 == 3 else "Example City" for number in numbers], pa.string()),
        }
    )
