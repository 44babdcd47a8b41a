"""Data Landing Zone: the platform's own container, by whichever cloud hosts it; only its credentials tell which."""

from __future__ import annotations

from exportsim.destinations.landing_zone.connect import connect_landing_zone

__all__ = ["connect_landing_zone"]
