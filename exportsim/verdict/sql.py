"""Pieces of DuckDB text: column names, literals, and the few families of types that the verdict tells apart."""

from __future__ import annotations

from enum import Enum

INTEGERS = {
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",
}  # fmt: skip


class Family(Enum):
    """What kind of value a DuckDB type holds, as far as equality goes."""

    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLOATING = "floating"
    BOOLEAN = "boolean"
    TEMPORAL = "temporal"
    """Dates and instants; times of day are compared as text."""
    NESTED = "nested"
    OTHER = "other"


def family(duck_type: str) -> Family:
    """Tell the family of a type as DuckDB spells it: ``DECIMAL(12,2)`` is a decimal."""
    if duck_type in INTEGERS:
        return Family.INTEGER
    if duck_type in ("FLOAT", "DOUBLE"):
        return Family.FLOATING
    if duck_type == "BOOLEAN":
        return Family.BOOLEAN
    if duck_type == "DATE" or duck_type.startswith("TIMESTAMP"):
        return Family.TEMPORAL
    if duck_type.endswith("]") or duck_type.startswith(("STRUCT", "MAP", "UNION")):
        return Family.NESTED
    if duck_type.startswith("DECIMAL"):
        return Family.DECIMAL
    if duck_type in ("VARCHAR", "JSON", "UUID", '"NULL"') or duck_type.startswith("ENUM"):
        return Family.STRING
    return Family.OTHER


def literal(text: str) -> str:
    """Put a text between single quotes; NUL, which ends a statement, by its number."""
    parts = ("'" + part.replace("'", "''") + "'" for part in text.split("\0"))
    joined = " || chr(0) || ".join(parts)
    return f"({joined})" if "\0" in text else joined


def aliases(count: int) -> str:
    """Name columns by position: ``columns(c0, c1, ...)``.

    DuckDB compares names without case and renames those that clash, so ``Email`` and ``email`` of one file
    are told apart by their place only.
    """
    return "columns(" + ", ".join(f"c{index}" for index in range(count)) + ")"
