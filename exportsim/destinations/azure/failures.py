"""What the services answer, as failures in plain words; nothing of a request is quoted, for it may hold a signature."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from azure.core.exceptions import AzureError, ClientAuthenticationError

from exportsim.destinations.azure.account import PRINCIPAL, Account, expiry_of
from exportsim.destinations.azure.login import Login
from exportsim.destinations.network import cause_of
from exportsim.errors import DeliveryError, TerminalFailure, TransientFailure

Deed = Literal["written", "read", "listed", "deleted"]

RIGHTS = {"written": "create and write", "read": "read", "listed": "list", "deleted": "delete"}
"""Of a shared access signature, for each deed."""

SKEW = timedelta(minutes=5)
"""A clock further off than this is worth a word; the services refuse at fifteen minutes."""

REFUSED = {"AuthenticationFailed", "AuthorizationFailure", "InvalidAuthenticationInfo", "NoAuthenticationInformation"}

DENIED = {"AuthorizationPermissionMismatch", "InsufficientAccountPermissions", "UnauthorizedBlobOverwrite"}

ABSENT = {"BlobNotFound", "PathNotFound", "ResourceNotFound"}
TAKEN = {"BlobAlreadyExists", "PathAlreadyExists", "ConditionNotMet"}
MISSING = {"ContainerNotFound", "FilesystemNotFound"}

TERMINAL = {
    **dict.fromkeys(ABSENT, "it is not there"),
    **dict.fromkeys(TAKEN, "it is there already"),
    **dict.fromkeys(MISSING, 'the account {account} has no container "{container}"; create it first'),
    "AuthorizationProtocolMismatch": "the signature is good for https only",
    "AuthorizationSourceIPMismatch": "the signature is not good for this machine's address",
    "AuthorizationServiceMismatch": "the signature is for another service, not for blobs",
    "AuthorizationResourceTypeMismatch": "the account signature is not for containers and objects (srt=co)",
    "KeyBasedAuthenticationNotPermitted": "the account takes no keys; a service principal or a signature may do",
    "PublicAccessNotPermitted": "the account takes no anonymous requests",
    "AccountIsDisabled": "the account is disabled",
    "InvalidResourceName": "a container's name has 3 to 63 lower-case letters, digits and hyphens",
    "OutOfRangeInput": "the container's or the file's name is too long or too short",
    "LeaseIdMissing": "somebody holds a lease on it",
    "BlobImmutableDueToPolicy": "a retention policy forbids to change it",
    "BlobImmutableDueToLegalHold": "a legal hold forbids to change it",
    "PathConflict": "a folder of its path is a file",
}
TRANSIENT = {
    "ContainerBeingDeleted": "the container is being deleted",
    "Md5Mismatch": "the bytes were altered on their way",
    "InvalidBlockList": "another upload took the name meanwhile",
    "InvalidBlobOrBlock": "another upload's blocks lie under the name",
    "InvalidFlushPosition": "another upload wrote to the same file",
    "ServerBusy": "the service is busy",
}

LOGIN = {
    "7000215": f"{PRINCIPAL[2]} is not a secret of the application {PRINCIPAL[1]}",
    "7000222": f"{PRINCIPAL[2]} has expired; make a new secret for the application",
    "700016": f"the application {PRINCIPAL[1]} is not in the tenant {PRINCIPAL[0]}",
    "90002": f"the tenant {PRINCIPAL[0]} does not exist",
    "900023": f"{PRINCIPAL[0]} is neither an id nor a domain of a tenant",
}


@contextmanager
def told(login: Login, container: str, deed: Deed, key: str, seconds: float) -> Iterator[None]:
    """Turn what the client libraries raise into failures; ``seconds`` is how long they wait for an answer."""
    began = time.monotonic()
    try:
        yield
    except AzureError as error:
        # Not chained: the libraries' texts quote URLs, and those hold signatures.
        if code_of(error) in REFUSED and login.renewed_since(began):
            why = "the signature had run out, and there is a new one now"
            raise TransientFailure(f"{key or container} {_not_done(deed)}: {why}") from None
        raise failure(error, login.account, container, deed, key, seconds) from None


def code_of(error: AzureError) -> str:
    """The service's own name of an error: ``BlobNotFound``; empty where it gave none."""
    code = getattr(error, "error_code", None)
    response = getattr(error, "response", None)
    code = getattr(code, "value", code) or (response.headers.get("x-ms-error-code") if response is not None else None)
    return str(code or "")


