"""A partner's table held against the end state; tables come from the naive loader, in every scenario's order."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from timeline.replaying import Table, differences, ingested, orders, played, rehearsal

from exportsim.cli import main
from exportsim.errors import ConfigurationError
from exportsim.timeline import Timeline, judge

Scenario = tuple[str, int]


def lines(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    """Six exports of four hundred people."""
    return played(tmp_path_factory.mktemp("merged") / "out", rehearsal(mode="incremental", frequency="every-8-hours"))


@pytest.fixture(scope="module")
def replaced(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    """Four full exports."""
    return played(tmp_path_factory.mktemp("replaced") / "out", rehearsal(count=80, mode="full"), days=4)


def in_order(timeline: Timeline) -> Table:
    return ingested(timeline, range(1, len(timeline.exports) + 1), replaces=timeline.agenda.replaces)


@pytest.mark.parametrize("which", ["merged", "replaced"])
def test_a_table_that_ingested_everything_passes(tmp_path: Path, which: str, request: pytest.FixtureRequest) -> None:
    """Nothing missing, extra or stale."""
    timeline = request.getfixturevalue(which)
    table = in_order(timeline)
    judged = judge(timeline.folder, lines(tmp_path / "state.jsonl", table.values()))
    assert judged.passed
    assert (judged.rows, judged.held, judged.explanations, judged.not_judged) == (len(table), len(table), (), ())


@pytest.mark.parametrize("which", ["merged", "replaced"])
def test_every_scenario_is_found_by_what_it_leaves(tmp_path: Path, which: str, request: pytest.FixtureRequest) -> None:
    """Exactly those scenarios explain a table that leave the same one, and the differences are those of two tables."""
    timeline = request.getfixturevalue(which)
    held = in_order(timeline)
    tables = {
        scenario: ingested(timeline, order, replaces=timeline.agenda.replaces)
        for scenario, order in orders(len(timeline.exports)).items()
    }
    wrong = {scenario: table for scenario, table in tables.items() if table != held}
    assert {name for name, _ in wrong} == {"missed", "replayed", "out-of-order"}
    for scenario, table in list(wrong.items())[:: 1 if which == "replaced" else 3]:
        judged = judge(timeline.folder, lines(tmp_path / "state.jsonl", table.values()))
        found = differences(held, table)
        told = {change: sum(1 for kind, _ in found if kind == change) for change in ("missing", "extra", "stale")}
        assert {change: getattr(judged, change) for change in told} == told
        exact = {(one.scenario, one.export) for one in judged.explanations if one.exact}
        assert exact == {other for other, same in wrong.items() if same == table}
        assert scenario in exact


def test_leavers_that_are_marked_rather_than_deleted_are_not_held(merged: Timeline, tmp_path: Path) -> None:
    """A row whose status says that the person left does not count."""
    gone = {"id": "somebody", "status": "exited"}
    judged = judge(merged.folder, lines(tmp_path / "state.jsonl", [*in_order(merged).values(), gone]))
    assert judged.passed


def test_what_no_file_explains_is_said_to_be_so(merged: Timeline, tmp_path: Path) -> None:
    """A few people changed by hand: they are named with the columns in which they differ."""
    rows = list(in_order(merged).values())
    rows[3] = {**rows[3], "city": "Nowhere"}
    extra = {**rows[4], "id": "nobody"}
    judged = judge(merged.folder, lines(tmp_path / "state.jsonl", [*rows[1:], rows[5], extra]))
    assert (judged.missing, judged.extra, judged.stale, judged.twice) == (1, 1, 1, 1)
    assert judged.columns == {"city": 1}
    assert judged.examples == {"missing": (rows[0]["id"],), "extra": ("nobody",), "stale": (rows[3]["id"],)}
    assert judged.explanations == ()


def test_a_scenario_that_explains_most_is_told_as_such(merged: Timeline, tmp_path: Path) -> None:
    """A missed file, and one person more."""
    order = orders(len(merged.exports))["missed", 2]
    table = ingested(merged, order)
    table["nobody",] = {**next(iter(table.values())), "id": "nobody"}
    judged = judge(merged.folder, lines(tmp_path / "state.jsonl", table.values()))
    best = judged.explanations[0]
    assert (best.scenario, best.export, best.exact, best.against) == ("missed", 2, False, 0)
    assert best.explains == judged.different - 1


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_other_kinds_of_tables_are_read(merged: Timeline, tmp_path: Path, kind: str) -> None:
    """CSV with a header, Parquet with types; a column that the table lacks is not judged."""
    rows = [{name: row.get(name) for name in ("id", "city", "points")} for row in in_order(merged).values()]
    path = tmp_path / f"state.{kind}"
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    judged = judge(merged.folder, path)
    assert judged.passed
    assert judged.not_judged == ("email", "status")


def test_a_table_without_the_key_is_a_problem(merged: Timeline, tmp_path: Path) -> None:
    """Rows are found by it."""
    with pytest.raises(ConfigurationError) as caught:
        judge(merged.folder, lines(tmp_path / "state.jsonl", [{"city": "Nowhere"}]))
    assert [problem.what for problem in caught.value.problems] == ['has no column "id", by which rows are found']


def test_a_folder_without_a_timeline_is_a_problem(tmp_path: Path) -> None:
    """It says what would be one."""
    with pytest.raises(ConfigurationError, match="is not a timeline"):
        judge(tmp_path, lines(tmp_path / "state.jsonl", [{"id": "1"}]))


def test_the_command_says_what_happened(merged: Timeline, tmp_path: Path) -> None:
    """Exit code 0 for a right table, 1 for another, with the explanation in a sentence."""
    right = lines(tmp_path / "right.jsonl", in_order(merged).values())
    missed = lines(tmp_path / "missed.jsonl", ingested(merged, orders(len(merged.exports))["missed", 4]).values())

    def verify(state: Path, *more: str) -> tuple[int, str]:
        arguments = ["timeline", "verify", str(merged.folder), "--state", str(state), *more]
        result = CliRunner().invoke(main, arguments, prog_name="exportsim")
        return result.exit_code, result.stdout

    code, said = verify(right)
    assert (code, said.split()[0]) == (0, "PASS")
    code, said = verify(missed)
    assert (code, said.split()[0]) == (1, "FAIL")
    assert "explained exactly: export 4 was missed" in said
    code, said = verify(missed, "--json")
    assert code == 1
    assert ("missed", 4) in {(one["scenario"], one["export"]) for one in json.loads(said)["explanations"]}


@pytest.mark.parametrize(
    ("content", "kind", "complaint"),
    [
        ("{\n 1\n}\n", "jsonl", "line 1 is not a JSON object (Expecting property name"),
        ("PAR1", "parquet", "is not readable as Parquet: "),
    ],
)
def test_a_table_that_cannot_be_read_is_the_option_s_fault(
    merged: Timeline, tmp_path: Path, content: str, kind: str, complaint: str
) -> None:
    """No parser has run, so none is blamed."""
    state = tmp_path / f"server.{kind}"
    state.write_text(content)
    with pytest.raises(ConfigurationError) as error:
        judge(merged.folder, state)
    (problem,) = error.value.problems
    assert (problem.where, problem.what[: len(complaint)]) == (f"--state {state}", complaint)
    assert "parser" not in str(error.value)
