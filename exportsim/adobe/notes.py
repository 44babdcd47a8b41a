"""What is collected while a configuration is read: problems that forbid a plan, warnings that go with it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exportsim.adobe.json_file import quoted
from exportsim.errors import Problem


@dataclass(frozen=True)
class Remark:
    """One odd thing that is accepted."""

    file: str
    """What messages call it; empty where the path is a place of its own."""

    path: str
    sentence: str
    code: str = "odd"
    """What ``exportsim lint`` explains it by."""

    instead: str = ""
    """What would be right; empty where only the code tells."""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.path, self.sentence) if part)


@dataclass
class Notes:
    """Problems and remarks about one file, in the order in which they were found.

    A path that does not begin with ``$`` is a place of its own, outside the file: ``options: quote``. The ``code`` of
    either is the name by which ``exportsim lint`` knows and explains it.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def warnings(self) -> list[str]:
        return [str(remark) for remark in self.remarks]

    def problem(self, path: str, what: str, allowed: str = "", *, code: str = "invalid") -> None:
        where = f"{self.file}: {path}" if path.startswith("$") else path
        self.problems.append(Problem(where, what, allowed, code))

    def warn(self, path: str, sentence: str, *, code: str = "odd", instead: str = "", file: str | None = None) -> None:
        """Remark on a place of this file, or of another ``file``."""
        about = self.file if file is None else file
        self.remarks.append(Remark(about if path.startswith("$") else "", path, sentence, code, instead))

    def mended(self, remarks: Iterable[str]) -> None:
        """Take over what had to be mended before a file was JSON."""
        self.remarks.extend(Remark("", "", sentence, "mended-json") for sentence in remarks)

    def unknown_keys(self, node: Mapping[str, object], path: str, known: Iterable[str]) -> None:
        """Warn of every key that is not ``known``, naming the nearest one that is."""
        names = list(known)
        for key in node:
            if key not in names:
                close = nearest(key, names)
                sentence = f"is not a known key and is ignored{close and '; ' + close}"
                self.warn(step(path, key), sentence, code="unknown-key", instead=close)


def step(path: str, key: str) -> str:
    """Go one key further down a JSON path: ``$.a.b``, or ``$.a["b c"]`` where a key is no plain word."""
    return f"{path}.{key}" if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key) else f"{path}[{quoted(key)}]"


def nearest(key: str, names: list[str]) -> str:
    """Ask for the name that is most like ``key``; empty where none is."""
    # Compared without case: a wrong letter case is the most frequent slip.
    folded = {name.lower(): name for name in names}
    near = difflib.get_close_matches(key.lower(), folded, n=1)
    return f"did you mean {quoted(folded[near[0]])}?" if near else ""
