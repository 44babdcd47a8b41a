"""What the user gives as ``--parser``, read as a command for each file."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from exportsim.errors import ConfigurationError, Problem

CALLABLE = re.compile(r"([^\W\d]\w*(\.[^\W\d]\w*)*|[^{}]+\.py):[^\W\d]\w*(\.[^\W\d]\w*)*")
FUNCTION = "module:function or file.py:function, which takes the path of a file"
CALLER = Path(__file__).with_name("callable.py")
QUOTED = re.compile(r"""\\.|'[^']*'|"(\\.|[^"\\])*\"""")
SHELL_WORD = re.compile(r"(\|\|?|&&?|;)|\d*(<|>>?)\S*|\S+(;)")
"""A word, quoted parts aside, in which a shell would see an operator."""


@dataclass(frozen=True)
class Command:
    """A program with its arguments, ``{file}`` and ``{output}`` still in them."""

    arguments: tuple[str, ...]
    is_callable: bool = False
    """Whether it runs a Python function of the user's."""

    hint: str = ""
    """A sentence for when it fails: what it leaves to a shell that is not there."""

    @property
    def writes_output(self) -> bool:
        """Whether the rows come in a file of its own rather than on stdout."""
        return any("{output}" in argument for argument in self.arguments)

    def for_file(self, file: Path, output: Path) -> list[str]:
        """Fill in the two paths."""
        return [argument.replace("{file}", str(file)).replace("{output}", str(output)) for argument in self.arguments]


def read_command(parser: str, where: str = "--parser") -> Command:
    """Read ``module:function``, ``file.py:function``, or a command line that names ``{file}``; no shell is involved.

    Operators of a shell are arguments, with a hint. Raises ``ConfigurationError`` that names ``where`` when the text
    is neither or the program is not to be found.
    """
    if CALLABLE.fullmatch(parser):
        # -P: the folder of the script stays off sys.path, the caller's own is put on it by the script.
        return Command((sys.executable, "-P", str(CALLER), parser, "{file}", "{output}"), is_callable=True)
    try:
        arguments = tuple(shlex.split(parser))
    except ValueError as error:
        raise wrong(f"{parser!r} cannot be split into words: {error}", "close every quote", where) from error
    if not any("{file}" in argument for argument in arguments):
        raise wrong(
            f"{parser!r} does not name the file to parse",
            "a command line with {file} in it, such as 'python parse.py {file}', module:function or file.py:function",
            where,
        )
    hint = shell_hint(parser)
    if shutil.which(arguments[0]) is None:
        there = Path(arguments[0]).is_file()
        raise wrong(
            f"{arguments[0]!r} may not be executed" if there else f"there is no program {arguments[0]!r}",
            "a program on the PATH, or the path of an executable file" + (f"; {hint}" if hint else ""),
            where,
        )
    return Command(arguments, hint=hint)


def shell_hint(parser: str) -> str:
    """Tell of the first operator that a shell would have seen, nothing where there is none or it is quoted."""
    for word in QUOTED.sub("-", parser).split():
        if found := SHELL_WORD.fullmatch(word):
            operator = found[found.lastindex or 0]
            plain = f"no shell is involved, so {operator!r} is an argument like others"
            return plain + "; sh -c '...' sh {file} calls a shell"
    return ""


def wrong(what: str, allowed: str, where: str = "--parser") -> ConfigurationError:
    return ConfigurationError([Problem(where, what, allowed)])
