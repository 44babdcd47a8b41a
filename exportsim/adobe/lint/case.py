"""What the checks look at: a server, a destination, or both, and what of the files is certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exportsim.adobe.catalogue import COMPRESSION, CSV, FILES
from exportsim.adobe.customer_data import CustomerData
from exportsim.adobe.destination import Destination, Offer
from exportsim.adobe.fields import Field
from exportsim.adobe.locations import KINDS, Kind
from exportsim.adobe.notes import Notes, step
from exportsim.adobe.option import Option
from exportsim.adobe.reader import Leaf, Reader
from exportsim.adobe.resolve import Said, examine, file_configurations
from exportsim.adobe.server import Server
from exportsim.adobe.switches import Settings
from exportsim.adobe.templated import CUSTOMER_DATA, asked, templates
from formats import Csv

OPTIONS = (FILES[0], COMPRESSION, *(option for option in CSV if option.name != COMPRESSION.name))


@dataclass(frozen=True)
class Value:
    """One formatting option as a server gives it."""

    option: Option
    path: str
    """Of the text: ``$.fileConfigurations.csvOptions.quote.value``."""

    source: str
    """Literal or template."""

    templated: bool
    leaf: Leaf | None
    """What it comes to; None where the template is faulty."""


@dataclass(frozen=True)
class Case:
    """A server with the destination that names it, if there is one."""

    server: Server
    said: Said
    data: CustomerData
    """What a customer gave, over the defaults of the form."""

    values: Mapping[str, Value]
    """The formatting options that the server gives, by the catalogue's names."""

    formatting: str
    """The path of ``fileConfigurations``, whether they are there or not."""

    destination: Destination | None = None
    offer: Offer | None = None
    notes: Notes = field(default_factory=lambda: Notes(""))
    """What was noted while the server was read."""

    def is_certain(self, *names: str) -> bool:
        """Whether these options come to the same for every customer who does no more than they must."""
        leaves = [value.leaf for name in names if (value := self.values.get(name))]
        return all(leaf is not None and all(map(self._may_be_left_out, leaf.missing)) for leaf in leaves)

    def path(self, *names: str) -> str:
        """Where the first of these options that the server gives stands, or where it would."""
        given = next((self.values[name].path for name in names if name in self.values), None)
        return given or self.formatting

    @property
    def csv(self) -> Csv | None:
        """The CSV format that is written, as far as the server says; None where none is, or none is thought of."""
        thought_of = self.is_certain("fileType") or any(".csvOptions." in value.path for value in self.values.values())
        return self.said.format if isinstance(self.said.format, Csv) and thought_of else None

    def fields(self) -> Iterator[tuple[str, Field]]:
        """Every input of the form by the name that templates know: ``bucket``, ``csvOptions.quote``."""
        for one in self.offer.fields if self.offer else ():
            if one.type == "object":
                yield from ((f"{one.name}.{inner.name}", inner) for inner in one.fields)
            else:
                yield one.name, one

    def choices(self, name: str) -> tuple[str, ...]:
        """What customers may choose for an option that is filled from one field; empty where that is free."""
        value = self.values.get(name)
        names = {
            found.removeprefix(f"{CUSTOMER_DATA}.") for found in (value.leaf.fields if value and value.leaf else ())
        }
        return next((one.choices for known, one in self.fields() if known in names and one.choices), ())

    def _may_be_left_out(self, field_name: str) -> bool:
        known = dict(self.fields())
        one = known.get(field_name.removeprefix(f"{CUSTOMER_DATA}."))
        return one is not None and not one.required


def build(
    server: Server,
    data: CustomerData,
    switches: Mapping[str, str],
    destination: Destination | None = None,
    offer: Offer | None = None,
) -> Case:
    """Read a server as ``resolve`` does, without holding it against it that customers have not filled in anything."""
    notes = Notes(server.file)
    settings = Settings(switches)
    names = {found.name for _path, one in templates(server.document) for found in asked(one)}
    reader = Reader(notes, data, settings, frozenset(names))
    said = examine(reader, server)
    kind = _kind(server.document)
    node, path = file_configurations(Reader(Notes(server.file), data, settings), server.document, kind)
    silent = Reader(Notes(server.file), data, settings, frozenset(names))
    values = {value.option.name: value for value in _values(silent, node, path)}
    notes.mended(server.remarks)
    return Case(server, said, data, values, path, destination, offer, notes)


def _kind(document: Mapping[str, Any]) -> Kind | None:
    given = document.get("destinationServerType")
    return KINDS.get(given) if isinstance(given, str) else None


def _values(reader: Reader, node: Mapping[str, Any], path: str) -> Iterator[Value]:
    for option in OPTIONS:
        for key in option.keys:
            group, _, name = key.rpartition(".")
            parent = node.get(group) if group else node
            at = step(step(path, group), name) if group else step(path, name)
            wrapper = parent.get(name) if isinstance(parent, Mapping) else None
            if isinstance(wrapper, Mapping) and isinstance(wrapper.get("value"), str):
                templated = wrapper.get("templatingStrategy") == "PEBBLE_V1"
                yield Value(option, f"{at}.value", wrapper["value"], templated, reader.leaf(wrapper, at))
