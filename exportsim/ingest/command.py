"""What the user gives as ``--parser``, read as a command for each file."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from exportsim.errors import ConfigurationError, Problem

CALLABLE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")
CALLER = Path(__file__).with_name("callable.py")


@dataclass(frozen=True)
class Command:
    """A program with its arguments, ``{file}`` and ``{output}`` still in them."""

    arguments: tuple[str, ...]
    is_callable: bool = False
    """Whether it runs a Python function of the user's."""

    @property
    def writes_output(self) -> bool:
        """Whether the rows come in a file of its own rather than on stdout."""
        return any("{output}" in argument for argument in self.arguments)

    def for_file(self, file: Path, output: Path) -> list[str]:
        """Fill in the two paths."""
        return [argument.replace("{file}", str(file)).replace("{output}", str(output)) for argument in self.arguments]


def read_command(parser: str) -> Command:
    """Read ``module:function``, or a command line that names ``{file}``; no shell has a part in it.

    Raises ``ConfigurationError`` when the text is neither or the program is not to be found.
    """
    if CALLABLE.fullmatch(parser):
        # -P: the folder of the script stays off sys.path, the caller's own is put on it by the script.
        return Command((sys.executable, "-P", str(CALLER), parser, "{file}", "{output}"), is_callable=True)
    try:
        arguments = tuple(shlex.split(parser))
    except ValueError as error:
        raise wrong(f"{parser!r} cannot be split into words: {error}", "close every quote") from error
    if not any("{file}" in argument for argument in arguments):
        raise wrong(
            f"{parser!r} does not name the file to parse",
            "a command line with {file} in it, such as 'python parse.py {file}', or module:function",
        )
    if shutil.which(arguments[0]) is None:
        raise wrong(
            f"there is no program {arguments[0]!r}",
            "a program on the PATH, or the path of an executable file",
        )
    return Command(arguments)


def wrong(what: str, allowed: str) -> ConfigurationError:
    return ConfigurationError([Problem("--parser", what, allowed)])
