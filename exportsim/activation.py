"""What a customer chose when they activated an audience: from a rehearsal's settings, checked as the platform would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from exportsim import adobe, profiles
from exportsim.adobe import Offer
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Activation, Audience, Column, Kind, MergePolicy
from exportsim.offering import offer_to, within
from exportsim.profiles.activation.transformation import TRANSFORMATION
from exportsim.profiles.headers import namespace
from exportsim.profiles.inputs import is_of_group, of_group
from exportsim.profiles.paths import parse
from exportsim.rehearsal import Rehearsal
from exportsim.subject import check_kind, folder_append, kind_of, merge_policy

WORDS = {
    "realized-exited": ("realized", "exited"),
    "active-expired": ("active", "expired"),
    "Active-Expired": ("Active", "Expired"),
}
"""Of members and of those who left, by the side of the switch."""

STANDARD_NAMESPACES = (
    *("Email", "Email_LC_SHA256", "Phone", "Phone_SHA256", "Phone_SHA256_E.164", "Phone_E.164"),
    *("ECID", "WAID", "TNTID", "AAID", "Google", "GAID", "IDFA"),
)
"""Those of the platform; any other is a customer's own."""

MOST_ATTRIBUTES = 2
"""How many attributes a deduplication key can have."""


def activate(rehearsal: Rehearsal) -> Activation:
    """Agree on columns, key and names; ``ConfigurationError`` with everything the platform would refuse."""
    offer = offer_to(rehearsal)
    rehearsal = within(rehearsal, offer)
    of = kind_of(rehearsal, offer)
    policy = merge_policy(rehearsal, offer)
    columns = (*(rehearsal.columns or _default_columns(rehearsal, of)), *rehearsal.enrichment)
    columns = tuple(_hashed(column, offer) for column in columns)
    identities = [column.target for column in rehearsal.columns if namespace(column.source)]
    grouped = (rehearsal.audiences or (rehearsal.audience,)) if policy else ()
    problems = [
        *_check_headers(rehearsal, (*columns, *of_group(grouped))),
        *_check_columns(columns),
        *_check_identities(rehearsal, identities),
        *_check_deduplication(rehearsal),
        *check_kind(rehearsal, of, policy, offer),
        *(_check_offered_identities(columns, offer) if offer else ()),
    ]
    if problems:
        raise ConfigurationError(problems)
    # A namespace is the key and mandatory, and nobody can take that back.
    deduplication = tuple(identities) or rehearsal.deduplication
    return Activation(
        Audience(policy.id, policy.name) if policy else rehearsal.audience,
        (*columns, *of_group(grouped)),
        rehearsal.key or deduplication or _default_key(rehearsal, columns),
        **_names(rehearsal, policy),
        name_spaces=adobe.side(rehearsal.switches, "name-spaces"),
        date_form=adobe.side(rehearsal.switches, "name-date"),
        identity=identities[0] if identities else "",
        of=of,
        merge_policy=policy,
        grouped=grouped,
        folder_append=folder_append(rehearsal, offer) if of == "datasets" else (),
        mandatory=tuple(dict.fromkeys((*rehearsal.mandatory, *identities))),
        empty_is_missing=adobe.side(rehearsal.switches, "mandatory-empty") == "missing",
        deduplication=deduplication,
        status=WORDS[adobe.side(rehearsal.switches, "status-words")],
        qualified=adobe.side(rehearsal.switches, "qualification-time"),
        nested=rehearsal.nested,
        latest=rehearsal.latest or "",
    )


def _hashed(column: Column, offer: Offer | None) -> Column:
    """The column with the transformation that the destination asks for, where it takes this namespace hashed only."""
    forced = [one for one in (offer.identities if offer else ()) if one.name == column.target]
    code = namespace(column.source)
    return replace(column, transformation=TRANSFORMATION) if any(code in one.hashed for one in forced) else column


