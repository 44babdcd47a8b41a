from __future__ import annotations

import threading

import pytest

from formats.parallel import cores, in_order


def test_results_come_in_the_order_of_the_items() -> None:
    """However the threads race, the reader sees the order of the items."""
    assert list(in_order(lambda n: n * n, range(100), ahead=3)) == [n * n for n in range(100)]


def test_work_is_bounded() -> None:
    """With two results ahead of the reader, who has read one, nobody begins a fourth piece, nor when he is gone."""
    begun: list[int] = []
    lock = threading.Lock()

    def note(n: int) -> int:
        with lock:
            begun.append(n)
        return n

    results = in_order(note, range(1000), ahead=2)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert set(begun) <= set(range(4))


def test_a_failure_reaches_the_reader() -> None:
    """The exception of an item is raised when its turn comes, after the results before it."""
    results = in_order(lambda n: 1 // (3 - n), range(10), ahead=2)
    assert [next(results), next(results), next(results)] == [0, 0, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_nothing_begins_before_the_first_result_is_wanted() -> None:
    """An iterator nobody reads starts no thread."""
    before = threading.active_count()
    results = in_order(str, range(3), ahead=2)
    assert threading.active_count() == before
    assert list(results) == ["0", "1", "2"]


def test_the_reader_works_too() -> None:
    """While the other threads are busy, whoever waits for a result makes it."""
    free = threading.Event()
    busy = in_order(lambda _: free.wait(60), range(2 * cores()), ahead=2 * cores())
    reader = threading.Thread(target=list, args=(busy,))
    reader.start()
    try:
        threads = list(in_order(lambda _: threading.current_thread(), range(3)))
    finally:
        free.set()
        reader.join()
    assert threads == [threading.current_thread()] * 3
