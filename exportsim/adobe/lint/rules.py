"""Every kind of finding, by its code: what it is called, why it hurts, what to write instead.

Codes are the names by which warnings and problems are noted while configurations are read; the rest are looked for by
the checks of this folder alone.
"""

from __future__ import annotations

from exportsim.adobe.lint.rule import Rule
from exportsim.adobe.lint.rules_destination import DESTINATION
from exportsim.adobe.lint.rules_server import SERVER
from exportsim.adobe.lint.rules_templates import TEMPLATES

COMMON: dict[str, Rule] = {
    "invalid": Rule(
        "error",
        "not accepted",
        "The platform refuses it, or it cannot mean anything.",
        "what is allowed",
    ),
    "odd": Rule("warning", "odd", "It is read, and is probably not meant.", "what was meant"),
    "mended-json": Rule(
        "warning",
        "not quite JSON",
        "The text is read here as it was pasted; the platform and every other program refuse it.",
        "the JSON alone, without a command around it and without comments",
    ),
    "unknown-key": Rule(
        "warning",
        "unknown key",
        "The platform ignores keys that it does not know, so a slip of the keyboard means: as if nothing were said.",
        "a documented key",
    ),
    "other-spelling": Rule(
        "warning",
        "another spelling",
        "The vendor's pages spell this key in more than one way; the platform may take one of them only.",
        "the spelling of the reference",
    ),
    "letter-case": Rule(
        "warning",
        "another letter case",
        "Keys and values count by letter case on the platform; it is understood here all the same.",
        "the documented letter case",
    ),
}

RULES: dict[str, Rule] = {**COMMON, **SERVER, **TEMPLATES, **DESTINATION}