def _check_offered_identities(columns: Sequence[Column], offer: Offer) -> Iterator[Problem]:
    """Find namespaces that the destination's identity does not accept, and hashes that it does not offer."""
    known = {one.name: one for one in offer.identities}
    for column in columns:
        identity, code = known.get(column.target), namespace(column.source)
        if identity is None:
            continue
        where = f"({offer.file}: $.identityNamespaces.{identity.name})"
        standard = code in STANDARD_NAMESPACES
        accepted = code in identity.global_namespaces or (not standard and identity.custom_namespaces)
        if code and not accepted:
            allowed = ", ".join(identity.global_namespaces) or "none of the standard ones"
            yield Problem(f"column {column.target!r}", f"{code} is not accepted {where}", allowed)
        if not code and not identity.attributes:
            what = f"{column.source} is an attribute, and only identities are accepted {where}"
            yield Problem(f"column {column.target!r}", what, "identityMap." + "|".join(identity.global_namespaces))
        if column.transformation and code not in identity.hashed and not identity.hashable:
            yield Problem(f"column {column.target!r}", f"{column.transformation} is not offered {where}", "left out")


def _names(rehearsal: Rehearsal, policy: MergePolicy | None) -> dict[str, Any]:
    given: dict[str, Any] = {"custom_text": rehearsal.custom_text}
    if rehearsal.filename is not None:
        given["filename"] = rehearsal.filename
    elif policy:
        given["filename"] = "%DESTINATION%_%MERGE_POLICY_ID%"
    if rehearsal.filename_append is not None:
        given["filename_append"] = rehearsal.filename_append
    return given


def switches(activation: Activation) -> tuple[str, ...]:
    """Name what the vendor leaves open that this activation depends on."""
    own = [column for column in activation.columns if not is_of_group(column, activation)]
    leaves = {parse(column.source, activation.audience)[-1] for column in own if _is_membership(column)}
    taken = {
        "mandatory-empty": activation.mandatory,
        "deduplication-without-key": activation.deduplication and not activation.identity,
        "deduplication-chain": activation.identity,
        "status-words": "status" in leaves,
        "qualification-time": "lastQualificationTime" in leaves,
        "grouped-words": activation.grouped,
        "data-set-parts": activation.of == "datasets",
        "hash-form": any(column.transformation for column in activation.columns),
    }
    return tuple(name for name, when in taken.items() if when)


def _is_membership(column: Column) -> bool:
    return column.source.removeprefix("xdm:").strip().startswith("segmentMembership.")


def _check_headers(rehearsal: Rehearsal, columns: Sequence[Column]) -> Iterator[Problem]:
    names = [column.target for column in columns]
    for where in ("key", "mandatory", "deduplication"):
        for name in getattr(rehearsal, where):
            if name not in names:
                yield Problem(where, f'"{name}" is no column', "columns: " + ", ".join(names))
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("columns", f'"{name}" is a header twice', "PATH=HEADER")


def _check_columns(columns: Sequence[Column]) -> Iterator[Problem]:
    for column in columns:
        if column.transformation not in ("", TRANSFORMATION):
            what = f'"{column.transformation}" is no transformation'
            yield Problem(f"column {column.target!r}", what, f"the one that is documented: {TRANSFORMATION}")


def _check_identities(rehearsal: Rehearsal, identities: Sequence[str]) -> Iterator[Problem]:
    if len(identities) > 1:
        what = f"{' and '.join(identities)} are identity namespaces, and only one can be exported"
        yield Problem("columns", what, "another one as an attribute that holds it, such as identityMap.Phone[0].id")
    elif identities and not {*rehearsal.deduplication} <= {*identities}:
        what = f"an identity namespace is exported, and {identities[0]} is the key of its own accord"
        yield Problem("deduplication", what, "nothing beside an identity namespace")
    elif identities and rehearsal.key and identities[0] not in rehearsal.key:
        what = f"a profile has a row for each of its identities, which only {identities[0]} tells apart"
        yield Problem("key", what, identities[0])


def _check_deduplication(rehearsal: Rehearsal) -> Iterator[Problem]:
    if len(rehearsal.deduplication) > MOST_ATTRIBUTES:
        what = f"has {len(rehearsal.deduplication)} columns"
        yield Problem("deduplication", what, "one identity namespace, one attribute, or two attributes")


def _default_columns(rehearsal: Rehearsal, of: Kind) -> tuple[Column, ...]:
    if rehearsal.profiles:
        return profiles.file_columns(rehearsal.profiles)
    return profiles.default_columns(rehearsal.schema, of)


def _default_key(rehearsal: Rehearsal, columns: tuple[Column, ...]) -> tuple[str, ...]:
    if rehearsal.profiles:
        identities = [column.target for column in columns if column.source in ("_id", "id")]
        identities += [column.target for column in columns if column.source.startswith("identityMap")]
        return (*identities, columns[0].target)[:1]
    return profiles.default_key(columns, rehearsal.audience, rehearsal.schema)
