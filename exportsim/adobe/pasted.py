"""JSON as people paste it from the vendor's pages: inside a curl command, with comments, with a slip of a comma.

What is sound JSON is read as such. Anything else is mended as far as its meaning is plain, each mend with a remark;
the lines of the text stay where they are, so that an error points into the file.
"""

from __future__ import annotations

import re
from bisect import bisect
from pathlib import Path
from typing import Any

from exportsim.adobe.json_file import parse_value, read_text, require_object
from exportsim.errors import ConfigurationError

Remarks = list[str]

_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*") | (?P<comment>//[^\n]*) | (?P<mark>[{}\[\]:,])
      | (?P<word>[^\s{}\[\]:,"/]+) | (?P<space>\s+) | (?P<odd>.)""",
    re.VERBOSE,
)


def read_pasted(path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Read the JSON object that a file holds, with a sentence for each thing that was not sound JSON.

    Raises ``ConfigurationError`` with line and column where no object can be made out.
    """
    return parse_pasted(read_text(path), path.name)


def parse_pasted(text: str, file: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """As ``read_pasted``, for text already read; ``file`` is what messages call it."""
    sound, remarks = as_json(text, file)
    value = _the_one(parse_value(sound, file), remarks)
    return require_object(value, file), tuple(f"{file}: {remark}" for remark in remarks)


def as_json(text: str, file: str) -> tuple[str, Remarks]:
    """The text as JSON, mended where it was not, lines kept; and what had to be mended."""
    remarks: Remarks = []
    try:
        parse_value(text, file)
    except ConfigurationError:
        mended = _mended(text, remarks)
        if mended == text:
            raise
        parse_value(mended, file)
        return mended, remarks
    return text, remarks


def _mended(text: str, remarks: Remarks) -> str:
    for mend in (_without_fences, _without_command, _without_second_brace, _without_slips, _whole):
        text = mend(text, remarks)
    return text


def _without_fences(text: str, _remarks: Remarks) -> str:
    return re.sub(r"^[ \t]*```.*$", "", text, flags=re.MULTILINE)


def _without_command(text: str, remarks: Remarks) -> str:
    """Only what a curl command sends, a quote within it as the shell spells it resolved."""
    found = re.search(r"\bcurl\b.*?\s(?:-d|--data(?:-raw|-binary)?)[ =]*'(?P<body>.*)'", text, re.DOTALL)
    if found is None:
        return text
    remarks.append("is a curl command; the JSON in it is read")
    body = found["body"].replace("'\\''", "'")
    return "\n" * text.count("\n", 0, found.start("body")) + body


def _without_second_brace(text: str, remarks: Remarks) -> str:
    found = re.match(r"\s*\{(?=\s*\{)", text)
    if found is None:
        return text
    remarks.append("begins with two braces; the first is left out")
    return text[: found.end() - 1] + " " + text[found.end() :]


def _without_slips(text: str, remarks: Remarks) -> str:
    """Comments left out; a comma put between two items of a list, dropped where nothing follows it."""
    tokens = list(_TOKEN.finditer(text))
    newlines = [found.start() for found in re.finditer("\n", text)]

    def line_of(token: re.Match[str]) -> int:
        return bisect(newlines, token.start()) + 1

    solid = [token for token in tokens if token.lastgroup not in ("space", "comment")]
    if any(token.lastgroup == "comment" for token in tokens):
        remarks.append("has comments, which JSON does not know; they are left out")
    sound = {token.start(): " " * len(token[0]) for token in tokens if token.lastgroup == "comment"}
    for token, after, then in zip(solid, solid[1:], [*solid[2:], None], strict=False):
        if token[0] == "," and after[0] in ("]", "}"):
            remarks.append(f"line {line_of(token)}: a comma that nothing follows is left out")
            sound[token.start()] = " "
        elif token.lastgroup == after.lastgroup == "string" and (then is None or then[0] != ":"):
            remarks.append(f"line {line_of(token)}: a comma is missing and is read as if it stood there")
            sound[token.start()] = token[0] + ","
    return "".join(sound.get(token.start(), token[0]) for token in tokens)


def _whole(text: str, remarks: Remarks) -> str:
    """A piece of an object, ``"key": ...``, as an object of its own."""
    if re.match(r'\s*"(?:[^"\\\n]|\\.)*"\s*:', text) is None:
        return text
    remarks.append("is a piece of an object and is read as one that has nothing else")
    return "{" + text.rstrip().removesuffix(",") + "}"


def _the_one(value: Any, remarks: Remarks) -> Any:
    """The one object in a list of the authoring API: bare, or under ``items``."""
    items = value.get("items") if isinstance(value, dict) and "name" not in value else value
    if isinstance(items, list) and len(items) == 1 and isinstance(items[0], dict):
        remarks.append("is a list of one; the object in it is read")
        return items[0]
    return value
