"""Run the partner's parser over every file of an export and collect what it read."""

from __future__ import annotations

import shutil
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from exportsim.errors import ConfigurationError, ExportError, ParserError, Problem
from exportsim.ingest.callable import NOT_FOUND
from exportsim.ingest.command import FUNCTION, Command, read_command, wrong
from exportsim.ingest.intact import check_intact
from exportsim.ingest.outputs import FORMATS, check_json, recognise
from exportsim.ingest.process import Ending, Limits, Outcome, run
from exportsim.model import Export, Ingestion, Reading
from exportsim.progress import SILENT, Progress

OUT_OF_MEMORY = (
    "memoryerror",
    "out of memory",
    "outofmemory",
    "bad_alloc",
    "cannot allocate memory",
    "heap space",
)
"""What runtimes say on stderr, in small letters, when an allocation is refused."""

NO_FILE = "wrote no file at {output}"

FULL = 64 << 10
"""Bytes free on a disk on which a program could hardly write."""


def ingest(
    export: Export,
    parser: str,
    *,
    work: Path,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    jobs: int = 1,
    output_format: str | None = None,
    progress: Progress = SILENT,
) -> Ingestion:
    """Run a parser over each file, ``jobs`` at a time, and keep its rows in files below ``work``.

    ``parser`` is a command line, ``module:function`` or ``file.py:function``, as ``read_command`` takes it. A command
    gives one JSON object for each row on stdout, or writes a file where it has ``{output}`` among its arguments: JSON
    Lines, CSV, Parquet or Arrow, recognised by content unless ``output_format`` says which.

    Raises ``ConfigurationError`` for a parser that cannot be started and for files that are not those of the
    export, ``ParserError`` for a parser that fails, ``ExportError`` where there is no room for its rows; whichever
    way this ends, none of its processes is left.
    """
    command = read_command(parser)
    if output_format not in (None, *FORMATS):
        problem = Problem("--output-format", f"{output_format!r} is not a format", ", ".join(FORMATS))
        raise ConfigurationError([problem])
    check_intact(export, progress)
    work.mkdir(parents=True, exist_ok=True)
    stop = threading.Event()
    progress.start("parse", len(export.files), "files")
    readings: list[Reading] = []
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        futures: list[Future[Reading]] = []
        try:
            for index, file in enumerate(export.files):
                base = (work / f"{index:05}").absolute()
                job = Job(command, export.folder / file.name, file.name, base, limits, output_format, stop)
                futures.append(pool.submit(job.read))
            for number, future in enumerate(futures, start=1):
                try:
                    readings.append(future.result())
                except ParserError as error:
                    raise ParserError(f"{error}{which(number, len(futures))}") from error
                progress.advance(1)
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise
    progress.finish()
    return Ingestion(parser, tuple(readings), hint=command.hint)


def which(number: int, files: int) -> str:
    """Say which of several files it was, as one more line."""
    if files == 1:
        return ""
    before = {1: "", 2: "; the file before it was read without complaint"}
    rest = before.get(number, "; the files before it were read without complaint")
    return f"\n  this is file {number:,} of {files:,}{rest}"


@dataclass(frozen=True)
class Job:
    """One run of the parser: one file."""

    command: Command
    path: Path
    file: str
    """The file's name in the export."""

    base: Path
    """The absolute path, less a suffix, of the files that the run leaves."""

    limits: Limits
    output_format: str | None
    stop: threading.Event

    def read(self) -> Reading:
        """Run the parser and look at what it left."""
        output, stderr = self.base.with_suffix(".out"), self.base.with_suffix(".err")
        for left_over in (output, stderr):
            left_over.unlink(missing_ok=True)
        command = self.command.for_file(self.path.absolute(), output)
        # Where the rows go to a file, stdout is talk like stderr.
        stdout = stderr if self.command.writes_output else output
        most_output = self.limits.output_for(self.path)
        outcome = run(command, self.limits, most_output, stdout, stderr, [output], self.stop)
        if self.command.is_callable and outcome.status == NOT_FOUND:
            raise wrong(outcome.stderr_tail, FUNCTION)
        fault = fault_of(outcome, self.limits, most_output)
        if not fault and not output.is_file():
            gave = "gave no rows: something in it ends the process" if self.command.is_callable else NO_FILE
            fault = f"ended well but {gave}"
        if fault and shutil.disk_usage(self.base.parent).free < FULL:
            where = f"{self.base.parent}, where the parser's rows go"
            raise ExportError(f"{self.file}: no room is left in {where}; TMPDIR names another folder")
        if fault:
            raise ParserError(told(f"{self.file}: the parser {fault}", outcome.stderr_tail, self.command.hint))
        written = self.output_format or (recognise(output) if self.command.writes_output else "jsonl")
        if written == "jsonl":
            try:
                check_json(self.file, output)
            except ParserError as error:
                raise ParserError(told(str(error), "", self.command.hint)) from error
        return Reading(self.file, output, written, outcome.seconds, outcome.peak_memory, outcome.stderr_tail)


def fault_of(outcome: Outcome, limits: Limits, most_output: int) -> str:
    """Say what went wrong with a run as the rest of a sentence, nothing when it went well."""
    match outcome.ending:
        case Ending.NOT_STARTED:
            return f"could not be started: {outcome.error}"
        case Ending.TIMED_OUT:
            return f"timed out after {limits.seconds:g} s"
        case Ending.FLOODED:
            return f"printed more than {size(most_output)}"
        case Ending.STOPPED:
            return "was stopped"
    if outcome.status == 0:
        return ""
    ended = f"ended with exit status {outcome.status}"
    if outcome.status < 0:
        ended = f"was killed by signal {-outcome.status} ({signal_name(-outcome.status)})"
    if any(words in outcome.stderr_tail.lower() for words in OUT_OF_MEMORY):
        return f"was killed by the memory limit of {size(limits.memory)}: it {ended}"
    return ended


def signal_name(number: int) -> str:
    """Name a signal, in the system's words as well."""
    try:
        return f"{signal.Signals(number).name}, {signal.strsignal(number)}"
    except ValueError:
        return "unknown"


def size(count: int) -> str:
    """Write bytes in the largest unit that makes one of them: ``2 GiB``, ``64.2 MiB``."""
    for bits, unit in ((30, "GiB"), (20, "MiB"), (10, "KiB")):
        if count >= 1 << bits:
            return f"{count / (1 << bits):,.1f} {unit}".replace(".0 ", " ")
    return f"{count} bytes"


def told(what: str, stderr: str, hint: str) -> str:
    """Add a hint and the last lines of stderr to a sentence, indented."""
    lines = [what]
    if hint:
        lines.append(f"  {hint}")
    if stderr:
        lines += ["  the last lines of its stderr:", *(f"    {line}" for line in stderr.splitlines())]
    return "\n".join(lines)
