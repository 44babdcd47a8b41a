"""The page of measurements: sections between marks, so that what measures one leaves the others as they are."""

from __future__ import annotations

from pathlib import Path

HEAD = "# Measured\n"


def write_section(page: Path, name: str, text: str) -> None:
    """Put a section in its place, or behind the others where it is new; the page is made where there is none."""
    old = page.read_text("utf-8") if page.exists() else HEAD
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    section = f"{begin}\n{text.strip()}\n\n{end}"
    before, found, rest = old.partition(begin)
    if not found:
        page.write_text(f"{old.rstrip()}\n\n{section}", "utf-8")
        return
    page.write_text(before + section + rest.partition(end)[2], "utf-8")
