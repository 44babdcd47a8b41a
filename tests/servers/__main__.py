"""All servers at once, for trying by hand: `make servers`."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from servers import openssh, reach
from servers.process import ServerError
from servers.reach import Reach
from servers.shared import folder_of_run, server

HEAD = """\
# All of these are on this machine alone, forget everything when they end, and end with Ctrl-C.
# Paste one block into another terminal, in this folder; `.venv/bin/exportsim demo` makes an EXPORT to send.
EXPORT=exportsim-demo
PATH=$PWD/.venv/bin:$PATH
"""


def main() -> None:
    """Start them, say how to reach them, end them when told to."""
    ended = threading.Event()
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, lambda *_: ended.set())
    with folder_of_run() as folder:
        print("starting the servers: some ten seconds", file=sys.stderr)
        sftp = "openssh" if openssh.available() else "asyncssh_sftp"
        with ThreadPoolExecutor() as pool:
            names = ("seaweedfs", "azurite", "adls", sftp)
            started = pool.map(lambda name: server(name, folder, os.getpid()), names)
            seaweedfs, azurite, adls, ssh = started
        ways = [
            reach.s3(seaweedfs, "try"),
            reach.s3_role(seaweedfs, "try-role"),
            reach.gcs(seaweedfs, "try-gcs"),
            reach.blob(azurite, "try"),
            reach.blob_sas(azurite, "try-sas"),
            reach.adls(adls, "try"),
            reach.adls(adls, "try-dfs", "dfs"),
            reach.sftp(ssh, "try"),
            reach.sftp_key(ssh, "try-key"),
            reach.dlz_azure(azurite, "try-dlz"),
            reach.dlz_aws(seaweedfs, "try-dlz-aws", folder),
        ]
        print(HEAD)
        print("\n".join(block(way) for way in ways), flush=True)
        ended.wait()
        print("ending them", file=sys.stderr)


def block(way: Reach) -> str:
    """Lines to paste: a shell of their own, so that no credentials stay behind for the next block."""
    names = "".join(f"  export {name}={shlex.quote(value)}\n" for name, value in way.environment.items())
    return f'# {way.title}\n(\n{names}  exportsim push "$EXPORT" --to {shlex.quote(way.url)}\n)\n'


if __name__ == "__main__":
    try:
        main()
    except ServerError as error:
        sys.exit(str(error))
