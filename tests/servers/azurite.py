"""Azurite: Microsoft's own emulator of Azure Blob Storage, with keys, shared access signatures and, over https, tokens.

It stands for Azure Blob, for the landing zone that Azure hosts, and for Data Lake Storage by its blob endpoint.
"""

from __future__ import annotations

import base64
import contextlib
import datetime
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from azure.storage.blob import BlobServiceClient, generate_container_sas

from servers.certificates import Certificates
from servers.process import LOOPBACK, ServerError, answers_http, free_ports, running

ACCOUNT = "exportsimtest"
CONTAINER = "exports"
PROGRAM = Path(__file__).parents[2] / ".servers/node_modules/azurite/dist/src/blob/main.js"


@dataclass(frozen=True)
class Azurite:
    """A running server with one account."""

    endpoint: str
    """`http://127.0.0.1:PORT/ACCOUNT`, or https."""

    port: int
    """For a proxy in front of it."""

    key: str
    """Of the account; opens everything."""

    account: str = ACCOUNT
    container: str = CONTAINER
    """There already. Tests share it: keep to a prefix of your own."""

    ca: Path | None = None
    """PEM file that clients must trust; none over http."""

    @property
    def connection_string(self) -> str:
        """As the Azure portal shows it, with the endpoint that only an emulator needs."""
        return self.connection_string_at(self.endpoint)

    def connection_string_at(self, endpoint: str) -> str:
        """The same by another way to the server, such as a proxy: `http://127.0.0.1:PORT/ACCOUNT`."""
        protocol = endpoint.partition(":")[0]
        account = f"AccountName={self.account};AccountKey={self.key}"
        return f"DefaultEndpointsProtocol={protocol};{account};BlobEndpoint={endpoint};"

    def sas(self, rights: str = "racwdlm", *, container: str = CONTAINER, hours: float = 1) -> str:
        """A shared access signature for one container, without the question mark.

        Args:
            rights: letters of read, add, create, write, delete, list, move: by default the landing zone's.
            container: that it opens.
            hours: until it expires; negative: it has.
        """
        now = datetime.datetime.now(datetime.UTC)
        return generate_container_sas(
            self.account,
            container,
            self.key,
            permission=rights,
            start=now - datetime.timedelta(days=2),
            expiry=now + datetime.timedelta(hours=hours),
        )

    def sas_uri(self, rights: str = "racwdlm", *, hours: float = 1) -> str:
        """Container address and signature in one, as the landing zone's credentials call gives it."""
        return f"{self.endpoint}/{self.container}?{self.sas(rights, hours=hours)}"


@contextlib.contextmanager
def serve(folder: Path, *, tls: Certificates | None = None) -> Iterator[Azurite]:
    """Run Azurite with its data in `folder`, until the block is left.

    Args:
        folder: empty, or holding an earlier server's data.
        tls: serve https, and take bearer tokens besides keys and signatures; over http the client libraries give none.

    Raises:
        ServerError: it is not installed (`make test` installs it), or did not start.
    """
    node = shutil.which("node")
    if node is None or not PROGRAM.exists():
        missing = "Node" if node is None else "Azurite"
        raise ServerError(f"{missing} is not installed: `make azurite` installs it")
    (port,) = free_ports(1)
    (folder / "data").mkdir(exist_ok=True)
    key = base64.b64encode(secrets.token_bytes(64)).decode()
    options = ["--blobHost", LOOPBACK, "--blobPort", str(port), "--location", str(folder / "data")]
    # the client libraries speak newer versions of the interface than it knows
    options += ["--silent", "--disableTelemetry", "--skipApiVersionCheck"]
    if tls:
        options += ["--oauth", "basic", "--cert", str(tls.server), "--key", str(tls.key)]
    with running(
        [node, PROGRAM, *options],
        folder,
        ready=lambda: answers_http(port, tls=tls is not None),
        environment={"AZURITE_ACCOUNTS": f"{ACCOUNT}:{key}"},
    ):
        endpoint = f"{'https' if tls else 'http'}://{LOOPBACK}:{port}/{ACCOUNT}"
        server = Azurite(endpoint, port, key, ca=tls.ca if tls else None)
        with client(server) as service:
            service.create_container(CONTAINER)
        yield server


def client(server: Azurite) -> BlobServiceClient:
    """A plain client with the account's key, for what a test does behind the back of the code it tests."""
    return BlobServiceClient.from_connection_string(
        server.connection_string, connection_verify=str(server.ca) if server.ca else True, retry_total=0
    )
