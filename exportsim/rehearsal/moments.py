"""Times and days as a user writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time


def parse_time(text: str) -> datetime:
    """An ISO 8601 time; UTC where it names no offset."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not an ISO 8601 time such as 2026-03-01T06:00:00Z') from None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


def parse_day(text: str) -> date:
    """A day as ISO 8601 has it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day such as 2026-03-01") from None


def parse_time_of_day(text: str) -> time:
    """Hours and minutes, in UTC."""
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII):
        raise ValueError(f"{text!r} is not a time of the day, in UTC, such as 06:00")
    return time.fromisoformat(text)
