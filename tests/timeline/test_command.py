"""``exportsim timeline`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from exportsim.cli import main


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["timeline", *map(str, arguments)], prog_name="exportsim")


def shown(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_dry_run_shows_the_calendar_and_writes_nothing(tmp_path: Path) -> None:
    """Times, modes and rows; a file has the same keys as the options."""
    config = tmp_path / "exportsim.toml"
    config.write_text(
        """
        out = "exports"
        [profiles]
        count = 5000
        [activation]
        columns = ["_id", "segmentMembership.status=status"]
        [schedule]
        mode = "incremental"
        frequency = "every-12-hours"
        start = 2026-03-01
        time = "06:00"
        end = 2026-03-03
        export_now = [2026-03-01T07:00:00Z]
        """
    )
    found = shown("--config", config, "--dry-run")
    assert [(one["scheduled"], one["kind"]) for one in found["exports"]] == [
        ("2026-03-01T06:00:00Z", "first-full"),
        ("2026-03-01T07:00:00Z", "now"),
        ("2026-03-01T18:00:00Z", "incremental"),
        ("2026-03-02T06:00:00Z", "incremental"),
        ("2026-03-02T18:00:00Z", "incremental"),
    ]
    assert found["estimate"] is False
    assert found["leavers"] is True
    assert [path.name for path in tmp_path.iterdir()] == ["exportsim.toml"]


def test_what_a_dry_run_expects_is_what_is_written(tmp_path: Path) -> None:
    """The same numbers of rows, for nothing leaves people out or multiplies them here."""
    given = ["--from", "2026-03-01", "--days", 2, "--mode", "incremental", "--frequency", "every-8-hours"]
    given += ["--count", 3000, "--column", "_id", "--column", "segmentMembership.status=status"]
    expected = [one["expected_rows"] for one in shown(*given, "--dry-run")["exports"]]
    written = shown(*given, "--out", tmp_path / "out")
    assert [one["rows"] for one in written["exports"]] == expected
    names = {file["name"] for one in written["exports"] for file in (*one["files"], one["manifest"])}
    found = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {name for name in found if not name.startswith(".exportsim/")} == names
    assert len(names) == 2 * len(expected)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """Of the schedule, of the activation and of the people."""
    profiles = tmp_path / "people.csv"
    profiles.write_text("_id\n1\n")
    result = run("--from", "2026-03-01", "--frequency", "every-3-hours", "--profiles", profiles, "--key", "nobody")
    assert result.exit_code == 2
    assert "3 problems:" in result.stderr
    assert "profiles: holds people as they are once" in result.stderr
    assert "schedule.frequency: is every-3-hours, and full exports (schedule.mode) cannot be that" in result.stderr
    assert 'key: "nobody" is no column' in result.stderr


def test_days_without_an_export_are_a_problem() -> None:
    """Nothing to play is told with the schedule's own words."""
    result = run("--from", "2026-03-01", "--days", 3, "--start", "2026-04-01", "--dry-run")
    assert result.exit_code == 2
    assert "schedule: has no export from 2026-03-01 to 2026-03-03: it starts 2026-04-01T00:00Z, daily" in result.stderr


def test_a_preview_of_very_many_people_extrapolates() -> None:
    """It looks at the first people and says that it is an estimate."""
    given = ["--from", "2026-03-01", "--days", 40, "--mode", "incremental", "--frequency", "daily", "--merges", 0]
    found = shown(*given, "--count", 10_000_000, "--column", "_id", "--column", "segmentMembership.status", "--dry-run")
    first, *later = [one["expected_rows"] for one in found["exports"]]
    assert found["estimate"] is True
    assert abs(first / 7_000_000 - 1) < 0.01
    assert all(abs(rows / 280_000 - 1) < 0.05 for rows in later)


def test_a_preview_says_where_rows_are_not_people() -> None:
    """A column of identities has a row for each of them."""
    found = shown("--from", "2026-03-01", "--column", "identityMap.Email=email", "--dry-run")
    assert [warning.split(":")[0] for warning in found["warnings"]] == ["rows are counted by people"]
