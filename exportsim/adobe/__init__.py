"""Stage 1, agree: a destination server's JSON and customer data become a plan.

The only folder that speaks Adobe's spelling.
"""

from __future__ import annotations

from exportsim.adobe.catalogue import CATALOGUE, FILES, SOURCES, spark_default
from exportsim.adobe.customer_data import CustomerData, load_customer_data
from exportsim.adobe.destination import Destination, Offer, load_destination, read_offer
from exportsim.adobe.lossy import lost_by
from exportsim.adobe.option import Option
from exportsim.adobe.presets import PRESETS, Preset
from exportsim.adobe.resolve import resolve
from exportsim.adobe.server import Server, load_server
from exportsim.adobe.switches import SWITCHES, side, taken

__all__ = [
    "CATALOGUE",
    "FILES",
    "PRESETS",
    "SOURCES",
    "SWITCHES",
    "CustomerData",
    "Destination",
    "Offer",
    "Option",
    "Preset",
    "Server",
    "load_customer_data",
    "load_destination",
    "load_server",
    "lost_by",
    "read_offer",
    "resolve",
    "side",
    "spark_default",
    "taken",
]
