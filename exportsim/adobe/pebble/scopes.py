"""Variables, by the scope they were made in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from exportsim.adobe.pebble.values import Value


class Scopes:
    """The given variables, what the template sets, and one scope for each loop that is running."""

    def __init__(self, variables: Mapping[str, Value]) -> None:
        self._scopes: list[dict[str, Value]] = [dict(variables), {}]

    def get(self, name: str) -> Value:
        """Look a variable up from the inside out; null where there is none."""
        return next((scope[name] for scope in reversed(self._scopes) if name in scope), None)

    def assign(self, name: str, value: Value) -> None:
        """Give a value to the nearest variable of this name; make one in the innermost scope where there is none."""
        scope = next((scope for scope in reversed(self._scopes) if name in scope), self._scopes[-1])
        scope[name] = value

    def put(self, name: str, value: Value) -> None:
        """Make a variable of the innermost scope, whatever the outer ones have."""
        self._scopes[-1][name] = value

    @contextmanager
    def pushed(self) -> Iterator[None]:
        """One scope for all rounds of a loop: what one round sets the next one sees."""
        self._scopes.append({})
        yield
        self._scopes.pop()
