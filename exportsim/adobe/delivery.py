"""How a destination is signed in to and where it delivers: authentication types and ``destinationDelivery``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exportsim.adobe.json_file import quoted
from exportsim.adobe.node import Node

AUTHENTICATIONS = {
    "S3": "FILE_BASED_S3",
    "AZURE_CONNECTION_STRING": "FILE_BASED_AZURE_BLOB",
    "AZURE_SERVICE_PRINCIPAL": "FILE_BASED_ADLS_GEN2",
    "SFTP_WITH_PASSWORD": "FILE_BASED_SFTP",
    "SFTP_WITH_SSH_KEY": "FILE_BASED_SFTP",
    "GOOGLE_CLOUD_STORAGE": "FILE_BASED_GOOGLE_CLOUD",
}
"""The authentication types of files, each with the kind of server that it is for."""

STREAMING = ("BASIC", "BEARER", "OAUTH1", "OAUTH2")
RULES = ("CUSTOMER_AUTHENTICATION", "PLATFORM_AUTHENTICATION", "NONE")


@dataclass(frozen=True)
class Authentication:
    """One way in which a customer may sign in."""

    path: str
    type: str


@dataclass(frozen=True)
class Delivery:
    """One server that files go to."""

    path: str
    rule: str
    server: str | None = None
    """The server's ``instanceId``; None where a placeholder stands."""


def read_authentications(nodes: tuple[Node, ...]) -> tuple[Authentication, ...]:
    """Read ``customerAuthenticationConfigurations``."""
    found = []
    for node in nodes:
        kind = node.word("authType", known=(*AUTHENTICATIONS, *STREAMING), required=True)
        if kind in STREAMING:
            node.warn("authType", f"{kind} is for streaming destinations", code="streaming-authentication")
        node.ignore("options")
        node.end()
        if kind is not None:
            found.append(Authentication(node.at("authType"), kind))
    return tuple(found)


def read_deliveries(nodes: tuple[Node, ...]) -> tuple[Delivery, ...]:
    """Read ``destinationDelivery``: those of its entries that files take."""
    return tuple(delivery for node in nodes if (delivery := _delivery(node)) is not None)


def _delivery(node: Node) -> Delivery | None:
    rule = node.word("authenticationRule", known=RULES, required=True)
    server = node.text("destinationServerId", required=True)
    batch = _is_for_files(node)
    if rule == "PLATFORM_AUTHENTICATION" and node.text("authenticationId") is None:
        node.problem("authenticationId", f"is missing, which {node.at('authenticationRule')} needs")
    node.ignore("authenticationId")
    node.end()
    if server is not None and re.fullmatch(r"\s*|\{+.*\}+|<.*>", server, re.DOTALL):
        sentence = f"{quoted(server)} is a placeholder; which server is meant is not checked"
        node.warn("destinationServerId", sentence, code="server-id-placeholder")
        server = None
    return Delivery(node.path, rule or "NONE", server) if batch else None


def _is_for_files(node: Node) -> bool:
    matchers = node.nodes("deliveryMatchers")
    if not matchers:
        sentence = 'is missing, which a file-based destination needs: SOURCE is "batch"'
        node.warn("deliveryMatchers", sentence, code="delivery-matchers-missing")
        return True
    found = False
    for matcher in matchers:
        kind, values = matcher.text("type", required=True), matcher.texts("value") or ()
        matcher.end()
        found = found or (kind == "SOURCE" and "batch" in values)
    return found
