"""A stage of its own: any file, wherever it comes from, becomes a sentence on what it is and what would write it."""

from __future__ import annotations

from exportsim.inspection.differences import compare
from exportsim.inspection.document import document
from exportsim.inspection.look import inspect
from exportsim.inspection.values import ColumnFound, Confidence, Difference, Fact, Inspection, RowCount

__all__ = [
    "ColumnFound",
    "Confidence",
    "Difference",
    "Fact",
    "Inspection",
    "RowCount",
    "compare",
    "document",
    "inspect",
]
