"""Who is in the audience, whose attributes are which, who is one with whom: pure functions of person and moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from exportsim.timeline.calendar import Occurrence
from exportsim.timeline.crowd import Crowd
from exportsim.timeline.settings import Rates
from exportsim.timeline.world import World, microseconds

BEGINS = datetime(2026, 3, 1, tzinfo=UTC)
WORLD = World(7, 20_001, BEGINS, Rates(merges=0.01))
PEOPLE = np.arange(WORLD.count, dtype=np.uint64)
HOURS = st.integers(0, 24 * 400).map(lambda hours: BEGINS + timedelta(hours=hours))
SOME = st.lists(st.integers(0, WORLD.count - 1), min_size=1, max_size=20, unique=True).map(
    lambda some: np.array(some, np.uint64)
)


@given(SOME, HOURS)
def test_any_people_at_any_moment_can_be_computed_alone(some: np.ndarray, moment: datetime) -> None:
    """The answers about a few are those about the same few among all."""
    at = some.astype(np.int64)
    for ask in (WORLD.members, WORLD.since, WORLD.absorbed, WORLD.absorbing):
        assert ask(some, moment).tolist() == ask(PEOPLE, moment)[at].tolist()
    versions = WORLD.versions(PEOPLE, "homeAddress", moment)
    assert WORLD.versions(some, "homeAddress", moment).tolist() == versions[at].tolist()


@given(HOURS, st.integers(1, 2000))
@settings(max_examples=25)
def test_who_moved_is_who_changed_at_some_instant_between(since: datetime, hours: int) -> None:
    """Whoever's membership differs has moved; whoever moved has a last change in between, and nobody else."""
    until = since + timedelta(hours=hours)
    moved = WORLD.moved(PEOPLE, since, until)
    differ = WORLD.members(PEOPLE, since) != WORLD.members(PEOPLE, until)
    assert not (differ & ~moved).any()
    last = WORLD.since(PEOPLE, until)
    assert (moved == (last > microseconds(since))).all()
    assert (last <= microseconds(until)).all()


@given(HOURS, st.integers(0, 500), st.integers(0, 500))
@settings(max_examples=25)
def test_moves_of_two_stretches_are_those_of_both(since: datetime, first: int, second: int) -> None:
    """Nobody falls between two exports."""
    middle = since + timedelta(hours=first)
    until = middle + timedelta(hours=second)
    halves = WORLD.moved(PEOPLE, since, middle) | WORLD.moved(PEOPLE, middle, until)
    assert (halves == WORLD.moved(PEOPLE, since, until)).all()


def test_rates_are_what_they_are_called() -> None:
    """Seven in ten are members; two in a hundred of them leave in a day, and as many enter."""
    day = BEGINS + timedelta(days=30)
    before, after = WORLD.members(PEOPLE, BEGINS), WORLD.members(PEOPLE, BEGINS + timedelta(days=1))
    assert abs(before.mean() - 0.7) < 0.02
    assert abs((before & ~after).sum() / before.sum() - 0.02) < 0.005
    assert abs((after & ~before).sum() / before.sum() - 0.02) < 0.005
    assert abs(WORLD.versions(PEOPLE, "loyalty", day).mean() - 0.3) < 0.02
    assert abs(WORLD.absorbed(PEOPLE, day).mean() * 2 - (1 - np.exp(-0.3))) < 0.03


def test_without_churn_nobody_moves() -> None:
    """Rates of 0: a still world."""
    still = World(7, 1_000, BEGINS, Rates(churn=0, changes=0, merges=0))
    people, later = np.arange(1_000, dtype=np.uint64), BEGINS + timedelta(days=1000)
    assert not still.moved(people, BEGINS, later).any()
    assert (still.members(people, BEGINS) == still.members(people, later)).all()
    assert not still.versions(people, "notes", later).any()
    assert not still.absorbed(people, later).any()
    assert (still.since(people, BEGINS) == still.since(people, later)).all()


def test_two_who_are_one_stay_one() -> None:
    """The second of a pair is gone for good, its first lives on; the last person has nobody to be one with."""
    moments = [BEGINS + timedelta(days=days) for days in (0, 10, 100, 10_000)]
    gone = [WORLD.absorbed(PEOPLE, moment) for moment in moments]
    assert not gone[0].any()
    assert all((later | ~earlier).all() for earlier, later in pairwise(gone))
    assert gone[-1].sum() == WORLD.count // 2
    for absorbed, moment in zip(gone, moments, strict=True):
        assert (np.roll(absorbed, -1)[::2] == WORLD.absorbing(PEOPLE, moment)[::2]).all()


def _chosen(crowd: Crowd) -> set[int]:
    return {int(one) for start in (0, 10_000, 20_000) for one in crowd.chosen(start, min(start + 10_000, WORLD.count))}


def test_an_incremental_export_is_about_entrants_and_leavers_and_grown_identity_graphs() -> None:
    """Leavers only where their status is mapped, grown graphs only where that side of the switch is taken."""
    since, until = BEGINS + timedelta(days=3), BEGINS + timedelta(days=5)
    occurrence = Occurrence(until, "incremental", until, since)
    members, absorbed = WORLD.members(PEOPLE, until), WORLD.absorbed(PEOPLE, until)
    moved = WORLD.moved(PEOPLE, since, until) & ~absorbed
    grown = WORLD.absorbing(PEOPLE, until) & ~WORLD.absorbing(PEOPLE, since) & members
    expected = {
        (True, True): moved | grown,
        (True, False): moved,
        (False, True): (moved & members) | grown,
        (False, False): moved & members,
    }
    for (leavers, identities), who in expected.items():
        assert _chosen(Crowd(WORLD, occurrence, leavers, identities)) == set(np.flatnonzero(who).tolist())
    assert expected[True, True].sum() > expected[True, False].sum() > expected[False, False].sum() > 0


def test_a_full_export_is_about_members_alone() -> None:
    """Whoever left is in none, nor whoever became one with another."""
    until = BEGINS + timedelta(days=5)
    who = WORLD.members(PEOPLE, until) & ~WORLD.absorbed(PEOPLE, until)
    assert _chosen(Crowd(WORLD, Occurrence(until, "full", until))) == set(np.flatnonzero(who).tolist())
