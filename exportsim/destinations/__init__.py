"""Stage 4, send: an export travels to a place and leaves receipts."""

from __future__ import annotations

from exportsim.destinations.bandwidth import Bandwidth, parse_rate
from exportsim.destinations.base import IfExists, Presence, Store, Stored
from exportsim.destinations.behaviours import BEHAVIOURS, Acting, acting, deliver_as
from exportsim.destinations.connect import connect
from exportsim.destinations.deliver import deliver, planned
from exportsim.destinations.doctor import examine
from exportsim.destinations.fetch import fetch, fetch_all
from exportsim.destinations.journal import Journal
from exportsim.destinations.looking import waybill
from exportsim.destinations.settings import JOBS, MOST_JOBS, Settings, Verify
from exportsim.destinations.shipment import Sending, Shipment
from exportsim.destinations.urls import FORMS, place_from_url, url_of

__all__ = [
    "BEHAVIOURS",
    "FORMS",
    "JOBS",
    "MOST_JOBS",
    "Acting",
    "Bandwidth",
    "IfExists",
    "Journal",
    "Presence",
    "Sending",
    "Settings",
    "Shipment",
    "Store",
    "Stored",
    "Verify",
    "acting",
    "connect",
    "deliver",
    "deliver_as",
    "examine",
    "fetch",
    "fetch_all",
    "parse_rate",
    "place_from_url",
    "planned",
    "url_of",
    "waybill",
]
