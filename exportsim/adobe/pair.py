"""Whether a destination server and a destination configuration belong together."""

from __future__ import annotations

from exportsim.adobe.delivery import AUTHENTICATIONS
from exportsim.adobe.destination import Offer
from exportsim.adobe.json_file import quoted
from exportsim.adobe.notes import Notes, nearest
from exportsim.adobe.server import Server
from exportsim.adobe.templated import asked, templates


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
        allowed = "the server that the destination names, or its id here"
        notes.problem(f"{path}.destinationServerId", what, allowed, code="server-id-differs")


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
            notes.problem(one.path, what, allowed, code="authentication-not-for-server")
        else:
            notes.warn(one.path, f"{what}; documented: {allowed}", code="authentication-not-for-server")


def _fields(server: Server, offer: Offer, notes: Notes) -> None:
    """Warn of templates that need what no customer is asked for: they print nothing."""
    known = [field.name for field in offer.fields]
    known += [f"{group.name}.{field.name}" for group in offer.fields for field in group.fields]
    for path, found in templates(server.document):
        # What a template only asks for if it is there, it can do without.
        for name in dict.fromkeys(".".join(one.path[1:]) for one in asked(found) if not one.guarded):
            if name and name not in known:
                hint = nearest(name, known)
                sentence = f"asks for customerData.{name}, which is no field of {offer.file}{hint and '; ' + hint}"
                notes.warn(path, sentence, code="field-not-defined", instead=hint, file=server.file)
