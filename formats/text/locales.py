"""The words of a locale, as Java 17 takes them from the Unicode CLDR."""

from __future__ import annotations

from dataclasses import dataclass

from formats.base import FormatError


@dataclass(frozen=True)
class Locale:
    """The texts behind the letters M, L, E, a, G, Q and q; a short form and a full one."""

    months: tuple[tuple[str, ...], tuple[str, ...]]
    """Within a date, letter M."""
    lone_months: tuple[tuple[str, ...], tuple[str, ...]]
    """Standing alone, letter L."""
    weekdays: tuple[tuple[str, ...], tuple[str, ...]]
    """From Monday."""
    halves: tuple[str, str]
    """Before and after noon."""
    eras: tuple[tuple[str, str], tuple[str, str]]
    """Before year 1, and from year 1 on."""
    quarters: tuple[tuple[str, ...], tuple[str, ...]]
    names_zones: bool
    """Whether the names of time zones in this language are known here."""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ENGLISH_MONTHS = (
    _split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    _split("January February March April May June July August September October November December"),
)
_GERMAN_MONTHS = _split("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")

ENGLISH = Locale(
    months=_ENGLISH_MONTHS,
    lone_months=_ENGLISH_MONTHS,
    weekdays=(
        _split("Mon Tue Wed Thu Fri Sat Sun"),
        _split("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    ),
    halves=("AM", "PM"),
    eras=(("BC", "AD"), ("Before Christ", "Anno Domini")),
    quarters=(_split("Q1 Q2 Q3 Q4"), ("1st quarter", "2nd quarter", "3rd quarter", "4th quarter")),
    names_zones=True,
)

GERMAN = Locale(
    months=(_split("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."), _GERMAN_MONTHS),
    lone_months=(_split("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez"), _GERMAN_MONTHS),
    weekdays=(
        _split("Mo. Di. Mi. Do. Fr. Sa. So."),
        _split("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"),
    ),
    halves=("AM", "PM"),
    eras=(("v. Chr.", "n. Chr."), ("v. Chr.", "n. Chr.")),
    quarters=(_split("Q1 Q2 Q3 Q4"), ("1. Quartal", "2. Quartal", "3. Quartal", "4. Quartal")),
    names_zones=False,
)

LOCALES = {"en-us": ENGLISH, "en": ENGLISH, "de-de": GERMAN, "de": GERMAN}
"""By language tag, in lower case."""


def load_locale(tag: str) -> Locale:
    """Find the locale with this language tag, compared without case; ``FormatError`` for an unknown one."""
    try:
        return LOCALES[tag.lower()]
    except KeyError:
        allowed = "en-US, en, de-DE, de"
        raise FormatError("an unknown locale", option="locale", value=tag, allowed=allowed) from None
