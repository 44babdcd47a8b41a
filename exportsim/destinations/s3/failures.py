"""What the services answer, as failures in plain words; nothing of a request is quoted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    NoCredentialsError,
    ParamValidationError,
)

from exportsim.destinations.network import cause_of
from exportsim.destinations.s3.body import Broken
from exportsim.destinations.s3.dialect import Dialect
from exportsim.errors import DeliveryError, TerminalFailure, TransientFailure

Deed = Literal["written", "read", "listed", "deleted"]

TAKEN = {"PreconditionFailed", "412"}
GONE = {"NoSuchUpload"}
ABSENT = {"NoSuchKey", "404", "NotFound"}
DENIED = {"AccessDenied", "AllAccessDisabled", "AccountProblem", "403", "Forbidden", "UnauthorizedAccess"}
REGION = {"PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "301"}

TERMINAL = {
    "InvalidAccessKeyId": "the access key id is not known there",
    "SignatureDoesNotMatch": "the secret key does not belong to the access key id",
    "ExpiredToken": "the session token has expired; get new temporary keys",
    "ExpiredTokenException": "the session token has expired; get new temporary keys",
    "InvalidToken": "the session token does not belong to the keys",
    "InvalidClientTokenId": "the access key id is not known there",
    "RequestTimeTooSkewed": "this machine's clock is more than 15 minutes off; set it right",
    "RequestExpired": "this machine's clock is more than 15 minutes off; set it right",
    "NotSignedUp": "the account is not signed up for the service",
    "InvalidBucketName": "a bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens",
    "KeyTooLongError": "the name is longer than 1024 bytes",
    "EntityTooLarge": "the service takes no file of this size",
    "QuotaExceeded": "the quota is full; make room there",
    "StorageFull": "the storage is full; make room there",
    "XMinioStorageFull": "the storage is full; make room there",
    "InsufficientStorage": "the storage is full; make room there",
    "InvalidObjectState": "the file lies in an archive and must be restored first",
    "ObjectLockConfigurationNotFoundError": "the bucket asks for an object lock",
    "NotImplemented": "the service does not know the request",
    "KMS.DisabledException": "the bucket's encryption key is disabled",
    "KMS.NotFoundException": "the bucket's encryption key is not there",
    "KMS.AccessDeniedException": "the bucket's encryption key may not be used: kms:GenerateDataKey and kms:Decrypt",
}
TRANSIENT = {
    "BadDigest": "the bytes were altered on their way",
    "XAmzContentSHA256Mismatch": "the bytes were altered on their way",
    "InvalidDigest": "the bytes were altered on their way",
    "IncompleteBody": "the connection broke",
    "RequestTimeout": "the bytes did not come fast enough",
    "RequestTimeoutException": "the bytes did not come fast enough",
    "ConditionalRequestConflict": "another writer was at the same name",
    "PreconditionFailed": "another writer replaced it meanwhile",
    "OperationAborted": "another writer was at the same name",
    "NoSuchUpload": "somebody aborted the upload of its parts",
}


@dataclass(frozen=True)
class Teller:
    """Turns what the library raises into failures that name what could not be done."""

    dialect: Dialect
    bucket: str
    address: str
    """``host:port`` of the endpoint."""

    seconds: float
    """How long an answer is waited for."""

    @contextmanager
    def told(self, deed: Deed, key: str = "") -> Iterator[None]:
        try:
            yield
        except Broken as broken:
            raise broken.cause from None
        except (ClientError, BotoCoreError) as error:
            raise self._failure(error, deed, key) from error

    def _failure(self, error: Exception, deed: Deed, key: str) -> DeliveryError:
        # Files of this machine are read too.
        done = "read there" if deed == "read" else deed
        what = f"{key or f'{self.dialect.scheme}://{self.bucket}'} could not be {done}"
        if isinstance(error, ClientError):
            kind, why = self._answer(error, deed)
        else:
            kind, why = _unanswered(error, self.address, self.seconds)
        return kind(f"{what}: {why}")

    def _answer(self, error: ClientError, deed: Deed) -> tuple[type[DeliveryError], str]:
        code = code_of(error)
        if code in DENIED:
            return TerminalFailure, f"permission denied: the credentials need {self.dialect.rights[deed]}"
        if code == "NoSuchBucket":
            return TerminalFailure, f'there is no bucket "{self.bucket}"; create it first'
        if code in ABSENT:
            return TerminalFailure, "it is not there"
        if code in REGION:
            return TerminalFailure, f'the bucket "{self.bucket}" is in another region; AWS_REGION names it'
        return _general(error)


@contextmanager
def told_of_role(role: str, endpoint: str, seconds: float) -> Iterator[None]:
    """Turn what assuming a role raises into failures."""
    what = f"the role {role} could not be assumed"
    try:
        yield
    except ClientError as error:
        if code_of(error) in DENIED:
            why = "permission denied: its trust policy must name these credentials' owner, who needs sts:AssumeRole"
            raise TerminalFailure(f"{what}: {why}") from error
        kind, why = _general(error)
        raise kind(f"{what}: {why}") from error
    except BotoCoreError as error:
        kind, why = _unanswered(error, address_of(endpoint), seconds)
        raise kind(f"{what}: {why}") from error


def code_of(error: ClientError) -> str:
    """The service's own name of an error; for an answer without a body its HTTP status."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _named(status: int, code: str) -> str:
    """Of an answer without a body the code is its status once more."""
    return str(status) if code in ("", str(status)) else f"{status} {code}"


def address_of(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def _general(error: ClientError) -> tuple[type[DeliveryError], str]:
    code, status = code_of(error), error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in TERMINAL:
        return TerminalFailure, f"{TERMINAL[code]} ({code})"
    if code in TRANSIENT:
        return TransientFailure, f"{TRANSIENT[code]} ({code})"
    if status in (408, 429) or status >= 500 or "Throttl" in code or code == "SlowDown":
        return TransientFailure, f"the service is busy or out of order ({_named(status, code)})"
    if status in (401, 403):
        return TerminalFailure, f"the credentials are refused ({_named(status, code)})"
    return TerminalFailure, f"the service answered {status} {code}".rstrip()


def _unanswered(error: Exception, address: str, seconds: float) -> tuple[type[DeliveryError], str]:
    if cause := cause_of(error, address, seconds=seconds):
        return (TransientFailure if cause.transient else TerminalFailure), cause.text
    if isinstance(error, NoCredentialsError | CredentialRetrievalError):
        return TerminalFailure, "the credentials could not be got; is the profile logged in?"
    if isinstance(error, ParamValidationError):
        return TerminalFailure, "the bucket's or the file's name is not one that the service takes"
    return TransientFailure, f"the exchange with {address} failed ({type(error).__name__})"
