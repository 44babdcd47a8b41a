"""Free text as people type it: sentences, now and then a quotation, a second line or an emoji."""

from __future__ import annotations

from functools import cache

from exportsim.profiles import hashing
from exportsim.profiles.vocabulary import LOCALES, Locale, Vocabulary, emojis, words

REMARKS = 512
"""Different remarks in one language."""


@cache
def remarks() -> Vocabulary:
    return Vocabulary.of([_of_locale(locale) for locale in LOCALES])


def _of_locale(locale: Locale) -> list[str]:
    stock = words(locale)
    draws = hashing.bits(0, f"remarks {locale.name}", 0, REMARKS * 16)
    picks = hashing.below(draws, len(stock)).reshape(REMARKS, 16).tolist()
    return [_remark(number, [stock[pick] for pick in row], locale) for number, row in enumerate(picks)]


def _remark(number: int, stock: list[str], locale: Locale) -> str:
    """Choose the turn of phrase by the number, so that every language has every turn equally often."""
    match locale.name:
        case "ja_JP" | "zh_CN":
            blank, comma, stop = "", "、", "。"
        case "ar_DZ":
            blank, comma, stop = " ", "، ", "."
        case _:
            blank, comma, stop = " ", ", ", "."
    short = _sentence(blank.join(stock[: 3 + number % 4]))
    long = blank.join(stock[7 : 10 + number % 5])
    match number % 16:
        case 0:
            return f'{short} "{long}"{stop}'
        case 1:
            return f"{short}{stop}\n{_sentence(long)}{stop}"
        case 2 | 3:
            return f"{short} {emojis()[number % len(emojis())]}"
        case 4:
            return f"{short}; {long}{stop}"
        case 5 | 6 | 7 | 8 | 9:
            return f"{short}{comma}{long}{stop}"
        case 10:
            return f"{short}: {stock[15]}'s {long}?"
        case _:
            return f"{short}{stop}"


def _sentence(text: str) -> str:
    # Not capitalize(): German nouns keep their capitals.
    return text[:1].upper() + text[1:]
