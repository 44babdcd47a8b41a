"""What a parser wrote: which of four formats it is, and whether its rows are rows."""

# ruff: noqa: S608 (the only text in a statement is a quoted path)

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import duckdb

from exportsim.errors import ParserError

FORMATS = ("jsonl", "csv", "parquet", "arrow")
STREAM_MARKER = b"\xff\xff\xff\xff"
"""Arrow's continuation, with which every message of a stream begins."""

SHOWN = 80
"""Characters of an offending line."""


def recognise(output: Path) -> str:
    """Tell the format by the file's first bytes; what has no mark of its own is CSV."""
    with output.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"ARROW1", STREAM_MARKER)):
        return "arrow"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "jsonl" if text[:1] in (b"{", b"[", b"") else "csv"


def check_json(file: str, output: Path) -> None:
    """Raise ``ParserError`` unless each line holds one JSON object, or the whole is an array of them."""
    if fault := json_fault(output, " of what the parser wrote"):
        raise ParserError(f"{file}: {fault}")


def json_fault(output: Path, of: str = "") -> str:
    """Say what keeps a file from being JSON Lines or an array of objects; ``of`` tells whose lines they are."""
    with output.open("rb") as text:
        shape = "array" if text.read(4096).lstrip().startswith(b"[{") else "newline_delimited"
    path = str(output).replace("'", "''")
    with duckdb.connect(config={"threads": 2}) as connection:
        try:
            ((others,),) = connection.execute(
                f"SELECT count(*) FROM read_json_objects('{path}', format = '{shape}') "
                "WHERE json_type(json) <> 'OBJECT'"
            ).fetchall()
        except duckdb.Error as error:
            if shape == "array":
                what = str(error).splitlines()[0].replace(str(output), "its output")
                return f"the JSON array{of} cannot be read: {what}"
            others = 1
    return line_fault(output, of) if others else ""


def line_fault(output: Path, of: str) -> str:
    """Tell of the first line that is no JSON object; a line only too long for the quick look passes."""
    with output.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip() and (fault := fault_of(line)):
                return (
                    f"line {number}{of} is not a JSON object ({fault.what}):\n"
                    f"  {fault.shown(line)}\n"
                    '  expected one JSON object on each line, such as {"email": "ann@example.com", "age": 7}'
                )
    return ""


@dataclass(frozen=True)
class Fault:
    """What keeps a line from being a JSON object."""

    what: str
    column: int = 1
    """The character where it shows, counted from 1."""

    def shown(self, line: bytes) -> str:
        """A piece of the line with that character in it: its beginning where that is near."""
        text = line.decode(errors="backslashreplace").rstrip()
        start = max(0, self.column - SHOWN // 2) if self.column > SHOWN else 0
        piece = text[start : start + SHOWN]
        return ("…" if start else "") + piece + ("…" if start + len(piece) < len(text) else "")


def fault_of(line: bytes) -> Fault | None:
    """What keeps a line from being a JSON object; None when it is one."""
    try:
        row = json.loads(line.decode())
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        return Fault(f"byte {error.start + 1} is not UTF-8", len(line[: error.start].decode()) + 1)
    except UnicodeEncodeError:
        return Fault("it holds half of a surrogate pair")
    except json.JSONDecodeError as error:
        return Fault(f"{error.msg} at column {error.colno}", error.colno)
    kinds = {list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return None if isinstance(row, dict) else Fault(f"it is {kinds.get(type(row), 'a number')}")
