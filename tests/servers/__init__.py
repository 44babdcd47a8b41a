"""Real storage servers on loopback for tests, and for trying by hand (`make servers`).

Fixtures, one server for all workers of a run, started by the first test that asks:

    s3_server        seaweedfs.SeaweedFs   S3, STS and the XML dialect of Google Cloud Storage
    azurite_server   azurite.Azurite       Azure Blob over http
    sftp_server      openssh.SftpServer    SFTP

A server is shared by everything that runs at the same time, so a test keeps to a prefix or folder of its own. Each
module named above has `serve(folder)`, a context manager, for a test that needs a server to itself.
"""
