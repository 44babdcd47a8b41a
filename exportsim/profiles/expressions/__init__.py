"""Calculated columns: a small language of paths and functions, worked out over whole columns."""

from __future__ import annotations

from exportsim.profiles.expressions.statement import Calculator, only_digests
from exportsim.profiles.expressions.syntax import Expression, ExpressionError, parse, paths

__all__ = ["Calculator", "Expression", "ExpressionError", "only_digests", "parse", "paths"]
