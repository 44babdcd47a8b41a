"""What is wrong with where files go, beyond what reading it finds."""

from __future__ import annotations

from collections.abc import Iterator

from exportsim.adobe.json_file import quoted
from exportsim.adobe.lint.case import Case
from exportsim.adobe.lint.found import Found

OBJECT, USE_CASE = "fileBasedDlzDestination", "dlz_destination"


def check(case: Case) -> Iterator[Found]:
    """Look at the one value of a location whose meaning only the API's description tells."""
    location = case.server.document.get(OBJECT)
    given = location.get("useCase") if isinstance(location, dict) else None
    if isinstance(given, str) and given != USE_CASE:
        yield Found("use-case-not-documented", case.server.file, f"$.{OBJECT}.useCase", f"is {quoted(given)}")
