"""How the tool is told of each server: a URL, and the environment variables with its credentials."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from servers import seaweedfs
from servers.adls import Adls
from servers.azurite import Azurite
from servers.seaweedfs import AccessKey, SeaweedFs
from servers.sftp import SftpServer


@dataclass(frozen=True)
class Reach:
    """One way to a place."""

    title: str
    url: str
    environment: dict[str, str] = field(repr=False)


def s3(server: SeaweedFs, path: str) -> Reach:
    """With an access key, over https."""
    return Reach("Amazon S3, access key", f"s3://{server.bucket}/{path}", _aws(server, server.writer))


def s3_role(server: SeaweedFs, path: str) -> Reach:
    """With a role that a user of no rights assumes."""
    role = {"EXPORTSIM_S3_ROLE_ARN": server.role, "AWS_ENDPOINT_URL_STS": server.tls_endpoint}
    return Reach("Amazon S3, assumed role", f"s3://{server.bucket}/{path}", {**_aws(server, server.assumer), **role})


def gcs(server: SeaweedFs, path: str) -> Reach:
    """With an HMAC key; the S3 server stands in for Google's XML dialect."""
    environment = {
        "EXPORTSIM_GCS_ACCESS_KEY_ID": server.hmac.id,
        "EXPORTSIM_GCS_SECRET_ACCESS_KEY": server.hmac.secret,
        "EXPORTSIM_GCS_ENDPOINT": server.tls_endpoint,
        "EXPORTSIM_CA_BUNDLE": str(server.ca),
    }
    return Reach("Google Cloud Storage, HMAC key", f"gs://{server.bucket}/{path}", environment)


def blob(server: Azurite, path: str) -> Reach:
    """With a connection string."""
    environment = {"AZURE_STORAGE_CONNECTION_STRING": server.connection_string}
    return Reach("Azure Blob, connection string", f"az://{server.container}/{path}", environment)


def blob_sas(server: Azurite, path: str) -> Reach:
    """With a shared access signature."""
    environment = {
        "AZURE_STORAGE_ACCOUNT": server.account,
        "AZURE_STORAGE_SAS_TOKEN": server.sas(hours=12),
        "AZURE_STORAGE_ENDPOINT": server.endpoint,
    }
    return Reach("Azure Blob, shared access signature", f"az://{server.container}/{path}", environment)


def adls(server: Adls, path: str, dialect: str = "blob") -> Reach:
    """With a service principal, by the `blob` or the `dfs` dialect."""
    environment = {
        "AZURE_TENANT_ID": server.principal.tenant,
        "AZURE_CLIENT_ID": server.principal.client_id,
        "AZURE_CLIENT_SECRET": server.principal.client_secret,
        "AZURE_AUTHORITY_HOST": server.principal.authority,
        "AZURE_STORAGE_ENDPOINT": server.dfs_endpoint,
        "EXPORTSIM_ADLS_DIALECT": dialect,
        "EXPORTSIM_CA_BUNDLE": str(server.ca),
    }
    url = f"abfss://{server.filesystem}@{server.account}.dfs.core.windows.net/{path}"
    return Reach(f"Azure Data Lake Storage, service principal, {dialect} dialect", url, environment)


def sftp(server: SftpServer, path: str) -> Reach:
    """With a password."""
    environment = {"EXPORTSIM_SFTP_PASSWORD": server.password, "EXPORTSIM_SFTP_KNOWN_HOSTS": str(server.known_hosts)}
    return Reach("SFTP, password", _sftp_url(server, path), environment)


def sftp_key(server: SftpServer, path: str) -> Reach:
    """With an RSA key, pasted as the platform's form takes it."""
    environment = {
        "EXPORTSIM_SFTP_KEY": server.keys.base64("rsa_pem"),
        "EXPORTSIM_SFTP_KNOWN_HOSTS": str(server.known_hosts),
    }
    return Reach("SFTP, key", _sftp_url(server, path), environment)


def dlz_azure(server: Azurite, path: str) -> Reach:
    """With the signed address of a container."""
    environment = {"EXPORTSIM_DLZ_SAS_URI": server.sas_uri(hours=12)}
    return Reach("Data Landing Zone on Azure, pasted SAS URI", f"dlz:///{path}", environment)


def dlz_aws(server: SeaweedFs, path: str, folder: Path) -> Reach:
    """With temporary keys, in a file in `folder` as the platform's credentials call answers."""
    sts = seaweedfs.client(server, server.assumer, kind="sts")
    given = sts.assume_role(RoleArn=server.role, RoleSessionName="landing-zone")["Credentials"]
    credentials = {
        "awsAccessKeyId": given["AccessKeyId"],
        "awsSecretAccessKey": given["SecretAccessKey"],
        "awsSessionToken": given["SessionToken"],
    }
    answer = {
        "credentials": credentials,
        "dlzPath": {"bucketName": server.bucket, "dlzFolder": "dlz-destination"},
        "dlzProvider": "Amazon S3",
        "expiryTime": int(given["Expiration"].timestamp()),
    }
    file = folder / "landing-zone.json"
    file.write_text(json.dumps(answer, indent=2))
    environment = {
        "EXPORTSIM_DLZ_CREDENTIALS": str(file),
        "AWS_ENDPOINT_URL_S3": server.tls_endpoint,
        "AWS_CA_BUNDLE": str(server.ca),
        "AWS_REGION": server.region,
    }
    return Reach("Data Landing Zone on AWS, temporary keys", f"dlz:///{path}", environment)


def _aws(server: SeaweedFs, key: AccessKey) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": key.id,
        "AWS_SECRET_ACCESS_KEY": key.secret,
        "AWS_REGION": server.region,
        "AWS_ENDPOINT_URL_S3": server.tls_endpoint,
        "AWS_CA_BUNDLE": str(server.ca),
    }


def _sftp_url(server: SftpServer, path: str) -> str:
    return f"sftp://{server.user}@{server.host}:{server.port}{server.upload}/{path}"
