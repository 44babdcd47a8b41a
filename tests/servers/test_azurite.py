from __future__ import annotations

import pytest
from azure.core.exceptions import HttpResponseError
from azure.storage.blob import BlobServiceClient, ContainerClient

from servers.azurite import Azurite


def test_a_blob_goes_round(azurite_server: Azurite) -> None:
    """What is put with the connection string is read back whole by the container's signed address."""
    with BlobServiceClient.from_connection_string(azurite_server.connection_string) as service:
        service.get_blob_client(azurite_server.container, "servers/round").upload_blob(b"hello", overwrite=True)
    with ContainerClient.from_container_url(azurite_server.sas_uri("r")) as container:
        assert container.download_blob("servers/round").readall() == b"hello"


def test_a_wrong_key_is_refused(azurite_server: Azurite) -> None:
    """The signature is really checked."""
    forged = azurite_server.connection_string.replace(azurite_server.key, "AAAA" + azurite_server.key[4:])
    forger = BlobServiceClient.from_connection_string(forged, retry_total=0)
    with forger, pytest.raises(HttpResponseError) as refusal:
        forger.create_container("another")
    assert refusal.value.error_code == "AuthorizationFailure"


@pytest.mark.parametrize(
    ("rights", "hours", "code"),
    [("r", 1, "AuthorizationPermissionMismatch"), ("racwdl", -1, "AuthorizationFailure")],
)
def test_a_signed_address_is_held_to_its_rights_and_time(
    azurite_server: Azurite, rights: str, hours: float, code: str
) -> None:
    """One without the right to write does not write, and one that has expired opens nothing."""
    container = ContainerClient.from_container_url(azurite_server.sas_uri(rights, hours=hours), retry_total=0)
    with container, pytest.raises(HttpResponseError) as refusal:
        container.upload_blob("servers/no", b"x")
    assert refusal.value.error_code == code
