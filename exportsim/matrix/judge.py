"""A parser over every file of a matrix, each judged on its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from exportsim.errors import ParserError
from exportsim.ingest import Limits
from exportsim.ingest.command import Command, read_command
from exportsim.ingest.ingestion import Job
from exportsim.matrix.sample import Matrix, Sample
from exportsim.model import Finding, Ingestion, Report
from exportsim.progress import SILENT, Progress
from exportsim.reports.advice import advise
from exportsim.reports.explanations import EXPLANATIONS
from exportsim.reports.facts import summary
from exportsim.verdict import compare


class Outcome(Enum):
    """What became of one file."""

    PASS = "pass"  # noqa: S105 (no password)
    FAIL = "fail"
    CRASH = "crash"
    """The parser did not do its part."""

    EXCUSED = "excused"
    """It failed or crashed on a file of which no reader can be right about every cell."""

    @property
    def sign(self) -> str:
        """What stands for it where there is little room."""
        return {Outcome.PASS: "✓", Outcome.FAIL: "✗", Outcome.EXCUSED: "~"}.get(self, self.value)


@dataclass(frozen=True)
class Judged:
    """One file, judged."""

    sample: Sample
    outcome: Outcome
    report: Report | None
    """None where the parser did not do its part."""

    error: str
    """Why it did not; empty where it did."""

    @property
    def told(self) -> str:
        """The outcome in one sentence."""
        return summary(self.report) if self.report else self.error.partition("\n")[0]

    @property
    def wrong(self) -> str:
        """What was wrong, and the worst of its causes or the parser's last words; empty where nothing was."""
        if self.outcome is Outcome.PASS:
            return ""
        why = [cause for _, cause in self.causes[:1]] if self.report else self.error.splitlines()[-1:]
        return " ".join(dict.fromkeys((self.told, *why)))

    @property
    def causes(self) -> tuple[tuple[Finding, str], ...]:
        """Of each group of findings, worst first, the first one and what to look for in the parser."""
        return tuple(
            (
                advice.group.examples[0],
                next((one.sentence for one in advice.hints), EXPLANATIONS[advice.group.kind].check),
            )
            for advice in (advise(self.report) if self.report else ())
        )


@dataclass(frozen=True)
class Judgement:
    """A parser, judged on a matrix."""

    parser: str
    matrix: Matrix
    judged: tuple[Judged, ...]
    """In the matrix's order."""

    def count(self, outcome: Outcome) -> int:
        """How many files came out so."""
        return sum(one.outcome is outcome for one in self.judged)

    @property
    def counts(self) -> dict[str, int]:
        """How many files came out in each way."""
        return {outcome.value: self.count(outcome) for outcome in Outcome}

    @property
    def by_name(self) -> dict[str, Judged]:
        """Each file's verdict by its name."""
        return {one.sample.file.name: one for one in self.judged}

    @property
    def passed(self) -> bool:
        return not self.count(Outcome.FAIL) and not self.count(Outcome.CRASH)


@dataclass(frozen=True)
class Judge:
    """How a parser is run and what it left is compared."""

    command: Command
    """``{options}`` still in it."""

    parser: str
    """The command as it was given."""

    work: Path
    limits: Limits
    output_format: str | None
    examples: int
    stop: threading.Event

    def judge(self, sample: Sample) -> Judged:
        """Run the parser over one file and hold what it read against the file's truth."""
        work = self.work / sample.cell.stem
        work.mkdir(parents=True)
        options = str(sample.options.absolute())
        arguments = tuple(argument.replace("{options}", options) for argument in self.command.arguments)
        command = replace(self.command, arguments=arguments)
        base = (work / "reading").absolute()
        try:
            job = Job(command, sample.path, sample.file.name, base, self.limits, self.output_format, self.stop)
            reading = job.read()
            ingestion = Ingestion(self.parser, (reading,), hint=self.command.hint)
            report = compare(sample.export, ingestion, work=work, examples=self.examples)
        except ParserError as error:
            return Judged(sample, _excused(sample, Outcome.CRASH), None, str(error))
        return Judged(sample, Outcome.PASS if report.passed else _excused(sample, Outcome.FAIL), report, "")


def judge(
    matrix: Matrix,
    parser: str,
    *,
    work: Path,
    limits: Limits,
    jobs: int = 1,
    output_format: str | None = None,
    examples: int = 5,
    progress: Progress = SILENT,
) -> Judgement:
    """Judge a parser on each file of a matrix, ``jobs`` at a time; what it writes lies below ``work``.

    ``parser`` is what ``exportsim verify`` takes, and ``{options}`` in a command becomes the path of a JSON file with
    the file's options by Spark's names, besides ``fileType`` and the names of the ``columns``. A parser that crashes on
    a file is judged on the rest. Raises ``ConfigurationError`` for one that cannot be started at all; whichever way
    this ends, none of its processes is left.
    """
    one = Judge(read_command(parser), parser, work, limits, output_format, examples, threading.Event())
    progress.start("Judging", len(matrix.samples), "files")
    judged = []
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        try:
            for result in pool.map(one.judge, matrix.samples):
                judged.append(result)
                progress.advance(1)
        except BaseException:
            one.stop.set()
            pool.shutdown(cancel_futures=True)
            raise
    progress.finish()
    return Judgement(parser, matrix, tuple(judged))


def _excused(sample: Sample, outcome: Outcome) -> Outcome:
    return Outcome.EXCUSED if sample.cell.losses else outcome


def wrong(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Those that failed or crashed, without excuse."""
    return tuple(one for one in judged if one.outcome in (Outcome.FAIL, Outcome.CRASH))
