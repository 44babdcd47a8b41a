"""Whether a destination server and a destination configuration belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from exportsim.adobe.delivery import AUTHENTICATIONS
from exportsim.adobe.destination import Offer
from exportsim.adobe.json_file import quoted
from exportsim.adobe.notes import Notes, nearest, step
from exportsim.adobe.server import Server

_FIELD = re.compile(r"customerData((?:\.[A-Za-z_]\w*)+)", re.ASCII)


def compare(server: Server, offer: Offer, notes: Notes) -> None:
    """Hold the two against each other; the notes are the destination's, and name the server's places."""
    _same_server(server, offer, notes)
    _same_kind(server, offer, notes)
    _fields(server, offer, notes)


def _same_server(server: Server, offer: Offer, notes: Notes) -> None:
    """Two ids that differ are two servers; where either is not given, nothing can be said."""
    own = server.document.get("instanceId")
    named = {delivery.server: delivery.path for delivery in offer.deliveries if delivery.server is not None}
    if not isinstance(own, str) or not named or own in named or any(one.server is None for one in offer.deliveries):
        return
    for other, path in named.items():
        what = f"names the server {quoted(other)}, but {server.file}: $.instanceId is {quoted(own)}"
        notes.problem(f"{path}.destinationServerId", what, "the server that the destination names, or its id here")


def _same_kind(server: Server, offer: Offer, notes: Notes) -> None:
    """Customers must be able to sign in where the files go; any partner can, by credentials of its own."""
    kind = server.document.get("destinationServerType")
    fitting = [name for name, of in AUTHENTICATIONS.items() if of == kind]
    if not isinstance(kind, str) or any(one.type in fitting for one in offer.authentications):
        return
    if all(delivery.rule != "CUSTOMER_AUTHENTICATION" for delivery in offer.deliveries):
        return
    for one in offer.authentications:
        what = f"is {one.type}, which does not sign in to {server.file}: $.destinationServerType, {kind}"
        allowed = " or ".join(fitting) or "none, with the authenticationRule NONE"
        if fitting:
            notes.problem(one.path, what, allowed)
        else:
            notes.warn(one.path, f"{what}; documented: {allowed}")


def _fields(server: Server, offer: Offer, notes: Notes) -> None:
    """Warn of templates that ask for what no customer is asked for: they print nothing."""
    known = [field.name for field in offer.fields]
    known += [f"{group.name}.{field.name}" for group in offer.fields for field in group.fields]
    for path, template in _templates(server.document, "$"):
        for asked in dict.fromkeys(found[1].removeprefix(".") for found in _FIELD.finditer(template)):
            if asked not in known:
                hint = nearest(asked, known)
                sentence = f"asks for customerData.{asked}, which is no field of {offer.file}{hint and '; ' + hint}"
                notes.warnings.append(f"{server.file}: {path}: {sentence}")


def _templates(node: object, path: str) -> Iterator[tuple[str, str]]:
    """Every templated value below a node, with its path."""
    if isinstance(node, Mapping):
        document: Mapping[str, Any] = node
        if document.get("templatingStrategy") == "PEBBLE_V1" and isinstance(document.get("value"), str):
            yield f"{path}.value", document["value"]
        for key, inner in document.items():
            yield from _templates(inner, step(path, key))
