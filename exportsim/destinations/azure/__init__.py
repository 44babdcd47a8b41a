"""Azure: Blob Storage, Data Lake Storage Gen2, and the landing zone that Azure hosts."""

from __future__ import annotations

from exportsim.destinations.azure.connect import connect_adls, connect_blob

__all__ = ["connect_adls", "connect_blob"]
