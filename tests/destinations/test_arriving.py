"""Names of files on their way: whose they are, and whether anybody still writes them."""

from __future__ import annotations

import subprocess
import sys

from exportsim.destinations.arriving import arriving_name, is_abandoned, is_arriving

NAME_OF_ANOTHER = "from exportsim.destinations.arriving import arriving_name; print(arriving_name())"
DAY = 24 * 3600


def test_a_fresh_name_is_ours_alone() -> None:
    """Short, hidden, never the same twice, and not abandoned while its process runs."""
    first, second = arriving_name(), arriving_name()
    assert first != second
    assert (first[0], len(first) < 60, is_arriving(first)) == (".", True, True)
    assert (is_abandoned(first, age=5), is_abandoned(first, age=DAY + 1)) == (False, True)


def test_what_an_ended_process_left_is_abandoned_at_once() -> None:
    """Its name says which process of this machine it was."""
    name = subprocess.run([sys.executable, "-c", NAME_OF_ANOTHER], capture_output=True, text=True, check=True).stdout
    assert is_abandoned(name.strip(), age=0)


def test_what_others_write_is_theirs_for_a_day() -> None:
    """Another machine's process ids mean nothing here; other names are not ours at all."""
    theirs = ".0123456789ab-1-abc.exportsim-arriving"
    assert (is_abandoned(theirs, age=DAY - 60), is_abandoned(theirs, age=DAY + 60)) == (False, True)
    assert [is_arriving(name) for name in ("people.csv", ".people.part", "x.exportsim-arriving")] == [False] * 3
