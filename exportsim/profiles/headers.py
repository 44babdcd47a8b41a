"""What a column is called when nobody gave it a name, and what a mapping in one line says.

Sources: the vendor's pages on activation (dots are not allowed in exported field names and become ``_``), on mappings
(an identity is named by its namespace) and on arrays (``emails[0]`` is named ``emails0``).
"""

from __future__ import annotations

import re

from exportsim.model import Column

_NAMESPACE = re.compile(r"identityMap\.((?:[^.\[\]]|//\.)+)")
_AS_HEADER: dict[int, str | None] = {ord("."): "_", ord("["): None, ord("]"): None, ord("/"): None}
_NAMED = re.compile(r"(?P<source>.*[^=!<>])=(?P<target>[^=()\"']*)", re.DOTALL)


def namespace(source: str) -> str:
    """The namespace that a mapping of a whole identity names, ``Phone_E.164``; empty where it is no such mapping."""
    found = _NAMESPACE.fullmatch(source.removeprefix("xdm:").strip())
    return found[1].replace("//.", ".") if found else ""


def header(source: str) -> str:
    """Name a column as the platform does; an expression has no name of its own."""
    if "(" in source:
        return ""
    return dotless(namespace(source) or source.removeprefix("xdm:").strip())


def dotless(path: str) -> str:
    """A path as a header: ``_`` for dots, neither brackets nor slashes."""
    return path.translate(_AS_HEADER)


def parse_column(text: str) -> Column:
    """``person.name.firstName``, ``person.name.firstName=first_name`` or ``size_of(orders)=Times_Purchased``.

    Raises ``ValueError`` for an expression without a name.
    """
    found = _NAMED.fullmatch(text)
    source, target = (found["source"], found["target"]) if found else (text, "")
    name = target.replace(".", "_") or header(source)
    if not name:
        raise ValueError(f'"{text}" is calculated and has no header: EXPRESSION=HEADER')
    return Column(source, name)
