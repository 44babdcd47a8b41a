"""What can go wrong, as one tree; each branch ends the command line with its own exit code.

    ExportsimError
    ├── ConfigurationError      2   files or values given by the user are wrong; lists every problem at once
    ├── ExportError             4   the files could not be written (disk full, folder not ours)
    ├── DeliveryError           4   the files could not be sent or fetched
    │   ├── TransientFailure        worth another attempt
    │   └── TerminalFailure         not worth one
    └── ParserError             3   the partner's parser crashed, hung, flooded its output or printed nonsense

A verdict that is *fail* is no error: it is a result, and exit code 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


class ExportsimError(Exception):
    """The root: its text is written for the user, whole sentences with a remedy."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what was given: where, what, and what is allowed."""

    where: str
    """A file with a JSON path or a line, or an option: ``server.json: $.fileConfigurations.fileType.value``."""

    what: str
    """The fault in one clause, the offending value quoted."""

    allowed: str = ""
    """What would be right; empty where nothing helps."""

    code: str = field(default="invalid", compare=False)
    """The kind of fault, by a name that ``exportsim lint`` explains."""

    def __str__(self) -> str:
        hint = f"\n  {self.allowed}" if self.allowed else ""
        return f"{self.where}: {self.what}{hint}"


class ConfigurationError(ExportsimError):
    """Everything that is wrong with the configuration, in one go."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Gathering:
    """Lets several steps go wrong before their problems are told, all at once and each once."""

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, ConfigurationError):
            return False
        self._problems.update(dict.fromkeys(error.problems))
        return True

    def done(self) -> None:
        """Raise ``ConfigurationError`` where a step had problems."""
        if self._problems:
            raise ConfigurationError(self._problems)


class ExportError(ExportsimError):
    """The export could not be written; nothing is left under its final name."""

    exit_code = 4


class DeliveryError(ExportsimError):
    """A file could not be sent, listed or fetched."""

    exit_code = 4


class TransientFailure(DeliveryError):
    """The place may accept the same request later."""


class TerminalFailure(DeliveryError):
    """The place will refuse the same request again."""


class ParserError(ExportsimError):
    """The partner's parser did not do its part; the text names the file and its last words."""

    exit_code = 3
