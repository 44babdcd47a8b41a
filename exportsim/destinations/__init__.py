"""Stage 4, send: an export travels to a place and leaves receipts."""

from __future__ import annotations

from exportsim.destinations.base import IfExists, Presence, Store, Stored
from exportsim.destinations.connect import connect
from exportsim.destinations.deliver import Sending, deliver, waybill
from exportsim.destinations.settings import Settings
from exportsim.destinations.urls import place_from_url, url_of

__all__ = [
    "IfExists",
    "Presence",
    "Sending",
    "Settings",
    "Store",
    "Stored",
    "connect",
    "deliver",
    "place_from_url",
    "url_of",
    "waybill",
]
