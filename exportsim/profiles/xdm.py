"""The built-in schema: the paths of an ordinary Experience Data Model profile, and how each is made.

A path is also the name of its stream of draws, so a value does not depend on which others are mapped.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from exportsim.model import Audience, Column
from exportsim.profiles import accounts, hashing, kinds, people, text
from exportsim.profiles.field import Field, Make, Pick
from exportsim.profiles.headers import dotless
from exportsim.profiles.paths import Steps, spell
from exportsim.profiles.window import Window

_TIERS = pa.array(["bronze", "silver", "gold", "platinum"])
_TIER_FROM = np.array([1_000, 5_000, 20_000])
"""Points from which the next tier is held."""

_STATUS = pa.array(["realized", "exited"])
_BALANCE = pa.decimal128(12, 2)


def _text(make: Make, null_rate: float = 0.0) -> Field:
    return Field(pa.string(), make, null_rate)


def _unique(make: Make) -> Field:
    return Field(pa.string(), make, unique=True)


def _loyalty(type_: pa.DataType, make: Make, *, unique: bool = False) -> Field:
    """Three in ten people are no members: for them everything below ``loyalty`` is null."""
    return Field(type_, make, null_rate=0.3, presence="loyalty", unique=unique)


def _choice(path: str, words: dict[str, float], null_rate: float) -> Field:
    return _text(kinds.choice(path, pa.array(list(words)), list(words.values())), null_rate)


def _birth_days(window: Window) -> hashing.Whole:
    """Between 18 and 88 years ago; evenly, in days since 1970-01-01."""
    ago = hashing.below(window.bits("person.birthDate"), 70 * 365) + 18 * 366
    return kinds.days(window.now.date()) - ago


def _birth_date(window: Window) -> pa.Array:
    return kinds.dates(_birth_days(window))


def _birth_year(window: Window) -> pa.Array:
    years = _birth_days(window).astype("datetime64[D]").astype("datetime64[Y]")
    return pa.array(years.astype(np.int32) + np.int32(1970))


def _points(window: Window) -> hashing.Whole:
    return np.exp(6.5 + 1.6 * kinds.bell(window.bits("loyalty.points"))).astype(np.int64)


def _tier(window: Window) -> Pick:
    return Pick(_TIERS, np.searchsorted(_TIER_FROM, _points(window), side="right"))


def _join_date(window: Window) -> pa.Array:
    ago = hashing.below(window.bits("loyalty.joinDate"), 8 * 365)
    return kinds.dates(kinds.days(window.now.date()) - ago)


def _balance(window: Window) -> pa.Array:
    cents = np.exp(8 + 1.5 * kinds.bell(window.bits("loyalty.balance"))).astype(np.int64)
    return kinds.decimals(cents, _BALANCE)


def _lifetime_value(window: Window) -> pa.Array:
    return pa.array(np.round(np.exp(5 + 1.2 * kinds.bell(window.bits("metrics.lifetimeValue"))), 2))


def _recent(stream: str) -> Make:
    """Up to three years ago, but mostly of late."""

    def make(window: Window) -> pa.Array:
        ago = hashing.unit(window.bits(stream)) ** 3 * (3 * 365 * kinds.DAY)
        return kinds.timestamps(kinds.microseconds(window.now) - ago.astype(np.int64))

    return make


def _ecid(window: Window) -> pa.Array:
    """38 decimal digits, as the Experience Cloud ID has; the first 20 differ from profile to profile."""
    own, more = window.bits("identityMap.ECID"), window.bits("identityMap.ECID#more")
    return text.strings(np.hstack([text.digits(own, 20), text.digits(more, 18)]))


def _digest(stream: str) -> Make:
    """64 hexadecimal digits, the look of an identity that was hashed before it came to the platform."""

    def make(window: Window) -> pa.Array:
        parts = [text.hexadecimal(window.bits(f"{stream}#{part}")) for part in range(4)]
        return text.strings(np.hstack(parts))

    return make


FIELDS: dict[str, Field] = {
    "_id": _unique(kinds.uuid("_id")),
    "identityMap.ECID": _unique(_ecid),
    "identityMap.Email": _unique(people.email("email")),
    "identityMap.Phone": _text(people.phone("phone")),
    "identityMap.CRMID": _unique(kinds.code("identityMap.CRMID", "crmid-", 8)),
    "identityMap.GAID": _unique(kinds.uuid("identityMap.GAID")),
    "identityMap.IDFA": _unique(kinds.uuid("identityMap.IDFA")),
    "identityMap.Email_LC_SHA256": _unique(_digest("identityMap.Email_LC_SHA256")),
    "identityMap.Phone_E//.164": _text(people.phone("phone")),
    "identityMap.Phone_SHA256": _unique(_digest("identityMap.Phone_SHA256")),
    "person.name.firstName": _text(people.first_name, 0.02),
    "person.name.lastName": _text(people.last_name, 0.02),
    "person.name.fullName": _text(people.full_name, 0.02),
    "person.gender": _text(people.gender, 0.10),
    "person.birthDate": Field(pa.date32(), _birth_date, 0.10, presence="birth"),
    "person.birthYear": Field(pa.int32(), _birth_year, 0.10, presence="birth"),
    "personalEmail.address": _unique(people.email("email")),
    "homeAddress.street1": _text(people.street, 0.08),
    "homeAddress.city": _text(people.city, 0.05),
    "homeAddress.postalCode": _text(people.postal_code, 0.06),
    "homeAddress.stateProvince": _text(people.state, 0.25),
    "homeAddress.countryCode": _text(people.country, 0.01),
    "mobilePhone.number": _text(people.phone("phone"), 0.25),
    "loyalty.loyaltyID": _loyalty(pa.string(), kinds.code("loyalty.loyaltyID", "L-", 8), unique=True),
    "loyalty.points": _loyalty(pa.int64(), lambda window: pa.array(_points(window))),
    "loyalty.tier": _loyalty(pa.string(), _tier),
    "loyalty.joinDate": _loyalty(pa.date32(), _join_date),
    "loyalty.balance": _loyalty(_BALANCE, _balance),
    "consents.marketing.email.val": _choice("consents.marketing.email.val", {"y": 7, "n": 3}, 0.05),
    "consents.marketing.preferred": _choice(
        "consents.marketing.preferred", {"email": 6, "sms": 2, "push": 1.5, "postalMail": 0.5}, 0.4
    ),
    "lastActivity": Field(kinds.TIMESTAMP, _recent("lastActivity"), 0.05),
    "preferredLanguage": _text(people.language, 0.10),
    "notes": Field(pa.string(), people.remark("notes"), null_rate=0.20, empty_rate=0.02),
    "metrics.lifetimeValue": Field(pa.float64(), _lifetime_value, 0.10),
}
"""The fields with one fixed path each; vocabularies are loaded when a field is first made."""

MEMBERSHIP = (
    "segmentMembership.seg_namespace.seg_id.status",
    "segmentMembership.seg_namespace.seg_id.lastQualificationTime",
)
"""How a mapping asks for the membership in the audience that is exported."""


def columns(*paths: str) -> tuple[Column, ...]:
    """Name columns as the platform does: by their paths, with ``_`` for dots and no brackets or slashes."""
    return tuple(Column(path, dotless(path)) for path in paths)


DEFAULT_COLUMNS: tuple[Column, ...] = columns(
    "_id",
    "personalEmail.address",
    "person.name.firstName",
    "person.name.lastName",
    "person.birthDate",
    "homeAddress.city",
    "homeAddress.countryCode",
    "mobilePhone.number",
    "loyalty.points",
    "consents.marketing.email.val",
    "lastActivity",
    "notes",
)
"""What a first export consists of where nobody has chosen; headers cannot have dots."""


def find(steps: Steps, audience: Audience) -> Field | None:
    """Find the field at a path; any identity namespace and any audience has one."""
    path = spell(steps)
    if path in FIELDS or path in accounts.FIELDS:
        return FIELDS.get(path) or accounts.FIELDS[path]
    match steps:
        case ["identityMap", str() as namespace, 0, "id"]:
            return _identity(namespace)
        case [
            "segmentMembership",
            str() as namespace,
            str() as id_,
            "status" | "lastQualificationTime" as leaf,
        ]:
            return _membership(namespace, id_, leaf, own=(namespace, id_) == (audience.namespace, audience.id))
    return None


def _identity(namespace: str) -> Field:
    """Compare namespaces without case, as ``crmid`` and ``CRMID`` both occur; others look like Adobe's."""
    for path, field in FIELDS.items():
        if path.casefold() == spell(("identityMap", namespace)).casefold():
            return field
    prefix = namespace.encode("ascii", "replace").decode() + "-"
    return _unique(kinds.code(f"identityMap.{namespace}", prefix, 8))


def _membership(namespace: str, id_: str, leaf: str, *, own: bool) -> Field:
    """Of the audience that is exported a window tells; of any other, four in ten are or were members."""
    stream = f"segmentMembership.{namespace}.{id_}"
    if leaf == "lastQualificationTime":
        recent = _recent(f"{stream}.{leaf}")
        return Field(kinds.TIMESTAMP, _qualified(recent) if own else recent, 0.0 if own else 0.6, presence=stream)
    if own:
        return _text(_standing)
    status = kinds.choice(f"{stream}.status", _STATUS, (3.0, 1.0))
    return Field(pa.string(), status, 0.6, presence=stream)


def _standing(window: Window) -> Pick:
    """Everybody is a member where the window does not say otherwise."""
    gone = ~window.standing.members if window.standing else np.zeros(len(window), np.bool_)
    return Pick(_STATUS, gone.astype(np.int64))


def _qualified(otherwise: Make) -> Make:
    def make(window: Window) -> pa.Array | Pick:
        return kinds.timestamps(window.standing.since) if window.standing else otherwise(window)

    return make
