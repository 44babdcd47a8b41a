"""Who a profile is: the facts that several columns must agree on, and the columns made from them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exportsim.profiles import hashing, remarks, text, vocabulary
from exportsim.profiles.field import Make, Pick, pick
from exportsim.profiles.hashing import Whole
from exportsim.profiles.window import Window

UNIQUE_BITS = 40
"""Width of the short unique part of e-mail addresses: enough for a million million profiles."""

DOMAINS = pa.array(["@example.com", "@example.org", "@example.net", "@mail.invalid"])
"""RFC 2606: nobody can own them, no mail reaches anybody."""

_DOMAIN_WEIGHTS = (6.0, 2.0, 1.0, 1.0)
_JOINTS = pa.array([locale.joint for locale in vocabulary.LOCALES])
_FAMILY_FIRST = np.array([locale.family_first for locale in vocabulary.LOCALES])
_BRITISH = [locale.country for locale in vocabulary.LOCALES].index("GB")


def locale(window: Window) -> Whole:
    """Positions in ``vocabulary.LOCALES``."""
    return window.shared("locale", lambda w: hashing.weighted(w.bits("person.locale"), vocabulary.WEIGHTS))


def sex(window: Window) -> Whole:
    """0 for names that women bear, 1 for men's."""
    return window.shared("sex", lambda w: hashing.below(w.bits("person.sex"), 2))


def first_name(window: Window) -> Pick:
    return window.shared("first name", _first_name)


def _first_name(window: Window) -> Pick:
    group = locale(window) * 2 + sex(window)
    return pick(vocabulary.first_names(), group, window.bits("person.name.firstName"))


def last_name(window: Window) -> Pick:
    return window.shared("last name", _last_name)


def _last_name(window: Window) -> Pick:
    return pick(vocabulary.last_names(), locale(window), window.bits("person.name.lastName"))


@cache
def _all_names() -> pa.StringArray:
    return pa.concat_arrays([vocabulary.first_names().words, vocabulary.last_names().words])


def full_name(window: Window) -> pa.Array:
    """First and last name in the order and with the blank that the locale has."""
    first = first_name(window).at
    last = last_name(window).at + len(vocabulary.first_names().words)
    swapped = _FAMILY_FIRST[locale(window)]
    front = _all_names().take(pa.array(np.where(swapped, last, first)))
    back = _all_names().take(pa.array(np.where(swapped, first, last)))
    joint = _JOINTS.take(pa.array(locale(window)))
    return pc.binary_join_element_wise(front, joint, back, "")


GENDERS = pa.array(["female", "male", "not_specified", "non_specific"])


def gender(window: Window) -> Pick:
    """Tell the sex of the name, except that one in twenty does not tell, or is neither."""
    untold = hashing.weighted(window.bits("person.gender"), (95.0, 0.0, 4.0, 1.0))
    return Pick(GENDERS, np.where(untold == 0, sex(window), untold))


def country(window: Window) -> Pick:
    """ISO 3166-1, two letters."""
    return Pick(vocabulary.COUNTRIES, locale(window))


def language(window: Window) -> Pick:
    """BCP 47: ``pl-PL``."""
    return Pick(vocabulary.LANGUAGES, locale(window))


def city(window: Window) -> Pick:
    return pick(vocabulary.cities(), locale(window), window.bits("homeAddress.city"))


def state(window: Window) -> Pick:
    return pick(vocabulary.states(), locale(window), window.bits("homeAddress.stateProvince"))


def street(window: Window) -> Pick:
    return pick(vocabulary.streets(), locale(window), window.bits("homeAddress.street1"))


def postal_code(window: Window) -> Pick:
    return pick(vocabulary.postal_codes(), locale(window), window.bits("homeAddress.postalCode"))


def remark(stream: str) -> Make:
    """Free text in the person's language."""

    def make(window: Window) -> Pick:
        return pick(remarks.remarks(), locale(window), window.bits(stream))

    return make


def email(stream: str) -> Make:
    """Join the name in Latin letters, as far as it has any, and a part that only this profile has."""

    def make(window: Window) -> pa.Array:
        first = vocabulary.slugs(vocabulary.first_names).take(pa.array(first_name(window).at))
        last = vocabulary.slugs(vocabulary.last_names).take(pa.array(last_name(window).at))
        own = text.strings(text.base32(window.shuffled(stream, UNIQUE_BITS), UNIQUE_BITS // 5))
        domain = DOMAINS.take(pa.array(hashing.weighted(window.bits(f"{stream}#domain"), _DOMAIN_WEIGHTS)))
        return pc.binary_join_element_wise(first, last, own, domain, "")

    return make


@cache
def phone_numbers() -> vocabulary.Vocabulary:
    """Numbers that are never given to anybody, in E.164: American ones, then British ones.

    555-0100 to 555-0199 in every area code (NANP fictitious numbers), and +44 7700 900000 to 900999 (Ofcom's
    numbers for drama). There are some 70 000 of them, so no phone number is promised to be unique.
    """
    areas = [area for area in range(200, 1000) if area % 100 != 11 and area // 10 % 10 != 9]
    american = [f"+1{area}55501{line:02}" for area in areas for line in range(100)]
    return vocabulary.Vocabulary.of([american, [f"+447700900{line:03}" for line in range(1000)]])


def phone(stream: str) -> Make:
    """Make a British number for the British, an American one for everybody else."""

    def make(window: Window) -> Pick:
        british = (locale(window) == _BRITISH).astype(np.int64)
        return pick(phone_numbers(), british, window.bits(stream))

    return make
