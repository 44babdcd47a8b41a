"""Every filter, by name: all of Pebble's, and three of the platform's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exportsim.adobe.pebble import dates, escaping, list_filters, numbers, printf, splitting, text_filters
from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.functions import ADDED, REMOVED, members
from exportsim.adobe.pebble.values import Value

Apply = Callable[[Value, dict[str, Value], Budget], Value]
"""From what stands in front of it and its arguments; a ``Fault`` where that cannot be filtered."""


@dataclass(frozen=True)
class Filter:
    apply: Apply

    names: tuple[str, ...] | None = ()
    """Of its arguments, in order; None: they are numbered."""


FILTERS: dict[str, Filter] = {
    "abbreviate": Filter(text_filters.abbreviate, ("length",)),
    "abs": Filter(numbers.absolute, None),
    "added": Filter(lambda value, _arguments, _budget: members(value, ADDED), None),
    "base64decode": Filter(text_filters.base64_decoded, None),
    "base64encode": Filter(text_filters.base64_encoded, None),
    "capitalize": Filter(text_filters.capitalized, None),
    "date": Filter(dates.dated, ("format", "existingFormat", "timeZone")),
    "default": Filter(text_filters.or_default, ("default",)),
    "escape": Filter(escaping.escaped, ("strategy",)),
    "first": Filter(list_filters.first, None),
    "format": Filter(printf.formatted, None),
    "join": Filter(list_filters.joined, ("separator",)),
    "last": Filter(list_filters.last, None),
    "length": Filter(list_filters.length, None),
    "lower": Filter(text_filters.lower, None),
    "merge": Filter(list_filters.merged, ("items",)),
    "nl2br": Filter(text_filters.with_breaks, None),
    "numberformat": Filter(numbers.number_formatted, ("format",)),
    "raw": Filter(escaping.raw, None),
    "removed": Filter(lambda value, _arguments, _budget: members(value, REMOVED), None),
    "replace": Filter(text_filters.replaced, ("replace_pairs",)),
    "reverse": Filter(list_filters.reversed_in_place, None),
    "rsort": Filter(list_filters.sorted_downwards, None),
    "sha256": Filter(text_filters.digest, None),
    "slice": Filter(list_filters.sliced, ("fromIndex", "toIndex")),
    "sort": Filter(list_filters.sorted_upwards, None),
    "split": Filter(splitting.split, ("delimiter", "limit")),
    "title": Filter(text_filters.titled, None),
    "toJson": Filter(list_filters.as_json, None),
    "trim": Filter(text_filters.trim, None),
    "upper": Filter(text_filters.upper, None),
    "urlencode": Filter(text_filters.url_encoded, None),
}
