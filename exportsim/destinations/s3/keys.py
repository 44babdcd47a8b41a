"""Keys that open a bucket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class TemporaryKeys:
    """An access key with a session token, good for a while."""

    id: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    expires: datetime
    """With a time zone."""


Fetch = Callable[[], TemporaryKeys]
"""Gets keys, the first and every next pair; raises ``DeliveryError``."""
