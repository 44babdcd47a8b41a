"""What names are made of: text and ``%MACRO%`` pieces, in the spellings of the vendor's pages.

Sources: the pages on batch configuration, on activating audiences by API and on exporting data sets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from exportsim.errors import Problem
from exportsim.model import Activation, Run

OTHER_SPELLINGS = {"DESTINATION_NAME": "DESTINATION"}
"""Of the API's file name templates."""

PATTERNS = {
    "YYYYMMDD_HHMMSS": "%Y%m%d_%H%M%S",
    "YYYYMMdd_HHmmss": "%Y%m%d_%H%M%S",
    "yyyyMMdd_HHmmss": "%Y%m%d_%H%M%S",
    "MMDDYYYY_HHMMSS": "%m%d%Y_%H%M%S",
    "yyyymmddhhmmss": "%Y%m%d%H%M%S",
    "YYYYMMDDHHMM": "%Y%m%d%H%M",
}
"""The forms of a date that the vendor's pages show: whole words, not patterns to be taken apart."""

MACRO = re.compile(r"%([A-Z][A-Z0-9_]*)(?:\(([^()%]*)\))?%")


def values(activation: Activation, run: Run) -> dict[str, str]:
    """What the macros of a name stand for, as they are."""
    audience, policy = activation.audience, activation.merge_policy
    named = {
        "DESTINATION": run.destination,
        "SEGMENT_ID": audience.id,
        "SEGMENT_NAME": audience.name,
        "DESTINATION_INSTANCE_ID": run.instance_id,
        "DESTINATION_INSTANCE_NAME": run.instance_name,
        "ORGANIZATION_NAME": run.organization,
        "SANDBOX_NAME": run.sandbox,
        "DATETIME": written(run.started, activation.date_form),
        "TIMESTAMP": str(int(run.started.timestamp())),
        "CUSTOM_TEXT": activation.custom_text,
    }
    if activation.of == "datasets":
        # Its files have names of their own; these name its folders.
        for macro in ("SEGMENT_ID", "SEGMENT_NAME", "TIMESTAMP"):
            del named[macro]
        time = written(run.started, "YYYYMMDDHHMM")
        named |= {"DATASET_ID": audience.id, "DATASET_NAME": audience.name, "EXPORT_TIME": f"exportTime={time}"}
    if policy:
        # A file of several audiences has no single one to be named after.
        for macro in ("SEGMENT_ID", "SEGMENT_NAME"):
            del named[macro]
        named |= {"MERGE_POLICY_ID": policy.id, "MERGE_POLICY_NAME": policy.name}
    return named


def written(time: datetime, form: str) -> str:
    """A time in one of the ``PATTERNS``, in UTC."""
    return time.astimezone(UTC).strftime(PATTERNS[form])


def canonical(macro: str) -> str:
    return OTHER_SPELLINGS.get(macro, macro)


def used(template: str) -> tuple[str, ...]:
    """The macros in a template, by their first spelling."""
    return tuple(canonical(found[1]) for found in MACRO.finditer(template))


def check(where: str, template: str, known: Mapping[str, str]) -> Iterator[Problem]:
    """Find macros that are not ``known``, and dates of no known form."""
    for found in MACRO.finditer(template):
        macro, form = canonical(found[1]), found[2]
        if macro not in known:
            allowed = "known: " + ", ".join(f"%{name}%" for name in known)
            yield Problem(where, f"{found[0]} is not a macro here", allowed)
        elif form is not None and (macro != "DATETIME" or form not in PATTERNS):
            forms = ", ".join(f"%DATETIME({pattern})%" for pattern in PATTERNS)
            yield Problem(where, f"{found[0]} has no form that is known", forms)


def filled(template: str, known: Mapping[str, str], time: datetime, clean: Callable[[str], str] = str) -> str:
    """Put in what macros stand for; ``clean`` is what becomes of a value in a name."""

    def value(found: re.Match[str]) -> str:
        return clean(written(time, found[2]) if found[2] else known[canonical(found[1])])

    return MACRO.sub(value, template)
