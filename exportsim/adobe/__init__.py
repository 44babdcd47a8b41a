"""Stage 1, agree: a destination server's JSON and customer data become a plan.

The only folder that speaks Adobe's spelling.
"""

from __future__ import annotations

from exportsim.adobe.customer_data import CustomerData, load_customer_data
from exportsim.adobe.resolve import resolve
from exportsim.adobe.server import Server, load_server
from exportsim.adobe.switches import SWITCHES

__all__ = ["SWITCHES", "CustomerData", "Server", "load_customer_data", "load_server", "resolve"]
