"""``exportsim.toml``, read with every problem at once."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

from exportsim.errors import ConfigurationError, Problem
from exportsim.rehearsal.rehearsal import Rehearsal
from exportsim.rehearsal.sections import COLLECTED, SECTIONS


def load_rehearsal(path: Path) -> Rehearsal:
    """Read ``exportsim.toml``, whose paths are relative to its folder; ``ConfigurationError`` with every problem."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError([Problem(str(path), f"cannot be read: {error.strerror}")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError([Problem(str(path), f"is not TOML: {error}")]) from error
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for section, content in _sections(document):
        known = SECTIONS.get(section)
        if known is None:
            allowed = "sections: " + ", ".join(f"[{name}]" for name in SECTIONS if name)
            problems.append(Problem(f"{path}: {section}", "is not known", allowed))
            continue
        for key, value in content.items():
            where = f"{path}: {section}.{key}" if section else f"{path}: {key}"
            if key not in known and None not in known:
                close = difflib.get_close_matches(key, [name for name in known if name], 1)
                hint = f"did you mean {close[0]}?" if close else "known: " + ", ".join(str(name) for name in known)
                problems.append(Problem(where, "is not known", hint))
                continue
            name, read = known.get(key) or known[None]
            try:
                taken = read(value, path.parent)
            except (TypeError, ValueError) as error:
                problems.append(Problem(where, str(error)))
                continue
            values[name] = {**values.get(name, {}), key: taken} if name in COLLECTED else taken
    if problems:
        raise ConfigurationError(problems)
    return Rehearsal(**values)


def _sections(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    tables = [(name, value) for name, value in document.items() if isinstance(value, dict)]
    return [("", {name: value for name, value in document.items() if not isinstance(value, dict)}), *tables]
