"""The form that the platform makes of a destination's fields, filled in with customer data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exportsim.adobe.customer_data import CustomerData
from exportsim.adobe.fields import Field, is_offered
from exportsim.adobe.json_file import quoted
from exportsim.adobe.notes import Notes, nearest, step
from exportsim.adobe.patterns import fits
from exportsim.adobe.switches import Settings

Group = Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """A form that was sent off."""

    data: CustomerData
    """What templates see: given values and defaults, in the order of the fields."""

    refused: frozenset[str] = frozenset()
    """Fields with a problem, as templates write them: ``customerData.csvOptions.quote``."""


@dataclass(frozen=True)
class Form:
    """Holds what was given against the fields; what is wrong goes into the notes, about customer data."""

    file: str
    """The destination configuration, as messages call it."""

    fields: tuple[Field, ...]
    notes: Notes
    settings: Settings
    _refused: set[str] = field(default_factory=set, compare=False)

    def fill_in(self, given: CustomerData) -> Filled:
        """Check every value and put in the defaults; values with a problem are left as they are."""
        data = self._level(self.fields, given, given, "$")
        return Filled(data, frozenset(self._refused))

    def _level(
        self, fields: tuple[Field, ...], given: CustomerData, whole: CustomerData, path: str
    ) -> dict[str, str | Group]:
        data: dict[str, str | Group] = {}
        self._unknown(fields, given, path)
        for one in fields:
            at, value = step(path, one.name), given.get(one.name)
            if not self._is_shown(one, fields, given, whole):
                value = self._of_suppressed(one, value, at)
            elif one.type == "object":
                value = self._of_group(one, value, whole, at)
            else:
                value = self._of_input(one, value, at)
            if value is not None:
                data[one.name] = value
        return data

    def _unknown(self, fields: Iterable[Field], given: CustomerData, path: str) -> None:
        names = [one.name for one in fields]
        for name in given:
            if name not in names:
                known = nearest(name, names) or "known: " + (", ".join(names) or "none")
                self._problem(step(path, name), f"is no field of {self.file}", known)

    def _is_shown(
        self,
        one: Field,
        siblings: tuple[Field, ...],
        given: CustomerData,
        whole: CustomerData,
        seen: tuple[str, ...] = (),
    ) -> bool:
        if one.condition is None:
            return True
        # A field of a group may look at its neighbours or at the form's own fields.
        for fields, values in ((siblings, given), (self.fields, whole)):
            other = next((field for field in fields if field.name == one.condition.field), None)
            if other is not None and other.path not in seen:
                shown = self._is_shown(other, fields, values, whole, (*seen, one.path))
                value = values.get(other.name, other.default) if shown else None
                return one.condition.holds(value if isinstance(value, str) else None)
        return one.condition.holds(None)

    def _of_suppressed(self, one: Field, value: str | Group | None, at: str) -> str | Group | None:
        assert one.condition is not None
        if value is not None:
            why = f"{one.condition.field} is not {quoted(one.condition.value)}"
            sentence = f"is not asked for, because {why}; it is left out ({self.file}: {one.path}.conditional)"
            self.notes.warn(at, sentence, code="field-not-asked-for")
        defaults = _defaults(one)
        if defaults is None or self.settings.take("suppressed-field-default", about=at) == "left-out":
            return None
        return defaults

    def _of_group(self, one: Field, value: str | Group | None, whole: CustomerData, at: str) -> Group | None:
        if isinstance(value, str):
            self._problem(at, f"is {quoted(value)}", f"a group: {', '.join(inner.name for inner in one.fields)}")
            return None
        if value is None and one.required and _defaults(one) is None:
            self._problem(at, "is not given and has no defaults", f"{self.file}: {one.path}.isRequired")
            return None
        data = self._level(one.fields, value or {}, whole, at)
        if value is None and not data:
            return None
        return {name: text for name, text in data.items() if isinstance(text, str)}

    def _of_input(self, one: Field, value: str | Group | None, at: str) -> str | None:
        if isinstance(value, Mapping):
            self._problem(at, "is a group of fields", f"one value; see {self.file}: {one.path}")
            return None
        if value is None:
            return self._of_nothing(one, at)
        if one.read_only and value != one.default:
            allowed = "left out" if one.default is None else f"{quoted(one.default)}, or left out"
            self._problem(
                at, f"is {quoted(value)}, but no customer can change it ({self.file}: {one.path}.readOnly)", allowed
            )
        elif one.hidden and value != one.default:
            sentence = f"no customer is asked for it: {self.file}: {one.path}.hidden"
            self.notes.warn(at, sentence, code="field-not-asked-for")
        self._check(one, value, at)
        return value

    def _of_nothing(self, one: Field, at: str) -> str | None:
        if one.default is not None:
            if one.hidden and self.settings.take("hidden-field-default", about=at) == "left-out":
                return None
            return one.default
        if one.required:
            self._problem(at, "is not given and has no default", f"{self.file}: {one.path}.isRequired")
        return None

    def _check(self, one: Field, value: str, at: str) -> None:
        where = f"{self.file}: {one.path}"
        if one.choices:
            if not is_offered(one, value):
                hint = nearest(value, list(one.choices))
                offered = "offered: " + ", ".join(map(quoted, one.choices))
                self._problem(at, f"{quoted(value)} is not offered ({where})", hint or offered)
        elif not value:
            if one.required:
                self._problem(at, "is empty", f"{where}.isRequired")
        elif one.type == "integer" and not re.fullmatch(r"[+-]?\d+", value, re.ASCII):
            self._problem(at, f"{quoted(value)} is not a whole number", f"{where}.type")
        elif one.type == "boolean" and value not in ("true", "false"):
            self._problem(at, f"{quoted(value)} is not true or false", f"{where}.type")
        elif one.pattern is not None:
            fit = fits(one.pattern, value)
            if fit is None:
                sentence = f"takes too long to hold against the pattern ({where}.pattern)"
                self.notes.warn(at, sentence, code="pattern-not-checked")
            elif not fit:
                self._problem(at, f"{quoted(value)} does not fit the pattern", f"{where}.pattern: {one.pattern}")

    def _problem(self, at: str, what: str, allowed: str) -> None:
        self._refused.add("customerData" + at.removeprefix("$"))
        self.notes.problem(at, what, allowed)


def _defaults(one: Field) -> str | Group | None:
    if one.type != "object":
        return one.default
    return {inner.name: inner.default for inner in one.fields if inner.default is not None} or None
