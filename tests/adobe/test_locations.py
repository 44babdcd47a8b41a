"""Each kind of server names its place; what leads nowhere is refused."""

from __future__ import annotations

from typing import Any

import pytest
from adobe.servers import DATA, literal, problems, server, template

from exportsim.adobe import resolve
from exportsim.model import S3, Adls, AzureBlob, DataLandingZone, Gcs, Place, Sftp


@pytest.mark.parametrize(
    ("kind", "key", "location", "place", "folder"),
    [
        (
            "FILE_BASED_S3",
            "fileBasedS3Destination",
            {"bucket": literal("b"), "path": literal("/a/b/")},
            S3("b", ""),
            "a/b",
        ),
        (
            "FILE_BASED_SFTP",
            "fileBasedSFTPDestination",
            {
                "hostName": literal("h"),
                "rootDirectory": literal("/a/b"),
                "port": 2222,
                "encryptionMode": "None",
            },
            Sftp("h", 2222, "/"),
            "a/b",
        ),
        (
            "FILE_BASED_SFTP",
            "fileBasedSFTPDestination",
            {"hostName": literal("h"), "rootDirectory": literal("a")},
            Sftp("h", 22, ""),
            "a",
        ),
        (
            "FILE_BASED_AZURE_BLOB",
            "fileBasedAzureBlobDestination",
            {"container": literal("c"), "path": literal("https://myaccount.blob.core.windows.net/")},
            AzureBlob("c", account="myaccount"),
            "",
        ),
        (
            "FILE_BASED_ADLS_GEN2",
            "fileBasedAdlsGen2Destination",
            {"path": literal("abfs://fs@account.dfs.core.windows.net/a/b/")},
            Adls("", "fs", "account"),
            "a/b",
        ),
        (
            "FILE_BASED_DLZ",
            "fileBasedDlzDestination",
            {"path": literal("a/%SEGMENT_ID%"), "useCase": "dlz_destination"},
            DataLandingZone(""),
            "a/%SEGMENT_ID%",
        ),
        (
            "FILE_BASED_GOOGLE_CLOUD",
            "fileBasedGoogleCloudStorageDestination",
            {"bucket": literal("b"), "path": literal("")},
            Gcs("b", ""),
            "",
        ),
    ],
)
def test_each_kind_of_server_names_its_place(
    kind: str, key: str, location: dict[str, Any], place: Place, folder: str
) -> None:
    """The location object of a kind becomes a place, and the path below its root the folder."""
    given = server(destinationServerType=kind, **{"fileBasedS3Destination": None, key: location})
    plan = resolve(given, {})
    assert (plan.place, plan.folder, plan.warnings) == (place, folder, ())


def test_older_spellings_are_read_with_a_warning() -> None:
    """The spellings of older pages are accepted, and each is named."""
    location = {"hostname": literal("h"), "rootDirectory": literal("r"), "encryptionMode": "PGP"}
    given = server(
        destinationServerType="FILE_BASED_SFTP",
        fileBasedS3Destination=None,
        fileBasedSftpDestination=location,
    )
    plan = resolve(given, {})
    at = "server.json: $.fileBasedSftpDestination"
    assert plan.place == Sftp("h", 22, "")
    assert plan.warnings == (
        f"{at}: is another spelling of fileBasedSFTPDestination and is read as that",
        f"{at}.hostname: is another spelling of hostName and is read as that",
        f"{at}.encryptionMode: is PGP, but no public key is given: the files are not encrypted",
    )


def test_formatting_options_inside_the_location_are_read_with_a_warning() -> None:
    """One guide nests the options in the location object; there they count as well."""
    location = {"path": literal("p"), "useCase": "u", "fileConfigurations": {"fileType": literal("JSON")}}
    given = server(
        destinationServerType="FILE_BASED_DLZ",
        fileBasedS3Destination=None,
        fileBasedDlzDestination=location,
        fileConfigurations=None,
    )
    plan = resolve(given, {})
    assert plan.format.file_type == "json"
    assert plan.warnings == (
        "server.json: $.fileBasedDlzDestination.fileConfigurations: "
        "belongs at $.fileConfigurations, beside the location; it is read from here",
    )


@pytest.mark.parametrize(
    ("location", "where", "what"),
    [
        ({"path": literal("p")}, ".bucket", "is missing"),
        ({"bucket": literal(" "), "path": literal("p")}, ".bucket.value", 'comes to " "'),
        (
            {"bucket": literal("b"), "path": template("{{customerData.folder}}/x")},
            ".path.value",
            "asks for customerData.folder, which the customer data does not hold",
        ),
        (
            {"bucket": literal("b"), "path": literal("a/../../etc")},
            ".path.value",
            'leaves its own folder: ".." is a step, not a name',
        ),
        (
            {"bucket": literal("b"), "path": template("{% if a %}x")},
            ".path.value",
            'line 1, column 4: has a tag "if" without its "endif"',
        ),
        (
            {"bucket": literal("b"), "path": literal(".exportsim/x")},
            ".path.value",
            'begins with ".exportsim", the folder that keeps the export\'s own record',
        ),
    ],
)
def test_a_location_that_leads_nowhere_is_a_problem(location: dict[str, Any], where: str, what: str) -> None:
    """What a location needs must be there, be rendered whole and stay below its root."""
    found = problems(server(fileBasedS3Destination=location))
    assert {(place, told) for place, told, _ in found} == {(f"server.json: $.fileBasedS3Destination{where}", what)}


@pytest.mark.parametrize("port", [0, 65536, "22", True, None, 22.0])
def test_a_port_is_a_bare_integer(port: object) -> None:
    """Anything but an integer from 1 to 65535 is refused."""
    location = {"hostName": literal("h"), "rootDirectory": literal("r"), "port": port}
    given = server(
        destinationServerType="FILE_BASED_SFTP",
        fileBasedS3Destination=None,
        fileBasedSFTPDestination=location,
    )
    assert [where for where, _, _ in problems(given)] == ["server.json: $.fileBasedSFTPDestination.port"]


def test_a_server_of_another_kind_is_refused_with_the_six() -> None:
    """A streaming server is not for files; the message lists what is."""
    assert problems(server(destinationServerType="URL_BASED")) == [
        (
            "server.json: $.destinationServerType",
            'is the string "URL_BASED"',
            "known: FILE_BASED_S3, FILE_BASED_SFTP, FILE_BASED_AZURE_BLOB, FILE_BASED_ADLS_GEN2, "
            "FILE_BASED_DLZ, FILE_BASED_GOOGLE_CLOUD",
        )
    ]


def test_an_unknown_key_is_a_warning_with_the_nearest_known_one() -> None:
    """A key nobody knows is ignored, and a slip of the pen is recognised."""
    given = server({"csvOptions": {"quoteall": literal("true")}, "zzz": 1}, fileConfiguration={})
    assert resolve(given, DATA).warnings == (
        'server.json: $.fileConfiguration: is not a known key and is ignored; did you mean "fileConfigurations"?',
        "server.json: $.fileConfigurations.zzz: is not a known key and is ignored",
        "server.json: $.fileConfigurations.csvOptions.quoteall: is not a known key and is ignored; "
        'did you mean "quoteAll"?',
    )
