from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from exportsim.model import Activation, Slice
from exportsim.profiles import EDGE_CASES, known_paths, synthetic

NOW = datetime(2026, 3, 4, tzinfo=UTC)
VALUES = {case.id: case.value for case in EDGE_CASES}


def one_slice(activation: Activation, share: float, count: int = 20_000) -> Slice:
    (part,) = synthetic(activation, count=count, seed=3, now=NOW, edge_case_share=share).slices
    return part


def test_the_catalogue_is_sound() -> None:
    """Ids and values are unique, every reason is a sentence, every value can be written as UTF-8."""
    assert len({case.id for case in EDGE_CASES}) == len({case.value for case in EDGE_CASES}) == len(EDGE_CASES)
    assert all((case.why.endswith(".") and case.why[0].isupper()) or case.why[0].isdigit() for case in EDGE_CASES)
    assert max(len(case.value.encode()) for case in EDGE_CASES) == 10_000


def test_a_tagged_cell_is_an_edge_case_and_no_other_cell_changes(
    activation: Callable[..., Activation],
) -> None:
    """Where a tag stands the value is the catalogue's; elsewhere it is what it was without them."""
    mapping = activation(*known_paths(), key=("_id",))
    plain, sown = one_slice(mapping, 0), one_slice(mapping, 0.05)
    assert plain.cases is None
    assert sown.cases
    assert sown.cases.schema.names == sown.columns.schema.names
    for name in mapping.columns:
        before, after, tags = (part[name.target] for part in (plain.columns, sown.columns, sown.cases))
        assert tags.type == pa.string()
        assert after.filter(tags.is_valid()).to_pylist() == [VALUES[tag] for tag in tags.drop_null().to_pylist()]
        assert after.filter(tags.is_null()).equals(before.filter(tags.is_null()))


def test_only_texts_outside_the_key_are_touched(activation: Callable[..., Activation]) -> None:
    """With a share of one every text is an edge case, numbers and times never are, nor is the key."""
    part = one_slice(activation("_id", "notes", "lastActivity", "loyalty.points", key=("_id",)), 1.0)
    assert part.cases
    assert [column.null_count for column in part.cases.columns] == [20_000, 0, 20_000, 20_000]


def test_every_case_comes_about_equally_often(activation: Callable[..., Activation]) -> None:
    """A share of a fifth hits a fifth of the cells, spread evenly over the catalogue."""
    part = one_slice(activation("notes"), 0.2)
    assert part.cases
    tags = Counter(part.cases["notes"].drop_null().to_pylist())
    assert tags.total() == pytest.approx(4000, rel=0.05)
    assert set(tags) == set(VALUES)
    assert max(tags.values()) < 2 * min(tags.values())


def test_columns_are_hit_independently(activation: Callable[..., Activation]) -> None:
    """A cell's fate does not depend on its neighbour's."""
    part = one_slice(activation("notes", "homeAddress.city"), 0.2)
    assert part.cases
    both = pc.sum(pc.and_(part.cases["notes"].is_valid(), part.cases["homeAddress.city"].is_valid()))
    assert both.as_py() == pytest.approx(800, rel=0.15)
