from __future__ import annotations

import hashlib
from typing import Any

import pytest
from azure.core.exceptions import AzureError, ClientAuthenticationError, HttpResponseError
from azure.identity import ClientSecretCredential
from azure.storage.blob import BlobServiceClient
from azure.storage.filedatalake import FileSystemClient

from servers.adls import Adls


def principal(server: Adls, secret: str | None = None) -> ClientSecretCredential:
    told = server.principal
    return ClientSecretCredential(
        told.tenant,
        told.client_id,
        secret or told.client_secret,
        authority=told.authority,
        disable_instance_discovery=True,
        connection_verify=str(server.ca),
    )


def filesystem(server: Adls, credential: Any) -> FileSystemClient:
    return FileSystemClient(
        server.dfs_endpoint, server.filesystem, credential=credential, connection_verify=str(server.ca), retry_total=0
    )


def credentials(server: Adls) -> dict[str, Any]:
    return {
        "key": {"account_name": server.account, "account_key": server.blob.key},
        "sas": server.blob.sas(),
        "principal": principal(server),
    }


@pytest.mark.parametrize("way", ["key", "sas", "principal"])
def test_a_file_goes_round(adls_server: Adls, way: str) -> None:
    """Whoever may log in appends in pieces, flushes, renames, lists and reads back, in the dfs dialect."""
    content = bytes(range(256)) * 40_000
    with filesystem(adls_server, credentials(adls_server)[way]) as files:
        part = files.get_file_client(f"servers/{way}/.part ü.tmp")
        part.upload_data(content, overwrite=True, chunk_size=4 << 20)
        part.rename_file(f"{adls_server.filesystem}/servers/{way}/part ü.csv")
        paths = [(path.name, path.is_directory, path.content_length) for path in files.get_paths(f"servers/{way}")]
        back = files.get_file_client(f"servers/{way}/part ü.csv").download_file().readall()
    assert paths == [(f"servers/{way}/part ü.csv", False, len(content))]
    assert hashlib.sha256(back).digest() == hashlib.sha256(content).digest()


def test_the_blob_dialect_sees_the_same_files(adls_server: Adls) -> None:
    """One account, two dialects, also for a service principal."""
    with filesystem(adls_server, principal(adls_server)) as files:
        files.get_file_client("servers/both.csv").upload_data(b"hello", overwrite=True)
    service = BlobServiceClient(
        adls_server.blob.endpoint, credential=principal(adls_server), connection_verify=str(adls_server.ca)
    )
    with service:
        blob = service.get_blob_client(adls_server.filesystem, "servers/both.csv")
        assert blob.download_blob().readall() == b"hello"


def test_a_wrong_client_secret_is_refused(adls_server: Adls) -> None:
    """In Entra's words."""
    files = filesystem(adls_server, principal(adls_server, "not it"))
    with files, pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        files.create_directory("servers/no")


def test_wrong_keys_and_rights_are_refused(adls_server: Adls) -> None:
    """A wrong account key, a signature that may only read, one that has expired."""
    wrong = {"account_name": adls_server.account, "account_key": "AAAA" + adls_server.blob.key[4:]}
    codes = []
    for credential in (wrong, adls_server.blob.sas("rl"), adls_server.blob.sas(hours=-1)):
        with filesystem(adls_server, credential) as files, pytest.raises(HttpResponseError) as refusal:
            files.get_file_client("servers/no.csv").create_file()
        codes.append(refusal.value.error_code)
    assert codes == ["AuthenticationFailed", "AuthorizationPermissionMismatch", "AuthorizationFailure"]


def test_only_our_authority_is_trusted(adls_server: Adls) -> None:
    """A client that is not told of the authority sends nothing."""
    files = FileSystemClient(adls_server.dfs_endpoint, "exports", credential="sig=x", retry_total=0)
    with files, pytest.raises(AzureError, match="CERTIFICATE_VERIFY_FAILED"):
        files.create_directory("servers/no")


def test_files_show_what_was_flushed(adls_server: Adls) -> None:
    """Created means empty, appended means nothing yet; a flush must say where the data ends."""
    with filesystem(adls_server, credentials(adls_server)["key"]) as files:
        file = files.create_file("servers/steps.csv")
        file.append_data(b"hello", 0)
        sizes = [file.get_file_properties().size]
        with pytest.raises(HttpResponseError) as refusal:
            file.flush_data(4)
        file.flush_data(5)
        sizes.append(file.get_file_properties().size)
        # a second life under the same name begins with nothing
        file.append_data(b"old", 5)
        file.create_file()
        file.append_data(b"new", 0)
        file.flush_data(3)
        assert file.download_file().readall() == b"new"
    assert (sizes, refusal.value.error_code) == ([0, 5], "InvalidFlushPosition")


def test_what_is_there_is_kept_if_asked(adls_server: Adls) -> None:
    """Creating under a condition does not replace; folders move whole."""
    with filesystem(adls_server, credentials(adls_server)["key"]) as files:
        files.create_directory("servers/here/deep")
        files.get_file_client("servers/here/deep/a.csv").upload_data(b"a", overwrite=True)
        files.get_file_client("servers/b.csv").upload_data(b"b", overwrite=True)
        with pytest.raises(HttpResponseError) as refusal:
            files.get_file_client("servers/b.csv").create_file(headers={"If-None-Match": "*"})
        files.get_directory_client("servers/here").rename_directory(f"{adls_server.filesystem}/servers/there")
        names = [path.name for path in files.get_paths("servers/there", recursive=True)]
    assert refusal.value.error_code == "PathAlreadyExists"
    assert names == ["servers/there/deep", "servers/there/deep/a.csv"]
