"""``exportsim run``: the trip that an exportsim.toml describes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from exportsim import simulate
from exportsim.cli.options import FILE, json_option, rehearsal_from, rehearsal_options
from exportsim.cli.terminal import progress_on_stderr, show, show_json
from exportsim.cli.verify import VERIFY_NAMES, judge, tell, verify_options
from exportsim.errors import ConfigurationError, Problem
from exportsim.reports import as_json as json_report
from exportsim.reports import text


@click.command()
@click.argument("config", metavar="EXPORTSIM_TOML", type=FILE)
@rehearsal_options
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the export, in place of the file's.")
@verify_options
@json_option
def run(config: Path, as_json: bool, **given: Any) -> int:
    """Generate and verify in one go, as exportsim.toml says.

    Needs out, and [verify] parser unless only the files are wanted. Options go before the file.
    """
    how = {name: given.pop(name) for name in VERIFY_NAMES}
    rehearsal = rehearsal_from(config, **given)
    if rehearsal.out is None:
        raise ConfigurationError([Problem(f"{config}: out", "is missing", 'out = "folder for the export"')])
    with progress_on_stderr() as progress:
        export = simulate.generate(rehearsal, rehearsal.out, datetime.now(UTC), progress)
    if not as_json:
        show(text.export(export))
    if rehearsal.parser is None:
        if as_json:
            show_json({"export": json_report.export(export)})
        return 0
    report = judge(export, rehearsal.parser, **how)
    if as_json:
        show_json({"export": json_report.export(export), "verification": json_report.verification(report)})
    else:
        tell(report, json_wanted=False)
    return 0 if report.passed else 1
