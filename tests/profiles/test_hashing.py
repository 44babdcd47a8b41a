from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from exportsim.profiles import hashing

seeds = st.integers(-(2**70), 2**70)
starts = st.integers(0, 2**63)


def test_the_bits_of_a_seed_are_the_same_for_ever() -> None:
    """A change of these numbers would change every file that anybody ever made with a seed."""
    assert hashing.salt(42, "person.name.firstName") == 13876604146542708258
    assert hashing.bits(42, "_id", 0, 2).tolist() == [6863765162434521410, 11567040877887145375]
    assert hashing.shuffled(42, "_id", 0, 2, 40).tolist() == [470605404126, 461296044337]


@given(seeds, st.text(), starts, st.integers(0, 50), st.integers(0, 50))
def test_a_piece_is_cut_from_the_whole(seed: int, name: str, start: int, before: int, length: int) -> None:
    """The bits of a range are those of any wider range at the same places, whatever seed and name."""
    whole = hashing.bits(seed, name, start, start + before + length)
    piece = hashing.bits(seed, name, start + before, start + before + length)
    assert np.array_equal(piece, whole[before:])


@given(seeds, st.text(), st.integers(1, 16))
def test_shuffling_loses_nothing(seed: int, name: str, width: int) -> None:
    """All numbers of a width come out, each once."""
    shuffled = hashing.shuffled(seed, name, 0, 2**width, width)
    assert sorted(shuffled.tolist()) == list(range(2**width))


def test_a_million_profiles_have_a_million_different_draws() -> None:
    """Within one stream no two profiles get the same 64 bits, nor the same 40 shuffled ones."""
    assert len(np.unique(hashing.bits(1, "x", 0, 1_000_000))) == 1_000_000
    assert len(np.unique(hashing.shuffled(1, "x", 0, 1_000_000, 40))) == 1_000_000


def test_every_bit_is_as_often_set_as_not() -> None:
    """Each of the 64 bits is set in half of the draws, to half a percent."""
    octets = hashing.bits(3, "y", 0, 200_000).view(np.uint8).reshape(-1, 8)
    shares = np.unpackbits(octets, axis=1).mean(axis=0)
    assert np.abs(shares - 0.5).max() < 0.005


def test_streams_do_not_follow_each_other() -> None:
    """The draws of two names, and of two seeds, are uncorrelated."""
    draws = [hashing.unit(hashing.bits(seed, name, 0, 100_000)) for seed in (1, 2) for name in ("a", "b")]
    correlations = np.corrcoef(draws) - np.eye(4)
    assert np.abs(correlations).max() < 0.015


def test_a_chance_is_met_as_often_as_it_says() -> None:
    """0 never, 1 always, and a third in a third of the cases."""
    random = hashing.bits(5, "z", 0, 100_000)
    hits = [hashing.chance(random, rate).mean().round(2) for rate in (0, 1 / 3, 1)]
    assert hits == [0.0, 0.33, 1.0]


def test_weights_are_honoured() -> None:
    """A weight of zero never comes, the others in proportion."""
    picks = hashing.weighted(hashing.bits(6, "w", 0, 100_000), (3.0, 0.0, 1.0))
    assert (np.bincount(picks) / 100_000).round(2).tolist() == [0.75, 0.0, 0.25]
