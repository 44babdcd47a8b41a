"""What a customer may choose of schedules and file names: ``batchConfig``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from exportsim.adobe.json_file import quoted
from exportsim.adobe.node import Node

MODES = {"DAILY_FULL_EXPORT": "full", "FIRST_FULL_THEN_INCREMENTAL": "incremental"}
"""Export modes, each with the project's word."""

FREQUENCIES = {
    "ONCE": "once",
    "DAILY": "daily",
    "WEEKLY": "weekly",
    "MONTHLY": "monthly",
    "EVERY_3_HOURS": "every-3-hours",
    "EVERY_6_HOURS": "every-6-hours",
    "EVERY_8_HOURS": "every-8-hours",
    "EVERY_12_HOURS": "every-12-hours",
    "EVERY_HOUR": "every-hour",
}
UNLISTED_FREQUENCY = "EVERY_HOUR"
"""In two guides' examples, and in no list of supported values."""

LEGAL = {
    "full": ("once", "daily", "weekly", "monthly"),
    "incremental": ("daily", "every-3-hours", "every-6-hours", "every-8-hours", "every-12-hours", "every-hour"),
}
"""Which frequencies an export mode can have."""

MACROS = (
    "DESTINATION",
    "SEGMENT_ID",
    "SEGMENT_NAME",
    "DESTINATION_INSTANCE_ID",
    "DESTINATION_INSTANCE_NAME",
    "ORGANIZATION_NAME",
    "SANDBOX_NAME",
    "DATETIME",
    "TIMESTAMP",
    "CUSTOM_TEXT",
    "MERGE_POLICY_ID",
    "MERGE_POLICY_NAME",
)
FOLDER_MACROS = ("DATASET_ID", "DATASET_NAME", "EXPORT_TIME", *MACROS)
DEDUPLICATION = ("allowDedupeKeyFieldSelection", "allowDedupKeyFieldSelection", "allowJoinKeyFieldSelection")
EXPORT_MODES = ("allowedExportModes", "allowedExportMode")


@dataclass(frozen=True)
class Names:
    """How names are made of macros: what is fixed, what a customer may append, what is appended at first."""

    allowed: tuple[str, ...]
    append: tuple[str, ...]
    fixed: str = ""


@dataclass(frozen=True)
class Schedule:
    """Export modes and frequencies to choose among."""

    modes: tuple[str, ...] = tuple(MODES.values())
    frequencies: tuple[str, ...] = ()
    """Empty: not said."""


@dataclass(frozen=True)
class Batch:
    """What a customer may choose of schedules and file names, and where each choice begins."""

    path: str = "$.batchConfig"
    schedule: Schedule = field(default_factory=Schedule)
    mode: str = "full"
    frequency: str = "daily"
    start_time: str = "00:00"
    """UTC, 24-hour."""

    mandatory_attributes: bool = False
    """Whether a customer may choose them, beyond those that a mapping requires."""

    deduplication_keys: bool = False
    grouped: bool = False
    """One file for each merge policy instead of one for each audience."""

    names: Names | None = None
    """None: not said."""

    dataset_schedule: Schedule | None = None
    dataset_folders: Names | None = None


def read_batch(node: Node | None) -> Batch:
    """Read ``batchConfig``; a destination without one has the documented defaults."""
    if node is None:
        return Batch()
    schedule = _schedule(node)
    mode = MODES[node.word("defaultExportMode", known=MODES) or "DAILY_FULL_EXPORT"]
    frequency = _frequency(node, "defaultFrequency")
    _agree(node, schedule, mode, frequency)
    dataset = node.node("datasetBatchConfig")
    names = node.node("filenameConfig")
    node.ignore("autoSelectJoinKeyOnPartnerSchemaSelection", "joinKeyTitle")
    if node.has("backfillHistoricalProfileData"):
        sentence = "belongs at $.backfillHistoricalProfileData; it has no effect"
        node.warn("backfillHistoricalProfileData", sentence, code="backfill-misplaced")
    batch = Batch(
        node.path,
        schedule,
        mode,
        frequency,
        _start_time(node),
        node.flag("allowMandatoryFieldSelection"),
        node.flag(*DEDUPLICATION),
        node.flag("segmentGroupingEnabled"),
        _names(names, "Filename", MACROS) if names else None,
        _schedule(dataset) if dataset else None,
        _names(dataset, "Foldername", FOLDER_MACROS) if dataset else None,
    )
    node.end()
    for inner in (dataset, names):
        if inner is not None:
            inner.end()
    return batch


