"""Destination server and customer data → plan; afterwards nothing is templated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from exportsim.adobe.customer_data import CustomerData
from exportsim.adobe.destination import Destination, offer_of
from exportsim.adobe.form import Filled, Form
from exportsim.adobe.formatting import KEYS, MANIFEST, ROW_LIMIT, read_format, read_manifest, read_row_limit
from exportsim.adobe.json_file import describe, quoted
from exportsim.adobe.locations import KINDS, Kind, read_location
from exportsim.adobe.notes import Notes, step
from exportsim.adobe.overlay import NOTHING as NO_OVERLAY
from exportsim.adobe.overlay import Overlay, read_overlay
from exportsim.adobe.pair import compare
from exportsim.adobe.presets import PRESETS, Preset
from exportsim.adobe.reader import Reader
from exportsim.adobe.server import Server
from exportsim.adobe.switches import Settings
from exportsim.adobe.templated import unasked
from exportsim.errors import ConfigurationError
from exportsim.model import Encryption, Place, Plan, PublicKey
from formats import Format

COMMON_KEYS = ("name", "destinationServerType", "fileConfigurations")
TOLERATED_KEYS = ("description", "instanceId", "createdDate", "lastModifiedDate")
"""One key of the guides, and what the authoring API adds to a server; none has a say in the files."""

NOTHING: Mapping[str, str] = MappingProxyType({})


def resolve(
    server: Server,
    customer_data: CustomerData,
    *,
    overrides: Mapping[str, str] = NOTHING,
    preset: str | None = None,
    options: Mapping[str, str] = NOTHING,
    key: PublicKey | None = None,
    destination: Destination | None = None,
) -> Plan:
    """Agree on a plan.

    ``overrides`` takes another side of a switch, by its name in ``SWITCHES``. ``preset``, a name in ``PRESETS``, takes
    the place of the server's file type, compression and CSV options, and ``options`` of single ones, by any name that
    the catalogue knows. Raises ``ConfigurationError`` with every problem of the server, the customer data it asks for,
    the options and the overrides at once; what is odd but accepted is in ``Plan.warnings``, every undocumented choice
    that was taken in ``Plan.switches``. With a ``key`` files are encrypted to it. With a ``destination`` the customer
    data must be what its form lets a customer fill in, and gets the form's defaults.
    """
    start = PRESETS.get(preset or "")
    null_rule = {"legacy-nulls": str(start.legacy_nulls).lower()} if start else {}
    settings = Settings({**null_rule, **overrides})
    notes = Notes(server.file)
    notes.mended(server.remarks)
    if preset is not None and start is None:
        notes.problem("preset", f"{quoted(preset)} is not a preset", "known: " + ", ".join(PRESETS))
    overlay = read_overlay(notes, options)
    filled = Filled(customer_data)
    about_destination = Notes(destination.file if destination else "")
    if destination:
        filled = _agree(server, destination, customer_data, about_destination, settings)
    reader = Reader(notes, filled.data, settings, filled.refused)
    said = examine(reader, server, start=start, overlay=overlay, encrypted=key is not None)
    encryption = _encryption(settings, key, said.manifest) if key else None
    for name in ("name-spaces", "name-date", "name-time-zone"):
        settings.take(name)
    _warn_of_unused(notes, server, customer_data)
    problems = [*settings.problems, *about_destination.problems, *notes.problems]
    if problems or said.located is None or said.format is None:
        raise ConfigurationError(problems)
    place, folder = said.located
    warnings = (*about_destination.warnings, *notes.warnings)
    return Plan(said.format, place, folder, said.max_file_rows, said.manifest, settings.taken, warnings, encryption)


@dataclass(frozen=True)
class Said:
    """What a destination server says, as far as it could be read."""

    located: tuple[Place, str] | None
    """The place and the folder below its root; None where something needed could not be read."""

    format: Format | None
    max_file_rows: int
    manifest: bool


def examine(
    reader: Reader,
    server: Server,
    *,
    start: Preset | None = None,
    overlay: Overlay = NO_OVERLAY,
    encrypted: bool = False,
) -> Said:
    """Read all that a server says; what is wrong or odd goes into the reader's notes."""
    notes = reader.notes
    kind = _kind(notes, server.document)
    located = _location(reader, server.document, kind, encrypted=encrypted) if kind else None
    node, path = file_configurations(reader, server.document, kind)
    notes.unknown_keys(node, path, KEYS)
    return Said(
        located,
        read_format(reader, node, path, start=start, overlay=overlay),
        read_row_limit(reader, node, path, overlay.get(ROW_LIMIT.name)),
        read_manifest(reader, node, path, overlay.get(MANIFEST.name)),
    )


