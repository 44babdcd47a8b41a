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
    """Problems and warnings about one file, in the order in which they were found."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def problem(self, path: str, what: str, allowed: str = "") -> None:
        self.problems.append(Problem(f"{self.file}: {path}", what, allowed))

    def warn(self, path: str, sentence: str) -> None:
        self.warnings.append(f"{self.file}: {path}: {sentence}")

    def unknown_keys(self, node: Mapping[str, object], path: str, known: Iterable[str]) -> None:
        """Warn of every key that is not ``known``, naming the nearest one that is."""
        names = list(known)
        for key in node:
            if key not in names:
                self.warn(step(path, key), f"is not a known key and is ignored{_nearest(key, names)}")


def step(path: str, key: str) -> str:
    """Go one key further down a JSON path: ``$.a.b``, or ``$.a["b c"]`` where a key is no plain word."""
    return f"{path}.{key}" if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key) else f"{path}[{quoted(key)}]"


def _nearest(key: str, names: list[str]) -> str:
    # Compared without case: a wrong letter case is the most frequent slip.
    folded = {name.lower(): name for name in names}
    near = difflib.get_close_matches(key.lower(), folded, n=1)
    return f"; did you mean {quoted(folded[near[0]])}?" if near else ""
