"""A destination's card in the platform's catalogue: nothing of it decides files."""

from __future__ import annotations

from exportsim.adobe.json_file import quoted
from exportsim.adobe.node import Node

STATUSES = ("TEST", "PUBLISHED", "DELETED")
CATEGORIES = (
    *("adobeSolutions", "advertising", "analytics", "cdp", "cloudStorage", "crm", "customerSuccess", "database"),
    *("dmp", "ecommerce", "email", "emailMarketing", "enrichment", "livechat", "marketingAutomation", "mobile"),
    *("personalization", "protocols", "social", "streaming", "subscriptions", "surveys", "tagManagers", "voc"),
    *("warehouses", "payments"),
)
CONNECTIONS = ("Server-to-server", "Cloud storage", "Azure Blob", "Azure Data Lake Storage", "S3", "SFTP", "DLZ")


def read_card(node: Node) -> None:
    """Warn of what is odd in name, status and ``uiAttributes``."""
    if not node.text("name"):
        node.warn("name", "is missing: the destination's card has no title", code="name-missing")
    node.word("status", known=STATUSES)
    card = node.node("uiAttributes")
    if card is None:
        return
    for key, known in (("category", CATEGORIES), ("connectionType", CONNECTIONS)):
        given = card.text(key)
        if given is not None and given not in known:
            card.warn(key, f"{quoted(given)} is in no list of supported values", code="card-value-not-listed")
    frequency = card.text("frequency")
    if frequency is not None and frequency.lower() != "batch":
        card.warn("frequency", f"is {quoted(frequency)}; a file-based destination is Batch", code="card-not-batch")
    card.flag("flowRunsSupported")
    card.flag("monitoringSupported")
    card.ignore("documentationLink", "isBeta", "icon", "iconUrl")
    card.end()
