"""What a destination lets customers choose of file names and schedules, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportsim.adobe.batch import FREQUENCIES, LEGAL, Names
from exportsim.adobe.destination import Destination, Offer
from exportsim.adobe.lint.found import Found

TIMES = ("DATETIME", "TIMESTAMP")
AUDIENCES = ("SEGMENT_ID", "SEGMENT_NAME", "MERGE_POLICY_ID", "MERGE_POLICY_NAME")
NOT_LISTED_FOR_ADLS = ("weekly", "monthly")


def check(destination: Destination, offer: Offer) -> Iterator[Found]:
    """Look at names, schedules and what files do not have."""
    names, file = offer.batch.names, offer.file
    if offer.of != "datasets":
        if names is None and {"batchConfig", "batchConfiguration"}.intersection(destination.document):
            yield Found("file-names-not-said", file, offer.batch.path, "has no filenameConfig")
        elif names is not None:
            yield from _names(names, file, f"{offer.batch.path}.filenameConfig")
    yield from _frequencies(destination, offer)
    if "aggregation" in destination.document:
        yield Found("aggregation-for-files", file, "$.aggregation", "is given")


def _names(names: Names, file: str, path: str) -> Iterator[Found]:
    fixed = re.findall("%([A-Z_]+)%", names.fixed)
    begun, possible = {*fixed, *names.append}, {*fixed, *names.append, *names.allowed}
    begins = "_".join([names.fixed, *(f"%{macro}%" for macro in names.append)]).strip("_")
    if possible.isdisjoint(TIMES):
        yield Found("static-file-name", file, path, f"names begin as {begins} and can have no time in them")
    elif begun.isdisjoint(TIMES):
        yield Found("file-name-without-time", file, path, f"names begin as {begins}")
    if begun.isdisjoint(AUDIENCES):
        yield Found("file-name-without-audience", file, path, f"names begin as {begins}")


def _frequencies(destination: Destination, offer: Offer) -> Iterator[Found]:
    schedule, path = offer.batch.schedule, f"{offer.batch.path}.allowedScheduleFrequency"
    possible = {frequency for mode in schedule.modes for frequency in LEGAL[mode]}
    words = {ours: word for word, ours in FREQUENCIES.items()}
    idle = [words[one] for one in schedule.frequencies if one not in possible]
    if idle:
        modes = " or ".join(schedule.modes)
        yield Found("frequency-for-no-mode", offer.file, path, f"{', '.join(idle)}: not for {modes} exports")
    adls = [one for one in offer.authentications if one.type == "AZURE_SERVICE_PRINCIPAL"]
    unlisted = [words[one] for one in schedule.frequencies if one in NOT_LISTED_FOR_ADLS]
    if adls and unlisted:
        yield Found("frequency-not-for-storage", offer.file, path, f"{', '.join(unlisted)} beside {adls[0].type}")
