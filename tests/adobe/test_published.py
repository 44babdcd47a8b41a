"""The vendor's own examples, faults included, are read as far as they say anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from exportsim.adobe import load_customer_data, load_server, resolve
from exportsim.model import S3, Adls, AzureBlob, DataLandingZone, Place, Sftp

PUBLISHED = Path(__file__).parent / "published"

WRONG_FIELD = "emptyValue.value: asks for customerData.dateFormat"
WITHOUT_HOURS = "\"yyyy-MM-dd'T':mm:ss[.SSS][XXX]\" writes minutes without hours; HH is missing"


@pytest.mark.parametrize(
    ("name", "place", "folder", "extension", "faults"),
    [
        ("s3-predefined", S3("example-exports", ""), "aep/people", ".csv.gz", ("bucketName", WITHOUT_HOURS)),
        ("s3-custom", S3("example-exports", ""), "aep/people", ".csv", (WRONG_FIELD,)),
        ("blob-custom", AzureBlob("exports", ""), "aep/people", ".csv", (WRONG_FIELD,)),
        ("adls-custom", Adls(""), "aep/people", ".csv", (WRONG_FIELD,)),
        (
            "dlz-custom",
            DataLandingZone(""),
            "aep/people",
            ".csv",
            ("useCase", "belongs at $.fileConfigurations", WRONG_FIELD),
        ),
        (
            "sftp-predefined",
            Sftp("{{customerData.hostname}}", 22, "/"),
            "upload/aep",
            ".csv",
            ("hostname", "templatingStrategy NONE makes it literal text", WITHOUT_HOURS),
        ),
        ("prospects", S3("example-exports", ""), "aep/people", ".csv", (WRONG_FIELD,)),
        ("accounts", S3("example-exports", ""), "aep/people", ".csv", (WRONG_FIELD,)),
        ("datasets", S3("example-exports", ""), "aep/people", ".gz.parquet", ()),
        ("formatting-options", S3("example-exports", ""), "aep/people", ".csv", ()),
        ("formatting-options", S3("example-exports", ""), "aep/people", ".csv", ()),
        ("instructions", S3("example-exports", ""), "people", ".csv.gz", (WITHOUT_HOURS,)),
    ],
)
def test_a_guides_server_resolves_and_its_faults_are_told(
    name: str, place: Place, folder: str, extension: str, faults: tuple[str, ...]
) -> None:
    """Every server of a guide gives the plan that its author meant, with a warning for each known fault."""
    server, data = load_server(PUBLISHED / name / "server.json"), load_customer_data(PUBLISHED / name / "customer.json")
    plan = resolve(server, data)
    assert (plan.place, plan.folder, plan.extension) == (place, folder, extension)
    for fault in faults:
        assert any(fault in warning for warning in plan.warnings), fault
    assert faults or plan.warnings == ()


@pytest.mark.parametrize("server", sorted((PUBLISHED / "reference").glob("*.json")), ids=lambda path: path.stem)
def test_a_server_of_the_reference_page_resolves(server: Path) -> None:
    """Hard-coded or templated, in either spelling: each example of the reference page has a place and a format."""
    values = ("bucket", "path", "container", "hostName", "rootDirectory")
    data = dict.fromkeys(values, "x") | {"compression": "gzip", "fileType": "csv", "includeFileManifest": "true"}
    plan = resolve(load_server(server), data)
    assert (plan.extension, plan.manifest, plan.max_file_rows) == (".csv.gz", True, 5_000_000)
