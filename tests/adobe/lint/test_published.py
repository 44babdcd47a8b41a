"""The vendor's own examples: their known faults are found; the corrected ones in samples have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from exportsim.adobe.lint import lint
from exportsim.model import LintFinding

PUBLISHED = Path(__file__).parents[1] / "published"
SAMPLES = Path(__file__).parents[3] / "samples"

CODECS = {"codec-not-for-parquet", "codec-not-listed"}
CUSTOM = {
    "server": {*CODECS, "nul-as-quote", "quote-all-hides-null", "empty-value-from-date-format"},
    "destination": {"optional-field-unguarded", "field-not-used", "server-id-placeholder"},
}
PREDEFINED = {"null-and-empty-alike", "timestamp-without-hours"}

EXPECTED: dict[str, dict[str, set[str]]] = {
    "s3-predefined": {
        "server": {*PREDEFINED, *CODECS, "other-spelling"},
        "destination": {"server-id-placeholder", "other-spelling", "backfill-misplaced"},
    },
    "s3-custom": {
        "server": CUSTOM["server"],
        "destination": {*CUSTOM["destination"], "other-spelling", "backfill-misplaced"},
    },
    "blob-custom": {
        "server": CUSTOM["server"],
        "destination": {*CUSTOM["destination"], "other-spelling", "backfill-misplaced", "frequency-not-listed"},
    },
    "adls-custom": {
        "server": CUSTOM["server"],
        "destination": {*CUSTOM["destination"], "other-spelling", "backfill-misplaced", "card-value-not-listed"},
    },
    "dlz-custom": {
        "server": {*CUSTOM["server"], "use-case-missing", "file-configurations-misplaced"},
        "destination": {*CUSTOM["destination"], "other-spelling", "frequency-not-listed", "card-value-not-listed"},
    },
    "sftp-predefined": {
        "server": {*PREDEFINED, "other-spelling", "template-under-none", "field-not-defined"},
        "destination": {
            *("field-not-used", "server-id-placeholder", "other-spelling", "backfill-misplaced"),
            "card-value-not-listed",
        },
    },
    "prospects": {"server": CUSTOM["server"], "destination": {*CUSTOM["destination"], "backfill-misplaced"}},
    "accounts": {
        "server": CUSTOM["server"],
        "destination": {*CUSTOM["destination"], "other-spelling", "backfill-misplaced"},
    },
    "datasets": {
        "server": {"csv-options-idle"},
        "destination": {"server-id-placeholder", "aggregation-for-files", "other-spelling"},
    },
    "formatting-options": {
        "server": {"guard-never-true", "nul-as-quote"},
        "destination": {"sources-not-listed", "other-spelling", "server-id-placeholder"},
    },
    "instructions": {
        "server": {*PREDEFINED, *CODECS},
        "destination": {"letter-case", "card-value-not-listed", "file-names-not-said", "other-spelling"},
    },
}


def codes(findings: tuple[LintFinding, ...], name: str) -> set[str]:
    return {finding.code for finding in findings if Path(finding.file).name == name}


@pytest.mark.parametrize("guide", EXPECTED)
def test_the_faults_of_a_guide_are_found(guide: str) -> None:
    """Each guide's pair has the faults that its pages are known for, and no other."""
    findings = lint([PUBLISHED / guide]).findings
    found = {kind: codes(findings, f"{kind}.json") for kind in ("server", "destination")}
    assert found == EXPECTED[guide]


def test_every_guide_is_expected() -> None:
    """A guide that is added has to say what is wrong with it."""
    assert {path.parent.name for path in PUBLISHED.glob("*/server.json")} == set(EXPECTED)


@pytest.mark.parametrize("server", sorted((PUBLISHED / "reference").glob("*.json")), ids=lambda path: path.stem)
def test_the_faults_of_the_reference_page_are_found(server: Path) -> None:
    """Every server there has the same formatting, and with it the same two faults."""
    of_the_place = {"dlz": {"use-case-not-documented"}, "sftp-older": {"other-spelling"}}
    beside = of_the_place.get(server.stem.removesuffix("-hard-coded"), set())
    assert {finding.code for finding in lint([server]).findings} == PREDEFINED | beside


@pytest.mark.parametrize("pasted", sorted((PUBLISHED / "pasted").glob("*.txt")), ids=lambda path: path.stem)
def test_what_is_pasted_is_linted_at_its_own_lines(pasted: Path) -> None:
    """A finding points into the text as it was pasted, command and comments included."""
    lines = pasted.read_text("utf-8").splitlines()
    # What is missing stands on no line of its own.
    findings = [one for one in lint([pasted]).findings if "missing" not in one.what and one.path != "$"]
    for finding in findings:
        key = finding.path.removesuffix(".value").rpartition(".")[2].partition("[")[0]
        assert finding.region and key in lines[finding.region.line - 1], finding


def test_corrected_examples_have_no_findings() -> None:
    """All samples together, each server with its destination, and each by itself."""
    together = lint([SAMPLES])
    assert together.findings == ()
    assert len(together.files) == len([*SAMPLES.glob("servers/*.json"), *SAMPLES.glob("destinations/*.json")])
    for path in (*SAMPLES.glob("servers/*.json"), *SAMPLES.glob("destinations/*.json")):
        assert lint([path]).findings == (), path


def test_every_loss_is_two_rows_and_one_text() -> None:
    """A finding that claims a loss shows different rows, and so do all of the vendor's."""
    losses = [finding.loss for finding in lint([PUBLISHED]).findings if finding.loss]
    assert len(losses) > 20
    assert all(loss.rows[0] != loss.rows[1] and loss.written for loss in losses)
