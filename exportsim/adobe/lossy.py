"""What the options of a plan lose of the data before any reader sees it: told with a plan, not refused."""

from __future__ import annotations

from collections.abc import Iterator

from formats import Csv, Format, Json
from formats.charsets import charset


def lost_by(format: Format) -> Iterator[str]:
    """A sentence for each loss; ``exportsim lint`` proves them, and more, for a server."""
    if isinstance(format, Csv | Json) and not (known := charset(format.encoding)).complete:
        yield (
            f"encoding {known.name} lacks most of the world's letters: each becomes a question mark, and no reader can "
            "tell what it was"
        )
    if isinstance(format, Csv) and format.delimiter == format.quote:
        yield f"delimiter and quote are both {format.quote}: no reader can tell where a value in quotes ends"
