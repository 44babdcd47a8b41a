"""What a destination offers its customers, held against what a rehearsal chooses.

What is not chosen takes the offer's default; what the platform's pages would not let a customer choose is a problem
that names both places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exportsim import adobe
from exportsim.adobe import Offer
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Column
from exportsim.rehearsal import Rehearsal

CUSTOM_TEXT = "CUSTOM_TEXT"


def offer_to(rehearsal: Rehearsal) -> Offer | None:
    """What the rehearsal's destination offers; None without one. Raises ``ConfigurationError`` with its problems."""
    return adobe.read_offer(adobe.load_destination(rehearsal.destination)) if rehearsal.destination else None


def within(rehearsal: Rehearsal, offer: Offer | None) -> Rehearsal:
    """The rehearsal as a customer of the destination could choose it.

    Raises ``ConfigurationError`` with everything that it chooses and the destination does not offer.
    """
    if offer is None:
        return rehearsal
    columns = _with_required(rehearsal.columns, offer)
    problems = [
        *_check_names(rehearsal, offer),
        *_check_columns(columns, rehearsal.columns, offer),
        *_check_choices(rehearsal, offer),
    ]
    if problems:
        raise ConfigurationError(problems)
    names = offer.batch.names
    if names is not None:
        append = names.append if rehearsal.filename_append is None else rehearsal.filename_append
        rehearsal = replace(rehearsal, filename=names.fixed, filename_append=append)
    return replace(
        rehearsal,
        columns=columns,
        mandatory=_with(rehearsal.mandatory, _mandatory(offer)),
        deduplication=_with(rehearsal.deduplication, _keys(offer)),
    )


def _with(chosen: tuple[str, ...], required: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*required, *chosen)))


def _mandatory(offer: Offer) -> tuple[str, ...]:
    return tuple(header(one.target) for one in offer.schema.required if one.mandatory)


def _keys(offer: Offer) -> tuple[str, ...]:
    return tuple(header(one.target) for one in offer.schema.required if one.deduplication_key)


def _check_choices(rehearsal: Rehearsal, offer: Offer) -> Iterator[Problem]:
    batch = offer.batch
    for where, offered, key, required in (
        ("mandatory", batch.mandatory_attributes, "allowMandatoryFieldSelection", _mandatory(offer)),
        ("deduplication", batch.deduplication_keys, "allowDedupeKeyFieldSelection", _keys(offer)),
    ):
        more = [name for name in getattr(rehearsal, where) if name not in required]
        if more and not offered:
            what = f"holds {', '.join(more)}, which no customer can choose ({offer.file}: {batch.path}.{key})"
            yield Problem(where, what, ", ".join(required) or "left out")


def _check_names(rehearsal: Rehearsal, offer: Offer) -> Iterator[Problem]:
    names = offer.batch.names
    if names is None:
        return
    where = f"{offer.file}: {offer.batch.path}.filenameConfig"
    if rehearsal.filename is not None and rehearsal.filename != names.fixed:
        what = f'is "{rehearsal.filename}", which no customer can choose ({where}.defaultFilename)'
        yield Problem("filename", what, f'"{names.fixed}", or left out')
    for macro in rehearsal.filename_append or ():
        if macro not in names.allowed:
            what = f"{macro} is not offered ({where}.allowedFilenameAppendOptions)"
            yield Problem("filename_append", what, "offered: " + (", ".join(names.allowed) or "none"))
    if rehearsal.custom_text and CUSTOM_TEXT not in names.allowed:
        what = f"{CUSTOM_TEXT} is not offered ({where}.allowedFilenameAppendOptions)"
        yield Problem("custom_text", what, "left out")


def _with_required(chosen: tuple[Column, ...], offer: Offer) -> tuple[Column, ...]:
    """The columns, after those whose source and target the destination has locked."""
    targets = {column.target for column in chosen}
    locked = (Column(one.source, header(one.target)) for one in offer.schema.required if one.source is not None)
    return (*(column for column in locked if column.target not in targets), *chosen)


def _check_columns(columns: tuple[Column, ...], chosen: tuple[Column, ...], offer: Offer) -> Iterator[Problem]:
    schema = offer.schema
    sources = {column.target: column.source for column in columns}
    for one in schema.required:
        name, where = header(one.target), f"{offer.file}: {one.path}"
        if name not in sources:
            yield Problem("columns", f"none is called {name}, which is required ({where})", f"PATH={name}")
        elif one.source is not None and sources[name] != one.source:
            yield Problem("columns", f"{name} is read from {sources[name]}, not as required ({where})", one.source)
    required = [header(one.target) for one in schema.required]
    for column in chosen:
        if schema.required_only and column.target not in required:
            what = f"{column.target} is not among the required ones ({offer.file}: $.schemaConfig.requiredMappingsOnly)"
            yield Problem("columns", what, "only: " + ", ".join(required))
    for field in schema.targets:
        if field.required and not schema.customer_names and header(field.name) not in sources:
            what = f"none is called {header(field.name)} ({offer.file}: {field.path}.isRequired)"
            yield Problem("columns", what, f"PATH={header(field.name)}")


def header(target: str) -> str:
    """The column that a mapping's target becomes: an identity is called as its namespace, no name has a dot."""
    return target.removeprefix("identityMap.").replace("//.", ".").replace(".", "_")
