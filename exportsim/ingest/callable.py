"""Call a partner's Python function with a file and write the rows it gives. Run as a script, for one file.

It stands alone, so that it starts fast and the peak memory measured is the function's own, near enough.
"""

from __future__ import annotations

import importlib.util
import json
import math
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

NO_PARTNERS = (__file__, importlib.__file__, "<frozen importlib.")
"""How files begin whose frames in a traceback are not the partner's."""

NOT_FOUND = 78
"""The exit status when there is no such function (``EX_CONFIG`` of sysexits.h)."""

GIVEN = "an iterable of dicts, a pandas DataFrame, or a pyarrow Table or RecordBatchReader"
"""What a parser function gives."""


def main() -> None:
    """Arguments: ``module:function`` or ``file.py:function``, the file to parse, the file to write.

    Without the two files the function is only looked for.
    """
    name, *files = sys.argv[1:]
    sys.path.insert(0, str(Path.cwd()))
    try:
        function = find(name)
        if files:
            file, output = files
            write(function(file), Path(output), name)
    except Exception as error:
        sys.exit(traceback_of(error))


def traceback_of(error: BaseException) -> str:
    """Write a traceback with the partner's frames only: this file's tell them nothing of theirs."""
    told = traceback.TracebackException.from_exception(error)
    partners = [frame for frame in told.stack if not frame.filename.startswith(NO_PARTNERS)]
    told.stack = traceback.StackSummary.from_list(partners)
    return "".join(told.format()).rstrip()


def find(name: str) -> Callable[[str], Any]:
    """Import the function; ends the process where there is none."""
    module_name, _, path = name.rpartition(":")
    try:
        module = from_file(Path(module_name)) if module_name.endswith(".py") else importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        # The module's own imports may fail as well: that is the partner's to see in full.
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise
        not_found(f"there is no module {error.name!r} on Python's path or in {Path.cwd()}")
    try:
        found = reduce(getattr, path.split("."), module)
    except AttributeError:
        not_found(f"the module {module_name!r} has no {path!r}")
    if not callable(found):
        not_found(f"{name!r} is no function but a {type(found).__name__}")
    return found


def from_file(path: Path) -> ModuleType:
    """Import a file; what lies beside it can be imported by it."""
    if not path.is_file():
        not_found(f"there is no file {path}")
    sys.path.insert(0, str(path.parent.resolve()))
    # Under a name of its own: the file may well be called csv.py.
    spec = importlib.util.spec_from_file_location(f"partner_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def not_found(why: str) -> NoReturn:
    sys.stderr.write(why)
    sys.exit(NOT_FOUND)


def write(rows: Any, output: Path, name: str) -> None:
    """Write a pandas DataFrame, anything that Arrow reads as a stream, or an iterable of mappings.

    Ends the process where ``rows``, which the function ``name`` returned, is none of them.
    """
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(rows, pandas.DataFrame):
        write_frame(rows, output, name)
    elif hasattr(rows, "__arrow_c_stream__"):
        write_arrow(rows, output)
    elif isinstance(rows, Iterable) and not isinstance(rows, str | bytes | Mapping):
        write_mappings(rows, output, name)
    else:
        sys.exit(f"{name} returned {a_kind(rows)}; it gives {GIVEN}")


def a_kind(value: Any) -> str:
    return "None" if value is None else f"a {type(value).__name__}"


def write_frame(frame: Any, output: Path, name: str) -> None:
    """Write a frame without its index, missing values as null; columns of mixed types need JSON."""
    import pyarrow as pa

    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        present = frame.astype(object).where(frame.notna(), None)
        write_mappings(present.to_dict("records"), output, name)
    else:
        write_arrow(table, output)


def write_arrow(rows: Any, output: Path) -> None:
    """Write an Arrow stream, batch by batch."""
    import pyarrow as pa

    reader = pa.RecordBatchReader.from_stream(rows)
    with pa.OSFile(str(output), "wb") as sink, pa.ipc.new_stream(sink, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


def write_mappings(rows: Iterable[Any], output: Path, name: str) -> None:
    """Write JSON Lines; ends the process at a row that is no mapping."""
    with output.open("w", encoding="utf-8") as file:
        for number, row in zip(count(1), rows, strict=False):
            if not isinstance(row, Mapping):
                sys.exit(f"row {number} that {name} gave is {a_kind(row)}; it gives {GIVEN}")
            file.write(as_json(dict(row)) + "\n")


def as_json(row: dict[Any, Any]) -> str:
    """Encode a row; JSON has no NaN and no infinities, which are written as their names."""
    try:
        return json.dumps(row, default=as_text, allow_nan=False)
    except ValueError:
        named = {
            key: str(value) if isinstance(value, float) and not math.isfinite(value) else value
            for key, value in row.items()
        }
        return json.dumps(named, default=as_text)


def as_text(value: Any) -> Any:
    """Write dates and times in ISO 8601, NumPy's scalars as Python's, bytes as UTF-8, the rest as ``str``."""
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        return value.item()
    return str(value)


if __name__ == "__main__":
    main()
