"""What the vendor leaves undocumented: every choice by name, the side taken, and why.

A switch with a single value names a behaviour that can be relied on but not changed; it stands here so that
every report tells of it.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exportsim.adobe.json_file import quoted
from exportsim.errors import Problem
from exportsim.model import Switch


@dataclass(frozen=True)
class Choice:
    """One thing left open, and the sides that can be taken."""

    values: tuple[str, ...]
    """What can be chosen, the default first; empty where the values are too many to list."""

    why: str
    """Why the default is the default, in one sentence."""

    default: str = ""
    """Where ``values`` is empty: the default; otherwise the first of them."""

    def __post_init__(self) -> None:
        if self.values:
            object.__setattr__(self, "default", self.values[0])


SWITCHES: dict[str, Choice] = {
    "legacy-nulls": Choice(
        ("true", "false"),
        "null takes the way of empty values, as in Spark before 3.3: the documented samples need it",
    ),
    "quote-default": Choice(
        ("nul", "double-quote"),
        "the option table gives null for an absent quote and shows U+0000; other pages show the double quote",
    ),
    "escape-of-escape-default": Choice(
        ("escape", "backslash"),
        "the option table says backslash for every escape; its sample with another escape doubles that one",
    ),
    "empty-option": Choice(
        ("documented-default", "refuse"),
        "what an option does that renders to nothing is not said; it counts as not given",
    ),
    "template-autoescape": Choice(
        ("off", "on"),
        "stock Pebble HTML-escapes what it prints, which would turn a quote option into &quot;",
    ),
    "suppressed-field-default": Choice(
        ("left-out", "filled-in"),
        "whether a field that is not shown has its default is not said; the guarded templates expect it to be absent",
    ),
    "hidden-field-default": Choice(
        ("filled-in", "left-out"),
        "whether a hidden field has its default is not said; a partner who hides one means it to have a value",
    ),
    "encoding-default": Choice(
        ("UTF-8", "UTF-16"),
        "the option table does not list the encoding; Spark's default is UTF-8",
    ),
    "utf-16-byte-order": Choice(
        ("big-endian-with-bom",),
        "UTF-16 is offered without a byte order; Java's charset of that name writes this one",
    ),
    "time-zone": Choice(
        (),
        "no page names the zone of timestamps in a file; schedules and the manifest are in UTC",
        default="UTC",
    ),
    "header-in-parts": Choice(
        ("every-part",),
        "the parts of a split export come from one writer with one set of options, header included",
    ),
    "codec-extension": Choice(
        ("spark",),
        "only data set exports are documented, and theirs are Spark's: .json.gz and .gz.parquet",
    ),
    "codec-framing": Choice(
        ("hadoop",),
        "Spark writes lz4 and snappy text in Hadoop's block frames, which the usual tools cannot read",
    ),
    "json-framing": Choice(
        ("object-per-line",),
        "no page says how JSON files are framed; Spark writes one object a line",
    ),
    "name-spaces": Choice(
        ("underscore", "keep"),
        "the one sample of a default file name shows a destination name with underscores for its spaces",
    ),
    "name-date": Choice(
        ("YYYYMMDD_HHMMSS", "MMDDYYYY_HHMMSS", "yyyymmddhhmmss"),
        "the page for destinations like this one has this form, those for customers have two others",
    ),
    "name-time-zone": Choice(
        ("UTC",),
        "the zone of the date in a file name is not said; schedules and the manifest are in UTC",
    ),
    "manifest-default": Choice(
        ("off", "on"),
        "no default is given for includeFileManifest",
    ),
    "manifest-size": Choice(
        ("delivered-bytes",),
        "whether the size in a manifest is taken before or after compression and encryption is not said",
    ),
    "encryption-order": Choice(
        ("compress-then-encrypt",),
        "the order of compression and encryption is not said; the other way round nothing would shrink",
    ),
    "encrypted-suffix": Choice(
        (".gpg", ".pgp", "none"),
        "no name of an encrypted file is shown; this is what GnuPG appends, and both are known to other Adobe products",
    ),
    "encrypted-armor": Choice(
        ("false", "true"),
        "binary or ASCII armor is not said; binary is what OpenPGP programs write unless they are asked",
    ),
    "encrypted-content": Choice(
        ("neither-signed-nor-compressed",),
        "nothing is said of signatures or of compression inside the encrypted message",
    ),
    "mandatory-empty": Choice(
        ("value", "missing"),
        "whether an empty text counts as missing where an attribute is mandatory is not said; it is a value",
    ),
    "deduplication-without-key": Choice(
        ("kept",),
        "profiles without any value in the deduplication key share it with nobody, so all of them stay",
    ),
    "deduplication-chain": Choice(
        ("every-loser",),
        "a profile that loses one identity to a later one is out, also where that one loses another identity itself",
    ),
    "grouped-words": Choice(
        ("active-expired-empty",),
        "the one sample of a grouped file, a partner's, has these words; that all grouped files have is not said",
    ),
    "data-set-parts": Choice(
        ("a-few",),
        "a data set leaves in several files, also where it is small; how many is decided by the data lake",
    ),
    "status-words": Choice(
        ("realized-exited", "active-expired", "Active-Expired"),
        "one page has exited in files, others have Active and Expired, or the same in lower case in grouped files",
    ),
    "identity-change": Choice(
        ("included", "left-out"),
        "an older page leaves a profile whose identity graph grew out of incremental files, the newer one has it in",
    ),
    "merged-profile": Choice(
        ("silent",),
        "whether a profile that became one with another is reported as having left is not said; it just is no more",
    ),
    "qualification-time": Choice(
        ("timestamp", "microseconds", "seconds", "blank", "offset"),
        "no page shows the time of a qualification in a file; it is formatted as any other time",
    ),
    "hash-form": Choice(
        ("lower-case-hexadecimal",),
        "the form of a hashed identity is not said, nor whether blanks are trimmed before; they are not",
    ),
    "manifest-encrypted": Choice(
        ("false", "true"),
        "encryption is described for the exported files; whether the manifest is one of them is not said",
    ),
}


class Settings:
    """The sides taken, and which of them a plan really depended on."""

    def __init__(self, overrides: Mapping[str, str]) -> None:
        self.problems = [problem for name, value in overrides.items() if (problem := _refused(name, value))]
        self._chosen = {name: _chosen(name, overrides) for name in SWITCHES}
        self._taken: dict[str, list[str]] = {}

    def take(self, name: str, *, about: str = "") -> str:
        """Look up the side taken and note that this plan depends on it; ``about`` tells which place asked."""
        reasons = self._taken.setdefault(name, [])
        if about and about not in reasons:
            reasons.append(about)
        return self._chosen[name]

    @property
    def taken(self) -> tuple[Switch, ...]:
        """Every switch that ``take`` was asked for, in the table's order."""
        return tuple(
            Switch(name, self._chosen[name], _reason(SWITCHES[name].why, self._taken[name]))
            for name in SWITCHES
            if name in self._taken
        )


