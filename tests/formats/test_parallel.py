from __future__ import annotations

import threading

import pytest

from formats.parallel import in_order


def test_results_come_in_the_order_of_the_items() -> None:
    """However the threads race, the reader sees the order of the items."""
    assert list(in_order(lambda n: n * n, range(100), workers=3)) == [n * n for n in range(100)]


def test_work_is_bounded() -> None:
    """With two workers at most four results wait for a reader who has read one."""
    begun: list[int] = []
    lock = threading.Lock()

    def note(n: int) -> int:
        with lock:
            begun.append(n)
        return n

    results = in_order(note, range(1000), workers=2)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert set(begun) <= set(range(5))


def test_a_failure_reaches_the_reader() -> None:
    """The exception of an item is raised when its turn comes, after the results before it."""
    results = in_order(lambda n: 1 // (3 - n), range(10), workers=2)
    assert [next(results), next(results), next(results)] == [0, 0, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_nothing_begins_before_the_first_result_is_wanted() -> None:
    """An iterator nobody reads starts no thread."""
    before = threading.active_count()
    results = in_order(str, range(3), workers=2)
    assert threading.active_count() == before
    assert list(results) == ["0", "1", "2"]
