from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from exportsim.profiles import vocabulary

Make = Callable[..., pa.Table]


def test_addresses_are_in_reserved_domains(people: Make) -> None:
    """No mail that a parser sends to these people can reach anybody."""
    table = people("personalEmail.address", "identityMap.Email", count=50_000)
    reserved = r"^[a-z]*\.?[a-z]*\.?[0-9a-z]{8}@(example\.(com|org|net)|mail\.invalid)$"
    for column in table.columns:
        assert pc.all(pc.match_substring_regex(column, reserved)).as_py()


def test_phone_numbers_are_reserved(people: Make) -> None:
    """Every number is one of those set aside for fiction; the British have Ofcom's."""
    table = people("mobilePhone.number", "homeAddress.countryCode", count=50_000).drop_null()
    for number, country in set(zip(*(column.to_pylist() for column in table.columns), strict=True)):
        pattern = r"\+447700900\d{3}" if country == "GB" else r"\+1[2-9]\d{2}55501\d{2}"
        assert re.fullmatch(pattern, number)


@pytest.mark.parametrize("locale", vocabulary.LOCALES, ids=lambda locale: locale.name)
def test_name_city_country_and_language_agree(locale: vocabulary.Locale, people: Make) -> None:
    """Who lives in a country has its names, its cities and its language."""
    table = people(
        "homeAddress.countryCode",
        "preferredLanguage",
        "homeAddress.city",
        "person.name.firstName",
        "person.name.lastName",
        count=20_000,
    )
    here = table.filter(pc.equal(table[0], locale.country))
    position = vocabulary.LOCALES.index(locale)
    assert set(here["preferredLanguage"].drop_null().to_pylist()) == {locale.language}
    for column, words, groups in (
        ("homeAddress.city", vocabulary.cities(), [position]),
        ("person.name.lastName", vocabulary.last_names(), [position]),
        ("person.name.firstName", vocabulary.first_names(), [2 * position, 2 * position + 1]),
    ):
        known = {
            word for group in groups for word in words.words.slice(words.starts[group], words.sizes[group]).to_pylist()
        }
        assert set(here[column].drop_null().to_pylist()) <= known


def test_full_names_follow_the_custom_of_the_country(people: Make) -> None:
    """First name first in Europe, family name first in Japan and, without a blank, in China."""
    paths = ["person.name.firstName", "person.name.lastName", "person.name.fullName"]
    table = people("homeAddress.countryCode", *paths, count=5000).drop_null()
    for country, first, last, full in zip(*(column.to_pylist() for column in table.columns), strict=True):
        customs = {"JP": f"{last} {first}", "CN": f"{last}{first}"}
        assert full == customs.get(country, f"{first} {last}")


def test_many_scripts_are_spoken(people: Make) -> None:
    """Latin with accents, Chinese characters, kana and Arabic all occur among two thousand people."""
    text = "".join(pc.fill_null(people("notes", count=2000)["notes"], "").to_pylist())
    for script in ("[a-z]", "[ąęłż]", "[àéè]", "[äöüß]", "[一-鿿]", "[ァ-ヿ]", "[ء-ي]"):
        assert re.search(script, text), script


def test_notes_are_as_people_write_them(people: Make) -> None:
    """A fifth says nothing; commas are common, quotes, second lines, semicolons and emoji happen."""
    notes = people("notes", count=20_000)["notes"]
    assert notes.null_count == pytest.approx(4000, rel=0.05)
    shares = {mark: pc.sum(pc.match_substring(notes, mark)).as_py() / 20_000 for mark in (",", '"', "\n", ";")}
    shares["emoji"] = pc.sum(pc.match_substring_regex(notes, "[\\x{2600}-\\x{1FAFF}]")).as_py() / 20_000
    assert 0.1 < shares[","] < 0.4
    assert all(0.02 < shares[mark] < 0.2 for mark in ('"', "\n", ";", "emoji"))
    assert "" in notes.to_pylist()


def test_birth_year_is_the_year_of_the_birth_date(people: Make) -> None:
    """Both say the same, and both are missing in the same profiles."""
    table = people("person.birthDate", "person.birthYear")
    assert pc.cast(pc.year(table[0]), pa.int32()).equals(table[1])


def test_loyalty_is_one_membership(people: Make) -> None:
    """A member has all of it, others nothing; the tier follows from the points."""
    names = ("loyaltyID", "points", "tier", "joinDate", "balance")
    table = people(*(f"loyalty.{name}" for name in names), count=20_000)
    assert len({tuple(column.is_null().to_pylist()) for column in table.columns}) == 1
    members = table.drop_null()
    points, tiers = members["loyalty.points"].to_numpy(), np.array(members["loyalty.tier"].to_pylist())
    assert points[tiers == "bronze"].max() < 1000 <= points[tiers == "silver"].min()
    assert points[tiers == "gold"].max() < 20_000 <= points[tiers == "platinum"].min()


def test_gender_goes_with_the_name(people: Make) -> None:
    """Men's names belong to men, or to people who do not tell."""
    table = people("person.gender", "person.name.firstName", "homeAddress.countryCode", count=20_000)
    germans = table.filter(pc.equal(table["homeAddress.countryCode"], "DE")).drop_null()
    counts = Counter(germans["person.gender"].to_pylist())
    women = vocabulary.first_names()
    position = 2 * [locale.name for locale in vocabulary.LOCALES].index("de_DE")
    known = set(women.words.slice(women.starts[position], women.sizes[position]).to_pylist())
    named = germans.filter(pc.equal(germans["person.gender"], "female"))["person.name.firstName"]
    assert set(named.to_pylist()) <= known
    assert counts["female"] > 1000 < counts["male"]
    assert counts["not_specified"] > counts["non_specific"] > 0


def test_identities_look_like_those_of_their_namespace(people: Make) -> None:
    """38 digits, a UUID of version 4, 64 hexadecimal digits."""
    shapes = {
        "identityMap.ECID": r"\d{38}",
        "identityMap.GAID": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        "identityMap.Email_LC_SHA256": r"[0-9a-f]{64}",
        "identityMap.CRMID": r"crmid-[0-9a-z]{8}",
    }
    table = people(*shapes)
    for path, shape in shapes.items():
        assert pc.all(pc.match_substring_regex(table[path], f"^{shape}$")).as_py(), path


def test_no_composed_word_breaks_the_line(people: Make) -> None:
    """Ordinary cities, streets and postal codes need no trimming; odd ones are the edge cases' business."""
    for words in (vocabulary.cities(), vocabulary.streets(), vocabulary.postal_codes(), vocabulary.states()):
        assert [word for word in words.words.to_pylist() if word != word.strip() or "\n" in word] == []