def side(overrides: Mapping[str, str], name: str) -> str:
    """Look up the side taken of a switch; the default where the override cannot be chosen."""
    return _chosen(name, overrides)


def taken(overrides: Mapping[str, str], names: Sequence[str]) -> tuple[Switch, ...]:
    """Tell the sides taken of these switches, for whatever else than a server depends on them."""
    return tuple(Switch(name, _chosen(name, overrides), SWITCHES[name].why) for name in names)


def _reason(why: str, places: list[str]) -> str:
    return f"{why} (here: {', '.join(places)})" if places else why


def _refused(name: str, value: str) -> Problem | None:
    choice = SWITCHES.get(name)
    if choice is None:
        return Problem("switches", f"{quoted(name)} is not a switch", "known: " + ", ".join(SWITCHES))
    if name == "time-zone":
        return (
            None
            if _is_zone(value)
            else Problem(
                f"switches: {name}",
                f"{quoted(value)} is not a time zone",
                "an IANA name: UTC, Europe/Berlin, ...",
            )
        )
    if value in choice.values:
        return None
    return Problem(f"switches: {name}", f"{quoted(value)} cannot be chosen", "known: " + ", ".join(choice.values))


def _chosen(name: str, overrides: Mapping[str, str]) -> str:
    value = overrides.get(name)
    return SWITCHES[name].default if value is None or _refused(name, value) else value


def _is_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError):  # not found is a KeyError, a folder of the database an OSError
        return False
    except zoneinfo.ZoneInfoNotFoundError:
        return False
    return True
