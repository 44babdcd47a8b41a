"""Deduplication keys: of the profiles that share a key only the latest stays.

Source: the vendor's page on deduplication keys. The latest is the one whose membership or identity graph was updated
last; where that is equal, the other columns are compared as texts, and the first in lexicographic order stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from exportsim.model import LeftOut, Rows, Slice
from exportsim.profiles.activation.contest import Contest
from exportsim.profiles.activation.mandatory import only
from exportsim.profiles.activation.spool import Spool, marked

MEMORY = "256MB"
"""For the tables of keys, as DuckDB spells sizes; what does not fit goes to disk."""


def deduplicated(rows: Rows, key: Sequence[str], *, latest: str, others: Sequence[str], memory: str = MEMORY) -> Rows:
    """Leave out every profile whose ``key`` a later one has; the others keep their order.

    ``latest`` is the column of reference times, ``others`` those that are compared where times are equal; lists and
    objects among them are not. A column of the key may hold lists: then a profile has several keys, and is out as a
    whole when it loses one of them. A profile without any value in the key shares it with nobody. Rows lie on disk
    meanwhile, in a folder that is gone when the slices were read or their reader went away.
    """
    dropped = 0

    def slices() -> Iterator[Slice]:
        nonlocal dropped
        with TemporaryDirectory(prefix="exportsim-") as folder, Contest(Path(folder) / "keys", memory) as contest:
            spool = Spool(Path(folder), rows.schema)
            contest.enter(spool.filling(rows.slices), rows.schema, key, latest)
            contest.settle_by_time()
            comparable = [name for name in others if not pa.types.is_nested(rows.schema.field(name).type)]
            if contest.tied:
                contest.settle_by_text(marked(spool.slices(), contest.tied_ordinals()), comparable)
            for piece, _, lost in marked(spool.slices(), contest.lost_ordinals()):
                dropped += lost.true_count
                yield only(piece, pc.invert(lost))

    def left_out() -> tuple[LeftOut, ...]:
        why = f"whose {' and '.join(key)} a later profile has"
        return (*rows.left_out(), *([LeftOut(why, dropped)] if dropped else []))

    return replace(rows, slices=slices(), total=None, left_out=left_out)
