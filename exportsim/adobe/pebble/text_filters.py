"""Filters of texts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from urllib.parse import quote_plus

from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.lexer import BLANKS
from exportsim.adobe.pebble.utf16 import from_units, to_units
from exportsim.adobe.pebble.values import Value, is_empty, is_number, is_text, kind, text_of, trimmed

Arguments = dict[str, Value]


def string(value: Value, what: str) -> str:
    """A value that has to be a text."""
    if isinstance(value, str) and is_text(value):
        return value
    raise Fault(f"gives {kind(value)} as {what}", "a text")


def number(value: Value, what: str) -> int | float:
    """A value that has to be a number."""
    if isinstance(value, int | float) and is_number(value):
        return value
    raise Fault(f"gives {kind(value)} as {what}", "a number")


def whole(value: Value, what: str) -> int:
    """A value that has to be a number, as Java's ``int``: without its fraction."""
    given = number(value, what)
    if not -(2**31) <= given < 2**31:
        raise Fault(f"gives a number beyond 32 bits as {what}", "a number")
    return int(given)


def lower(value: Value, _arguments: Arguments, budget: Budget) -> Value:
    return None if value is None else text_of(value, budget).lower()


def upper(value: Value, _arguments: Arguments, budget: Budget) -> Value:
    return None if value is None else text_of(value, budget).upper()


def trim(value: Value, _arguments: Arguments, _budget: Budget) -> Value:
    return None if value is None else trimmed(string(value, "input of trim"))


def capitalized(value: Value, _arguments: Arguments, _budget: Budget) -> Value:
    """The first character that is no blank as a capital letter."""
    if value is None:
        return None
    text = string(value, "input of capitalize")
    blanks = len(text) - len(text.lstrip(BLANKS))
    return text[:blanks] + _title_case(text[blanks : blanks + 1]) + text[blanks + 1 :]


def titled(value: Value, _arguments: Arguments, budget: Budget) -> Value:
    """The first character of each word as a capital letter."""
    if value is None:
        return None
    text = string(value, "input of title")
    budget.text(len(text))
    return re.sub(f"[^{BLANKS}]+", lambda word: _title_case(word[0][:1]) + word[0][1:], text)


def _title_case(character: str) -> str:
    """As Java does it for one UTF-16 unit: never more than one, so nothing beyond U+FFFF either."""
    title = character.title()
    return title if len(title) == 1 and character <= "\uffff" else character


def or_default(value: Value, arguments: Arguments, _budget: Budget) -> Value:
    """Another value for all that is empty: blanks are, so a TAB as a delimiter does not come through."""
    return arguments.get("default") if is_empty(value) else value


def abbreviate(value: Value, arguments: Arguments, _budget: Budget) -> Value:
    if value is None:
        return None
    text, limit = to_units(string(value, "input of abbreviate")), arguments.get("length")
    if not isinstance(limit, int) or limit is True or limit is False or limit < 0:
        raise Fault(f"gives {kind(limit)} as length of abbreviate", "a whole number from 0")
    if text.length < limit or text.length <= 3:
        return value
    if limit <= 3:
        return from_units(text, 0, limit)
    return from_units(text, 0, limit - 3) + "..."


def replaced(value: Value, arguments: Arguments, budget: Budget) -> Value:
    """Each key of a map by its value, one pair after the other."""
    if value is None:
        return None
    pairs = arguments.get("replace_pairs")
    if not isinstance(pairs, dict):
        raise Fault(f"gives {kind(pairs)} as replace_pairs of replace", "a map: {'old': 'new'}")
    text = text_of(value, budget)
    for key, new in pairs.items():
        if new is None:
            raise Fault("replaces something by null", "a text, maybe an empty one")
        old_text, new_text = text_of(key, budget), text_of(new, budget)
        budget.text(len(text) + text.count(old_text) * len(new_text))
        text = text.replace(old_text, new_text)
    return text


def with_breaks(value: Value, _arguments: Arguments, budget: Budget) -> Value:
    if value is None:
        return None
    text = string(value, "input of nl2br")
    budget.text(6 * len(text))
    return re.sub("\r\n|[\r\n]", "<br />", text)


def url_encoded(value: Value, _arguments: Arguments, budget: Budget) -> Value:
    if value is None:
        return None
    text = string(value, "input of urlencode")
    budget.text(9 * len(text))
    # Java has the asterisk among what stays, and not the tilde.
    return quote_plus(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), safe="*").replace("~", "%7E")


def digest(value: Value, _arguments: Arguments, _budget: Budget) -> Value:
    """SHA-256 of the UTF-8 text, in small hexadecimal."""
    if value is None:
        return None
    return hashlib.sha256(string(value, "input of sha256").encode("utf-8", "replace")).hexdigest()


def base64_encoded(value: Value, _arguments: Arguments, budget: Budget) -> Value:
    if value is None:
        return None
    return base64.b64encode(text_of(value, budget).encode("utf-8", "replace")).decode()


def base64_decoded(value: Value, _arguments: Arguments, _budget: Budget) -> Value:
    if value is None:
        return None
    text = string(value, "input of base64decode")
    # Java takes a text without its padding too.
    padded = text if text.endswith("=") else text + "=" * (-len(text) % 4)
    try:
        return base64.b64decode(padded, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        raise Fault(f'takes the text "{text[:40]}" for Base64') from None
