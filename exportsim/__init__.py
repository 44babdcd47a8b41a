"""Rehearse Adobe Experience Platform batch exports before a customer's first one arrives."""

from __future__ import annotations

__version__ = "0.1.0"