def _schedule(node: Node) -> Schedule:
    modes = node.words(*EXPORT_MODES, known=MODES) or tuple(MODES)
    frequencies = node.words("allowedScheduleFrequency", known=FREQUENCIES) or ()
    if UNLISTED_FREQUENCY in frequencies:
        sentence = f"{UNLISTED_FREQUENCY} is in no list of supported values"
        node.warn("allowedScheduleFrequency", sentence, code="frequency-not-listed")
    return Schedule(tuple(map(MODES.__getitem__, modes)), tuple(map(FREQUENCIES.__getitem__, frequencies)))


def _frequency(node: Node, key: str) -> str:
    word = node.word(key, known=FREQUENCIES) or "DAILY"
    if word == UNLISTED_FREQUENCY:
        node.warn(key, f"{word} is in no list of supported values", code="frequency-not-listed")
    return FREQUENCIES[word]


def _agree(node: Node, schedule: Schedule, mode: str, frequency: str) -> None:
    """Hold the defaults against what is allowed, and against each other."""
    if mode not in schedule.modes:
        allowed = ", ".join(word for word, ours in MODES.items() if ours in schedule.modes)
        node.problem("defaultExportMode", f"is not among {node.at(*EXPORT_MODES)}", allowed)
    if schedule.frequencies and frequency not in schedule.frequencies:
        allowed = ", ".join(word for word, ours in FREQUENCIES.items() if ours in schedule.frequencies)
        node.problem("defaultFrequency", f"is not among {node.at('allowedScheduleFrequency')}", allowed)
    if frequency not in LEGAL[mode]:
        sentence = f"does not go with {node.at('defaultExportMode')}: {mode} exports are not that"
        node.warn("defaultFrequency", sentence, code="frequency-not-for-mode")


def _start_time(node: Node) -> str:
    given = node.text("defaultStartTime")
    if given is not None and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", given, re.ASCII):
        node.problem("defaultStartTime", f"is {quoted(given)}", "a time of the day: 00:00 to 23:59")
        return "00:00"
    return given or "00:00"


def _names(node: Node, what: str, macros: tuple[str, ...]) -> Names:
    allowed_key, default_key, fixed_key = f"allowed{what}AppendOptions", f"default{what}AppendOptions", f"default{what}"
    allowed = node.words(allowed_key, known=macros) or ()
    append = node.words(default_key, known=macros) or ()
    fixed = node.text(fixed_key) or ""
    for macro in append:
        if macro not in allowed:
            node.problem(default_key, f"holds {macro}, which {node.at(allowed_key)} does not allow", ", ".join(allowed))
    if {"DATETIME", "TIMESTAMP"} <= {*append, *re.findall("%([A-Z_]+)%", fixed)}:
        what = "comes to DATETIME and TIMESTAMP, which exclude each other"
        node.problem(default_key, what, "one of them", code="datetime-with-timestamp")
    _fixed_part(node, fixed_key, fixed, append, macros)
    return Names(allowed, append, fixed)


def _fixed_part(node: Node, key: str, fixed: str, append: tuple[str, ...], macros: tuple[str, ...]) -> None:
    if fixed in macros:
        node.warn(key, f"is {quoted(fixed)} without percent signs, so it is text", code="macro-without-percent")
    for macro in re.findall("%([^%]*)%", fixed):
        if macro not in macros:
            node.problem(key, f"has {quoted('%' + macro + '%')}, which is no macro", "known: " + ", ".join(macros))
        elif macro == "CUSTOM_TEXT":
            node.problem(key, "has CUSTOM_TEXT, which only a customer can append", code="custom-text-in-fixed-name")
        elif macro in append:
            node.warn(key, f"has {macro}, which is appended too", code="macro-twice")