def _agree(
    server: Server, destination: Destination, customer_data: CustomerData, notes: Notes, settings: Settings
) -> Filled:
    """Hold server, destination and customer data against each other."""
    notes.mended(destination.remarks)
    offer = offer_of(destination, notes)
    compare(server, offer, notes)
    about_data = Notes("customer data")
    filled = Form(offer.file, offer.fields, about_data, settings).fill_in(customer_data)
    notes.problems.extend(about_data.problems)
    notes.remarks.extend(about_data.remarks)
    return filled


def _warn_of_unused(notes: Notes, server: Server, customer_data: CustomerData) -> None:
    """A value that no template asks for is probably a slip of the keyboard."""
    for name, close in unasked(server.document, customer_data):
        sentence = f"no template of {server.file} asks for it{close and '; ' + close}"
        notes.warn(f"customer data: {name}", sentence, code="customer-data-unused")


def _kind(notes: Notes, document: Mapping[str, Any]) -> Kind | None:
    given = document.get("destinationServerType")
    if isinstance(given, str) and given in KINDS:
        known = (*COMMON_KEYS, *TOLERATED_KEYS, *KINDS[given].objects)
        notes.unknown_keys(document, "$", known)
        return KINDS[given]
    what = f"is {describe(given)}" if "destinationServerType" in document else "is missing"
    if given is None and "destinationDelivery" in document:
        what = "is missing: this is a destination configuration, which --destination takes"
    notes.problem("$.destinationServerType", what, "known: " + ", ".join(KINDS))
    return None


def _encryption(settings: Settings, key: PublicKey, manifest: bool) -> Encryption:
    for name in ("encryption-order", "encrypted-content"):
        settings.take(name)
    suffix = settings.take("encrypted-suffix")
    return Encryption(
        key,
        armor=settings.take("encrypted-armor") == "true",
        suffix="" if suffix == "none" else suffix,
        manifest=manifest and settings.take("manifest-encrypted") == "true",
    )


def _location(reader: Reader, document: Mapping[str, Any], kind: Kind, *, encrypted: bool) -> tuple[Place, str] | None:
    present = reader.spelled(document, "$", kind.objects)
    if not present:
        reader.notes.problem(f"$.{kind.objects[0]}", "is missing")
        return None
    if len(present) > 1 and document[present[0]] != document[present[1]]:
        reader.notes.problem("$", f"{present[0]} and {present[1]} mean the same and differ", "one of them")
    node = reader.child(document, "$", present[0])
    if node is None:
        return None
    path = step("$", present[0])
    templated = [name for names in kind.names for name in names]
    reader.notes.unknown_keys(node, path, (kind.folder, *templated, *kind.plain, "fileConfigurations"))
    return read_location(reader, kind, node, path, encrypted=encrypted)


def file_configurations(
    reader: Reader, document: Mapping[str, Any], kind: Kind | None
) -> tuple[Mapping[str, Any], str]:
    """Find the formatting options and their path; one guide nests them in the location object."""
    key, parent, path = "fileConfigurations", document, "$"
    name = next((name for name in kind.objects if name in document), None) if kind else None
    location = document[name] if name else None
    if name and isinstance(location, dict) and key in location:
        nested = f"$.{name}.{key}"
        if key in document:
            reader.notes.problem(nested, f"is given here and at $.{key}", "one of them, at the top")
        else:
            parent, path = location, f"$.{name}"
            sentence = f"belongs at $.{key}, beside the location; it is read from here"
            reader.notes.warn(nested, sentence, code="file-configurations-misplaced")
    node = reader.child(parent, path, key) if key in parent else None
    return node or {}, step(path, key)
