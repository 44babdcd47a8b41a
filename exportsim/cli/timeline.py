"""``exportsim timeline``: a schedule played with a simulated clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from exportsim.cli.options import Time, config_option, rehearsal_from, rehearsal_options
from exportsim.cli.parameters import FILE, json_option
from exportsim.cli.terminal import progress_on_stderr, show, show_json
from exportsim.errors import ConfigurationError, Problem
from exportsim.export import require_ours
from exportsim.ingest import FORMATS
from exportsim.rehearsal import FREQUENCIES, Rehearsal, parse_day, parse_time_of_day
from exportsim.timeline import entries, judge, plan_ahead, play, told

DAYS = 7


class Given(click.ParamType[Any]):
    """What the configuration file would take as text."""

    def __init__(self, name: str, read: Any) -> None:
        self.name = name
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return self._read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


DAY = Given("YYYY-MM-DD", parse_day)
SHARE = click.FloatRange(0, 1)

SCHEDULE_OPTIONS = [
    click.option("--mode", type=click.Choice(("full", "incremental")), help="Full, or incremental after a full one."),
    click.option("--frequency", type=click.Choice(FREQUENCIES), help="How often.  [default: the destination's, daily]"),
    click.option("--start", type=DAY, help="First day of the schedule.  [default: --from]"),
    click.option("--time", type=Given("HH:MM", parse_time_of_day), help="Of the first export, UTC.  [default: 00:00]"),
    click.option("--end", type=DAY, help="End of the schedule, exclusive: the first day without an export."),
    click.option(
        "--after-evaluation", is_flag=True, default=None, help="Full exports follow the daily evaluation of audiences."
    ),
    click.option(
        "--evaluation", type=Given("HH:MM", parse_time_of_day), help="When audiences are evaluated.  [default: 00:00]"
    ),
    click.option("--export-now", type=Time(), multiple=True, help="A full file beside the schedule; may be repeated."),
    click.option("--members", type=SHARE, help="Share of the people who are in the audience.  [default: 0.7]"),
    click.option("--churn", type=SHARE, help="Share of the members who leave in a day.  [default: 0.02]"),
    click.option("--changes", type=SHARE, help="Share of the people whose address changes in a day.  [default: 0.01]"),
    click.option("--merges", type=SHARE, help="Share of the people found to be another in a day.  [default: 0.0005]"),
]
NAMES = (
    *("mode", "frequency", "start", "time", "end", "after_evaluation", "evaluation", "export_now"),
    *("members", "churn", "changes", "merges"),
)


def schedule_options(command: Any) -> Any:
    """The keys of ``[schedule]``, which the command gets as keyword arguments."""
    for option in reversed(SCHEDULE_OPTIONS):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@config_option
@click.option("--from", "begin", type=DAY, help="First day that is played.  [default: the schedule's start, or today]")
@click.option("--days", type=click.IntRange(min=1), default=DAYS, show_default=True, help="How many days are played.")
@schedule_options
@rehearsal_options
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the exports: new, empty or an older timeline.")
@click.option("--dry-run", is_flag=True, help="Show the calendar with the rows to expect; write nothing.")
@json_option
@click.pass_context
def timeline(
    context: click.Context,
    /,
    begin: date | None,
    days: int,
    out: Path | None,
    dry_run: bool,
    as_json: bool,
    config: Path | None,
    **given: Any,
) -> None:
    """Play a schedule with a simulated clock: every export of some days.

    People enter, leave and come back, their attributes change, two turn out to be one; all of it follows from the seed.
    [schedule] in exportsim.toml says the same as the options.
    """
    if context.invoked_subcommand:
        return
    rehearsal = _rehearsal(config, out, given)
    now = datetime.now(UTC)
    begin = begin or rehearsal.schedule.get("start") or now.date()
    agenda = plan_ahead(rehearsal, begin, days, now)
    if dry_run:
        ahead = tuple(entries(agenda))
        if as_json:
            show_json(told.preview_as_json(agenda, ahead))
        else:
            show(told.preview(agenda, ahead))
        return
    if rehearsal.out is None:
        raise ConfigurationError([Problem("--out", "is missing", "a folder that is new, empty or an older timeline")])
    require_ours(rehearsal.out, "timeline")
    with progress_on_stderr() as progress:
        played = play(rehearsal, agenda, rehearsal.out, progress)
    if as_json:
        show_json(told.played_as_json(played))
    else:
        show(told.played(played))


@timeline.command()
@click.argument("folder", metavar="OUT", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--state", type=FILE, required=True, help="The partner's table: JSON Lines, CSV, Parquet or Arrow.")
@click.option("--output-format", type=click.Choice(FORMATS), help="Which of them it is.  [default: recognised]")
@click.option("--examples", type=click.IntRange(min=1), default=5, show_default=True, help="Keys told of each kind.")
@json_option
def verify(folder: Path, state: Path, output_format: str | None, examples: int, as_json: bool) -> int:
    """Judge a partner's table by what must be held after all exports of a timeline.

    Says who is missing, extra or stale, and which export, missed, replayed or out of order, would explain it. Exit code
    0: the table is right, 1: it is not.
    """
    judged = judge(folder, state, output_format=output_format, examples=examples)
    if as_json:
        show_json(told.judgement_as_json(judged))
    else:
        show(told.judgement(judged))
    return 0 if judged.passed else 1


def _rehearsal(config: Path | None, out: Path | None, given: dict[str, Any]) -> Rehearsal:
    schedule = {name: given.pop(name) for name in NAMES}
    chosen = {name: value for name, value in schedule.items() if value is not None and value != ()}
    return rehearsal_from(config, out=out, schedule=chosen, **given)
