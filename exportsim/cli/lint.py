"""``exportsim lint``: what is wrong, lossy or odd in a server or a destination."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from exportsim import __version__, adobe
from exportsim.adobe.lint import lint as lint_files
from exportsim.cli.parameters import FILE, Setting, json_option
from exportsim.cli.terminal import note, show, show_json
from exportsim.reports import lint_text
from exportsim.reports.sarif import sarif as as_sarif


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, readable=True, path_type=Path)
)
@click.option("--customer-data", type=FILE, help="What a customer filled in, as JSON.")
@click.option(
    "--set", "settings", type=Setting(), multiple=True, help="One value of the customer data; a.b for a nested one."
)
@click.option(
    "--switch", "switches", type=Setting(), multiple=True, help="Take another side of something undocumented."
)
@click.option("--strict", is_flag=True, help="Exit code 1 for any finding, not for errors only.")
@click.option(
    "--sarif",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Write SARIF 2.1.0, which code hosts show on the lines.",
)
@json_option
def lint(
    files: tuple[Path, ...],
    customer_data: Path | None,
    settings: tuple[tuple[str, str], ...],
    switches: tuple[tuple[str, str], ...],
    strict: bool,
    sarif: Path | None,
    as_json: bool,
) -> int:
    """Find what is wrong, lossy or odd in destination servers and destination configurations.

    FILE is the JSON of either, also as it is pasted from the vendor's pages, or a folder that holds some. A server and
    a destination that belong together (by id, by being alone in a folder, by the same file name) are held against each
    other. Each finding tells what stands there, why it hurts and what to write instead; one that says files are lossy
    proves it by two different rows that are written alike. Exit code 1 when there is an error.
    """
    data = adobe.load_customer_data(customer_data, over=dict(settings))
    found = lint_files(files, customer_data=data, switches=dict(switches))
    if sarif:
        sarif.write_text(
            json.dumps(as_sarif(found.findings, __version__), ensure_ascii=False, indent=2) + "\n", "utf-8"
        )
        note(f"wrote {sarif}")
    if as_json:
        show_json({"files": found.files, "findings": [asdict(finding) for finding in found.findings]})
    else:
        show(lint_text.lint(found.findings, len(found.files)))
    return 1 if any(strict or finding.severity == "error" for finding in found.findings) else 0
