from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from servers.seaweedfs import AccessKey, SeaweedFs, client


@pytest.mark.parametrize("tls", [False, True])
def test_an_object_goes_round(s3_server: SeaweedFs, tls: bool) -> None:
    """What the writer puts is read back whole, over http and over https with our own authority."""
    writer = client(s3_server, s3_server.writer, tls=tls)
    writer.put_object(Bucket=s3_server.bucket, Key=f"servers/round-{tls}", Body=b"hello")
    assert writer.get_object(Bucket=s3_server.bucket, Key=f"servers/round-{tls}")["Body"].read() == b"hello"


def test_a_wrong_secret_is_refused(s3_server: SeaweedFs) -> None:
    """The signature is really checked."""
    forger = client(s3_server, AccessKey(s3_server.writer.id, "not the secret"))
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        forger.list_objects_v2(Bucket=s3_server.bucket)


@pytest.mark.parametrize(
    ("name", "operation", "allowed"),
    [
        ("reader", "put_object", False),
        ("reader", "list_objects_v2", True),
        ("blind", "put_object", True),
        ("blind", "list_objects_v2", False),
        ("assumer", "put_object", False),
        ("hmac", "put_object", True),
    ],
)
def test_identities_may_what_they_may(s3_server: SeaweedFs, name: str, operation: str, allowed: bool) -> None:
    """Each identity is held to its rights, with S3's own code for a refusal."""
    call = getattr(client(s3_server, getattr(s3_server, name)), operation)
    arguments = {"Key": f"servers/{name}", "Body": b"x"} if operation == "put_object" else {}
    try:
        call(Bucket=s3_server.bucket, **arguments)
    except ClientError as error:
        assert (error.response["Error"]["Code"], allowed) == ("AccessDenied", False)
    else:
        assert allowed


def test_the_writer_stays_out_of_the_locked_bucket(s3_server: SeaweedFs) -> None:
    """One bucket is closed to all but the administrator, and a missing one is missing for the administrator too."""
    with pytest.raises(ClientError, match="AccessDenied"):
        client(s3_server, s3_server.writer).put_object(Bucket=s3_server.locked_bucket, Key="x", Body=b"x")
    with pytest.raises(ClientError, match="NoSuchBucket"):
        client(s3_server, s3_server.admin).put_object(Bucket="nowhere", Key="x", Body=b"x")


def test_an_assumed_role_is_held_to_its_policy(s3_server: SeaweedFs) -> None:
    """The role's temporary keys put and do not delete; without their session token they are nothing."""
    sts = client(s3_server, s3_server.assumer, kind="sts")
    answer = sts.assume_role(RoleArn=s3_server.role, RoleSessionName="servers")["Credentials"]
    key = AccessKey(answer["AccessKeyId"], answer["SecretAccessKey"])
    session = client(s3_server, key, token=answer["SessionToken"])
    session.put_object(Bucket=s3_server.bucket, Key="servers/role", Body=b"x")
    with pytest.raises(ClientError, match="AccessDenied"):
        session.delete_object(Bucket=s3_server.bucket, Key="servers/role")
    with pytest.raises(ClientError, match="InvalidAccessKeyId"):
        client(s3_server, key).list_objects_v2(Bucket=s3_server.bucket)
