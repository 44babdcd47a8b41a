"""The words people are made of, by locale; they come from Faker's providers, one module at a time.

Importing Faker's factory would load every locale, so each list imports the single provider that holds it,
when it is first asked for. What a provider composes (``city()``) is composed with a generator of fixed seed,
so the words depend on the installed release of Faker and on nothing else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import pyarrow as pa

from exportsim.profiles.hashing import Whole

SAMPLES = 200
"""How many words are composed where a provider has a recipe and no list."""


def _street(make: Any) -> str:
    return str(make.street_address())


def _japanese_street(make: Any) -> str:
    return f"{make.town()}{make.chome()}{make.ban()}"


@dataclass(frozen=True)
class Locale:
    """Where a person lives, and how names are written there."""

    name: str
    """As Faker spells it: ``pl_PL``."""

    weight: float
    """How many of a hundred people live there."""

    states: str
    """The provider's list of states, regions or provinces."""

    street: Callable[[Any], str] = _street
    """Composes a house number and a street, as one line."""

    lorem: str = ""
    """The locale whose word list notes are written with, where it is not its own."""

    joint: str = " "
    """Between the two parts of a full name."""

    family_first: bool = False

    @property
    def country(self) -> str:
        return self.name[3:]

    @property
    def language(self) -> str:
        return self.name.replace("_", "-")


LOCALES = (
    Locale("en_US", 32, "states_abbr"),
    Locale("en_GB", 12, "counties", lorem="en_US"),
    Locale("fr_FR", 12, "regions"),
    Locale("de_DE", 13, "states"),
    Locale("es_ES", 10, "regions"),
    Locale("pl_PL", 7, "regions"),
    Locale("ja_JP", 6, "prefectures", street=_japanese_street, family_first=True),
    Locale("zh_CN", 5, "provinces", joint="", family_first=True),
    Locale("ar_DZ", 3, "wilayas", lorem="ar_AA"),
)
WEIGHTS = tuple(locale.weight for locale in LOCALES)
COUNTRIES = pa.array([locale.country for locale in LOCALES])
LANGUAGES = pa.array([locale.language for locale in LOCALES])


@dataclass(frozen=True)
class Vocabulary:
    """The words of several groups, one group after the other."""

    words: pa.StringArray
    starts: Whole
    """Where each group begins."""

    sizes: Whole
    """How many words each group has."""

    @classmethod
    def of(cls, groups: Sequence[Sequence[str]]) -> Vocabulary:
        sizes = np.array([len(group) for group in groups], dtype=np.int64)
        words = pa.array([word for group in groups for word in group], pa.string())
        return cls(words, np.cumsum(sizes) - sizes, sizes)


@cache
def first_names() -> Vocabulary:
    """Two groups for each locale: women's, then men's."""
    groups = [(locale, sex) for locale in LOCALES for sex in ("female", "male")]
    return Vocabulary.of([_listed("person", locale, f"first_names_{sex}") for locale, sex in groups])


@cache
def last_names() -> Vocabulary:
    return Vocabulary.of([_last_names(locale) for locale in LOCALES])


def _last_names(locale: Locale) -> list[str]:
    # The Polish provider keeps the names that every sex bears in a list of its own.
    return _listed("person", locale, "unisex_last_names" if locale.name == "pl_PL" else "last_names")


@cache
def cities() -> Vocabulary:
    return Vocabulary.of([_listed("address", locale, "cities") or _composed(locale, _city) for locale in LOCALES])


def _city(make: Any) -> str:
    return str(make.city())


@cache
def states() -> Vocabulary:
    return Vocabulary.of([_listed("address", locale, locale.states) for locale in LOCALES])


@cache
def streets() -> Vocabulary:
    """First lines of addresses, the house number included."""
    return Vocabulary.of([_composed(locale, locale.street) for locale in LOCALES])


@cache
def postal_codes() -> Vocabulary:
    return Vocabulary.of([_composed(locale, _postal_code) for locale in LOCALES])


def _postal_code(make: Any) -> str:
    return str(make.postcode())


def words(locale: Locale) -> list[str]:
    """Ordinary words of a language, for free text."""
    return [str(word) for word in _provider("lorem", locale.lorem or locale.name).word_list]


@cache
def emojis() -> list[str]:
    return [str(emoji) for emoji in _provider("emoji", "en_US").emojis]


@cache
def slugs(vocabulary: Callable[[], Vocabulary]) -> pa.StringArray:
    """Each word as a part of an e-mail address, a dot after it; empty where no Latin letter is left."""
    return pa.array([_slug(word) for word in vocabulary().words.to_pylist()], pa.string())


def _slug(word: str) -> str:
    # Letters with a stroke do not decompose into a letter and an accent.
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("ł", "l").replace("ø", "o"))
    latin = "".join(letter for letter in decomposed if "a" <= letter <= "z")
    return f"{latin}." if latin else ""


def _provider(subject: str, locale: str) -> Any:
    return import_module(f"faker.providers.{subject}.{locale}").Provider


def _listed(subject: str, locale: Locale, name: str) -> list[str]:
    # Some lists are mappings from word to weight, and some repeat words.
    return list(dict.fromkeys(str(word) for word in getattr(_provider(subject, locale.name), name, ())))


def _composed(locale: Locale, compose: Callable[[Any], str]) -> list[str]:
    from faker.generator import Generator

    make = Generator()
    make.seed_instance(0)
    for subject in ("person", "address"):
        make.add_provider(_provider(subject, locale.name)(make))
    # Some recipes break the line or end in a blank; such cells are the business of the edge cases.
    return list(dict.fromkeys(", ".join(compose(make).strip().splitlines()) for _ in range(SAMPLES)))
