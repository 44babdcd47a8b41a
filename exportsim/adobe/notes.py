"""What is collected while a configuration is read: problems that forbid a plan, warnings that go with it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exportsim.adobe.json_file import quoted
from exportsim.errors import Problem


@dataclass
class Notes:
    """Problems and warnings about one file, in the order in which they were found.

    A path that does not begin with ``$`` is a place of its own, outside the file: ``options: quote``.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def problem(self, path: str, what: str, allowed: str = "") -> None:
        self.problems.append(Problem(self._where(path), what, allowed))

    def warn(self, path: str, sentence: str) -> None:
        self.warnings.append(f"{self._where(path)}: {sentence}")

    def unknown_keys(self, node: Mapping[str, object], path: str, known: Iterable[str]) -> None:
        """Warn of every key that is not ``known``, naming the nearest one that is."""
        names = list(known)
        for key in node:
            if key not in names:
                close = nearest(key, names)
                self.warn(step(path, key), f"is not a known key and is ignored{close and '; ' + close}")

    def _where(self, path: str) -> str:
        return f"{self.file}: {path}" if path.startswith("$") else path


def step(path: str, key: str) -> str:
    """Go one key further down a JSON path: ``$.a.b``, or ``$.a["b c"]`` where a key is no plain word."""
    return f"{path}.{key}" if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key) else f"{path}[{quoted(key)}]"


def nearest(key: str, names: list[str]) -> str:
    """Ask for the name that is most like ``key``; empty where none is."""
    # Compared without case: a wrong letter case is the most frequent slip.
    folded = {name.lower(): name for name in names}
    near = difflib.get_close_matches(key.lower(), folded, n=1)
    return f"did you mean {quoted(folded[near[0]])}?" if near else ""
