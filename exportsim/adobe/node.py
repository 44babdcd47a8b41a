"""One object of a configuration, read key by key in every documented spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from exportsim.adobe.json_file import describe, quoted
from exportsim.adobe.notes import Notes, nearest, step

Value = TypeVar("Value")


@dataclass(frozen=True)
class Node:
    """Takes values out of an object; what is wrong with them goes into the notes, and a default stands in.

    Of the ``names`` that a getter is given the first is the documented one, the others are spellings that the
    vendor's pages use too. A key that is null counts as left out.
    """

    notes: Notes
    value: Mapping[str, Any]
    path: str
    _known: set[str] = field(default_factory=set, compare=False)

    def at(self, *names: str) -> str:
        """The JSON path of whichever of the names is there, of the first where none is."""
        return step(self.path, self._spelling(names) or names[0])

    def has(self, *names: str) -> bool:
        self._known.update(names)
        return self._spelling(names) is not None

    def text(self, *names: str, required: bool = False) -> str | None:
        return self._one(names, _text, "a string", required=required)

    def number(self, *names: str) -> int | None:
        return self._one(names, _number, "a whole number")

    def flag(self, *names: str, default: bool = False) -> bool:
        value = self._one(names, _flag, "true or false")
        return default if value is None else value

    def texts(self, *names: str) -> tuple[str, ...] | None:
        return self._one(names, _texts, "a list of strings")

    def word(self, *names: str, known: Iterable[str], required: bool = False) -> str | None:
        """One of the ``known`` words. Another letter case is warned of, another word a problem."""
        given = self.text(*names, required=required)
        return None if given is None else self._known_word(given, tuple(known), self.at(*names))

    def words(self, *names: str, known: Iterable[str]) -> tuple[str, ...] | None:
        """A list of the ``known`` words, as ``word`` reads each; those that are problems are left out."""
        given = self.texts(*names)
        if given is None:
            return None
        known = tuple(known)
        found = (self._known_word(word, known, f"{self.at(*names)}[{index}]") for index, word in enumerate(given))
        return tuple(word for word in found if word is not None)

    def node(self, *names: str) -> Node | None:
        value = self._one(names, _object, "an object: { ... }")
        return None if value is None else Node(self.notes, value, self.at(*names))

    def nodes(self, *names: str) -> tuple[Node, ...]:
        """The objects of a list; whatever else stands in it is a problem."""
        found = []
        for index, item in enumerate(self._one(names, _list, "a list: [ ... ]") or []):
            path = f"{self.at(*names)}[{index}]"
            if isinstance(item, dict):
                found.append(Node(self.notes, item, path))
            else:
                self.notes.problem(path, f"is {describe(item)}", "an object: { ... }")
        return tuple(found)

    def named_nodes(self, *names: str) -> dict[str, Node]:
        """The objects under the keys of an object; whatever else stands in it is a problem."""
        outer = self.node(*names)
        if outer is None:
            return {}
        return {key: inner for key in outer.value if (inner := outer.node(key)) is not None}

    def ignore(self, *names: str) -> None:
        """Keys that are known and say nothing of files."""
        self._known.update(names)

    def end(self) -> None:
        """Warn of every key that nobody asked for."""
        self.notes.unknown_keys(self.value, self.path, sorted(self._known))

    def problem(self, name: str, what: str, allowed: str = "", *, code: str = "invalid") -> None:
        self.notes.problem(self.at(name), what, allowed, code=code)

    def warn(self, name: str, sentence: str, *, code: str) -> None:
        self.notes.warn(self.at(name), sentence, code=code)

    def _spelling(self, names: tuple[str, ...]) -> str | None:
        return next((name for name in names if self.value.get(name) is not None), None)

    def _one(
        self, names: tuple[str, ...], read: Callable[[Any], Value], what: str, *, required: bool = False
    ) -> Value | None:
        self._known.update(names)
        present = [name for name in names if self.value.get(name) is not None]
        if not present:
            if required:
                self.notes.problem(step(self.path, names[0]), "is missing", what)
            return None
        for name in present:
            if name != names[0]:
                sentence = f"is another spelling of {names[0]} and is read as that"
                self.notes.warn(step(self.path, name), sentence, code="other-spelling", instead=names[0])
        if any(self.value[name] != self.value[present[0]] for name in present):
            both = " and ".join(step(self.path, name) for name in present)
            self.notes.problem(self.path, f"{both} mean the same and differ", "one of them")
        try:
            return read(self.value[present[0]])
        except TypeError:
            self.notes.problem(step(self.path, present[0]), f"is {describe(self.value[present[0]])}", what)
            return None

    def _known_word(self, given: str, known: tuple[str, ...], path: str) -> str | None:
        if given in known:
            return given
        folded = {word.lower(): word for word in known}
        if given.lower() in folded:
            word = folded[given.lower()]
            sentence = f"is {quoted(given)} and is read as {word}; letter case counts on the platform"
            self.notes.warn(path, sentence, code="letter-case", instead=word)
            return word
        self.notes.problem(path, f"is {quoted(given)}", nearest(given, [*known]) or "known: " + ", ".join(known))
        return None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _flag(value: Any) -> bool:
    if isinstance(value, str) and value in ("true", "false"):
        return value == "true"
    if not isinstance(value, bool):
        raise TypeError
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value
