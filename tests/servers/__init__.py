"""Real storage servers on loopback for tests, and for trying by hand (`make servers`).

Fixtures, one server for all workers of a run, started by the first test that asks:

    s3_server          seaweedfs.SeaweedFs   S3, STS, and the XML dialect of Google Cloud Storage, over http and https
    azurite_server     azurite.Azurite       Azure Blob over http
    adls_server        adls.Adls             Azure Data Lake Storage over https: both dialects, service principals
    sftp_server        sftp.SftpServer       SFTP: OpenSSH, or asyncssh where we are not root

Fixtures for one test, each a function that starts another server at each call:

    sftp_server_with   sftp.SftpServer       SFTP that lacks posix-rename, fsync or room
    proxy_to           faults.Proxy          a connection that breaks, hangs, is slow or far away
    busy_at            busy.Busy             a service that answers 503 at first

`reach` tells the tool of each: URL and environment variables for every place and login.

A server is shared by everything that runs at the same time, so a test keeps to a prefix or folder of its own. Each
module named above has `serve(folder)`, a context manager, for a test that needs a server to itself.
"""
