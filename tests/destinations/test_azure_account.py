"""Which account and which login the environment means."""

from __future__ import annotations

import pytest

from exportsim.destinations import Settings, connect
from exportsim.destinations.azure.account import Account, Principal, account_from_uri, account_of
from exportsim.errors import ConfigurationError
from exportsim.model import Adls, AzureBlob, Place

KEY = "c2VjcmV0IGtleSBvZiBhbiBhY2NvdW50"
TOKEN = "sv=2022-11-02&sr=c&sp=racwdl&sig=c2ln"
PRINCIPAL = {"AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "s3cret"}
STRING = f"DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={KEY}"


@pytest.mark.parametrize(
    ("place", "environment", "account"),
    [
        (
            AzureBlob("c"),
            {"AZURE_STORAGE_CONNECTION_STRING": f"{STRING};EndpointSuffix=core.windows.net"},
            Account("https://acme.blob.core.windows.net", "acme", "AZURE_STORAGE_CONNECTION_STRING", key=KEY),
        ),
        (
            AzureBlob("c"),
            {
                "AZURE_STORAGE_CONNECTION_STRING": "BlobEndpoint=https://acme.blob.core.windows.net/;"
                f"SharedAccessSignature=?{TOKEN}"
            },
            Account("https://acme.blob.core.windows.net", "acme", "AZURE_STORAGE_CONNECTION_STRING", sas=TOKEN),
        ),
        (
            AzureBlob("c"),
            {"AZURE_STORAGE_CONNECTION_STRING": f"{STRING};BlobEndpoint=http://127.0.0.1:10000/acme;"},
            Account("http://127.0.0.1:10000/acme", "acme", "AZURE_STORAGE_CONNECTION_STRING", key=KEY),
        ),
        (
            AzureBlob("c", account="acme"),
            {"AZURE_STORAGE_SAS_TOKEN": f"https://acme.blob.core.windows.net/c?{TOKEN}"},
            Account("https://acme.blob.core.windows.net", "acme", "AZURE_STORAGE_SAS_TOKEN", sas=TOKEN),
        ),
        (
            AzureBlob("c"),
            {"AZURE_STORAGE_ENDPOINT": "https://files.example/", "AZURE_STORAGE_KEY": KEY, **PRINCIPAL},
            Account("https://files.example", "files", "AZURE_STORAGE_KEY", key=KEY),
        ),
        (
            Adls("", "f", "lake"),
            {"AZURE_STORAGE_KEY": KEY, "AZURE_AUTHORITY_HOST": "https://login.example/", **PRINCIPAL},
            Account(
                "https://lake.blob.core.windows.net",
                "lake",
                "AZURE_CLIENT_SECRET",
                principal=Principal("t", "c", "s3cret", "https://login.example"),
            ),
        ),
    ],
)
def test_the_environment_names_the_account(
    place: AzureBlob | Adls, environment: dict[str, str], account: Account
) -> None:
    """A connection string, a signature, a key or a service principal; for a data lake the last comes first."""
    assert account_of(place, Settings(environment)) == account


def test_a_data_lake_has_two_endpoints() -> None:
    """The dfs dialect goes to its own, also where a connection string names the other."""
    string = f"AccountName=lake;AccountKey={KEY};BlobEndpoint=https://lake.blob.core.windows.net"
    endpoints = [
        account_of(Adls("", "f", "lake"), Settings(environment), "dfs").endpoint
        for environment in ({"AZURE_STORAGE_KEY": KEY}, {"AZURE_STORAGE_CONNECTION_STRING": string})
    ]
    assert endpoints == ["https://lake.dfs.core.windows.net"] * 2


@pytest.mark.parametrize(
    ("uri", "endpoint", "name", "container", "folder"),
    [
        ("https://dlz1.blob.core.windows.net/dlz-destination?", "https://dlz1.blob.core.windows.net", "dlz1", "", ""),
        (
            "https://dlz1.blob.core.windows.net/dlz-destination/a/b?",
            "https://dlz1.blob.core.windows.net",
            "dlz1",
            "",
            "a/b",
        ),
        ("http://127.0.0.1:10000/acme/dlz-destination?", "http://127.0.0.1:10000/acme", "acme", "", ""),
    ],
)
def test_a_signed_address_names_everything(uri: str, endpoint: str, name: str, container: str, folder: str) -> None:
    """Account, container and the folder in it; an emulator has the account in the path."""
    account = Account(endpoint, name, "EXPORTSIM_DLZ_SAS_URI", sas=TOKEN)
    assert account_from_uri(uri + TOKEN, "EXPORTSIM_DLZ_SAS_URI") == (account, "dlz-destination", folder)


@pytest.mark.parametrize(
    ("place", "environment", "words"),
    [
        (AzureBlob("c"), {}, ["AZURE_STORAGE_CONNECTION_STRING: is not set", "AZURE_STORAGE_SAS_TOKEN"]),
        (AzureBlob("c"), {"AZURE_STORAGE_KEY": KEY}, ["AZURE_STORAGE_ACCOUNT: is not set"]),
        (AzureBlob("c", account="a"), {"AZURE_STORAGE_KEY": "not base64"}, ["AZURE_STORAGE_KEY: ", "not Base64"]),
        (AzureBlob("c"), {"AZURE_STORAGE_CONNECTION_STRING": "AccountKey=QQ=="}, ["AccountName is missing"]),
        (AzureBlob("c"), {"AZURE_STORAGE_CONNECTION_STRING": "AccountName=acme"}, ["neither AccountKey nor Shared"]),
        (AzureBlob("c", account="other"), {"AZURE_STORAGE_CONNECTION_STRING": STRING}, ['"acme"', '"other"']),
        (
            Adls("", "f", "lake"),
            {"AZURE_TENANT_ID": "t"},
            ["AZURE_CLIENT_ID: is not set", "AZURE_CLIENT_SECRET: is not"],
        ),
        (Adls("", "f"), {"AZURE_STORAGE_ENDPOINT": "http://127.0.0.1:1/a", **PRINCIPAL}, ["is http"]),
        (Adls("", "", "lake"), {"AZURE_STORAGE_KEY": KEY}, ["names no filesystem"]),
        (Adls("", "f", "l"), {"AZURE_STORAGE_KEY": KEY, "EXPORTSIM_ADLS_DIALECT": "nfs"}, ["known: blob, dfs"]),
        (
            AzureBlob("c", account="a"),
            {"AZURE_STORAGE_KEY": KEY, "EXPORTSIM_CA_BUNDLE": "/no/such.pem"},
            ["is no file"],
        ),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_told(
    place: Place, environment: dict[str, str], words: list[str]
) -> None:
    """Before anything goes over the network; by the name of the setting, without its value."""
    with pytest.raises(ConfigurationError) as caught:
        connect(place, Settings(environment))
    assert all(word in str(caught.value) for word in words)
    assert not any(secret in str(caught.value) for secret in (KEY, "not base64", "s3cret"))


@pytest.mark.parametrize(
    "uri", ["", "https://a.blob.core.windows.net/c", f"https://a.blob.core.windows.net/?{TOKEN}", TOKEN]
)
def test_what_is_no_signed_address_is_told(uri: str) -> None:
    """A container and a signature must be in it."""
    with pytest.raises(ConfigurationError, match="is no SAS URI"):
        account_from_uri(uri, "EXPORTSIM_DLZ_SAS_URI")