def failure(error: AzureError, account: Account, container: str, deed: Deed, key: str, seconds: float) -> DeliveryError:
    """The failure that an error of the client libraries means."""
    kind, why = _why(error, account, container, deed, seconds)
    return kind(f"{key or container} {_not_done(deed)}: {why}")


def _not_done(deed: Deed) -> str:
    """Files of this machine are read too."""
    return f"could not be {'read there' if deed == 'read' else deed}"


def _why(
    error: AzureError, account: Account, container: str, deed: Deed, seconds: float
) -> tuple[type[DeliveryError], str]:
    if cause := cause_of(error, account.address, seconds=seconds):
        return TransientFailure if cause.transient else TerminalFailure, cause.text
    code, status = code_of(error), getattr(error, "status_code", None) or 0
    if code in TERMINAL:
        return TerminalFailure, TERMINAL[code].format(account=account.name, container=container)
    if code in TRANSIENT:
        return TransientFailure, TRANSIENT[code]
    if isinstance(error, ClientAuthenticationError) and not code:
        return TerminalFailure, _login(error)
    if code in REFUSED or status == 401:
        return TerminalFailure, _refused(error, account, deed)
    if code in DENIED or status == 403:
        return TerminalFailure, _denied(account, deed)
    if status >= 500 or status in (408, 429):
        return TransientFailure, f"the service is out of order ({status} {code}".rstrip() + ")"
    if status:
        return TerminalFailure, f"the service answered {status} {code}".rstrip()
    return TransientFailure, f"the exchange with {account.address} failed ({type(error).__name__})"


def _refused(error: AzureError, account: Account, deed: Deed) -> str:
    """Why the service does not know us: the likely reason that can be seen from here."""
    now = datetime.now(UTC)
    if (expiry := expiry_of(account.sas)) and expiry < now:
        return f"the signature in {account.source} expired at {expiry:%Y-%m-%d %H:%M} UTC; ask for a new one"
    if (off := _clock_off(error, now)) and abs(off) > SKEW:
        direction = "ahead" if off > timedelta(0) else "behind"
        return f"this machine's clock is {abs(off).total_seconds() / 60:.0f} minutes {direction}; set it right"
    if account.key:
        return f"the account {account.name} does not know the key in {account.source}; the portal shows the right one"
    if account.sas:
        return (
            f"the account {account.name} refuses the signature in {account.source}: altered, revoked, of another"
            f" container, or without the right to {RIGHTS[deed]}; ask for a new one"
        )
    return f"the account {account.name} does not take the service principal's token; or its firewall keeps us out"


def _clock_off(error: AzureError, now: datetime) -> timedelta | None:
    response = getattr(error, "response", None)
    try:
        return now - parsedate_to_datetime(response.headers["Date"]) if response is not None else None
    except (KeyError, TypeError, ValueError):
        return None


def _denied(account: Account, deed: Deed) -> str:
    if account.sas:
        return f"permission denied: the signature in {account.source} lacks the right to {RIGHTS[deed]}"
    if account.principal:
        return (
            f"permission denied: the service principal needs the role Storage Blob Data Contributor on the container"
            f" to {RIGHTS[deed]}"
        )
    return f"permission denied: the account {account.name} or its firewall forbids to {RIGHTS[deed]}"


def _login(error: AzureError) -> str:
    """Of the login service's answer only its number: the text may quote what was sent."""
    found = re.search(r"AADSTS(\d+)", str(error))
    if not found and "authority configuration" in str(error):
        return f"the login service does not know the tenant {PRINCIPAL[0]}"
    if not found:
        return "the login service refused the service principal"
    return LOGIN.get(found[1], "the login service refused the service principal") + f" (AADSTS{found[1]})"
