"""Who carries files: one, once, in this process: ``python carriers.py NAME FOLDER WAY`` prints what it took.

Seconds, seconds of CPU, and bytes of memory at the most. Imports are not counted, connecting is. rclone and OpenSSH's
sftp are programs of their own, and counted from their start. Each with its own defaults, but eight files at once where
it has none, as exportsim.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILES_AT_ONCE = 8
Way = dict[str, Any]
Carry = Callable[[], object]


def exportsim(folder: Path, way: Way) -> Carry:
    import formats
    from exportsim.destinations import Settings, connect, deliver, place_from_url
    from exportsim.model import Activation, Audience, Export, ExportFile, Plan, Run

    place, settings = place_from_url(way["url"]), Settings(way["environment"])
    connect(place, settings)  # imports the library; nothing goes over the network, but for a landing zone's call
    home = Path(tempfile.mkdtemp())
    files = [ExportFile(**file) for file in json.loads((folder.parent / f"{folder.name}.json").read_text())]
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    export = Export(
        folder,
        tuple(files),
        None,
        Plan(formats.from_options("csv", {}), place, ""),
        Activation(Audience("a", "A"), (), ()),
        Run("bench", noon, noon),
        home=home,
    )

    def carry() -> None:
        with connect(place, settings) as store:
            deliver(export, place, store)
        shutil.rmtree(home)

    return carry


def boto3(folder: Path, way: Way) -> Carry:
    import boto3
    from botocore.config import Config

    how = way["sdk"]
    plain = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    config = Config(s3={"addressing_style": "path"}, **(plain if how.get("google") else {}))

    def carry() -> None:
        client = boto3.client("s3", config=config, **how["client"])
        _at_once(lambda path: client.upload_file(str(path), how["bucket"], f"{how['folder']}/{path.name}"), folder)

    return carry


def azure(folder: Path, way: Way) -> Carry:
    from azure.storage.blob import ContainerClient

    how = way["sdk"]
    # the library's own defaults send a large file in pieces one after the other
    more = {"max_block_size": 8 << 20, "max_single_put_size": 8 << 20, "connection_verify": how["verify"]}

    def carry() -> None:
        if "uri" in how:
            container = ContainerClient.from_container_url(how["uri"], **more)
        else:
            credential = {"account_name": how["account"], "account_key": how["key"]}
            container = ContainerClient(how["endpoint"], how["container"], credential=credential, **more)

        def send(path: Path) -> None:
            with path.open("rb") as content:
                container.upload_blob(f"{how['folder']}/{path.name}", content, max_concurrency=4)

        _at_once(send, folder)

    return carry


def paramiko(folder: Path, way: Way) -> Carry:
    import paramiko

    how = way["sdk"]

    def carry() -> None:
        with paramiko.SSHClient() as client:
            client.load_host_keys(how["known_hosts"])
            client.connect(**how["client"], look_for_keys=False, allow_agent=False)
            sftp = client.open_sftp()
            sftp.mkdir(how["folder"])
            for path in _files(folder):
                sftp.put(str(path), f"{how['folder']}/{path.name}")

    return carry


def rclone(folder: Path, way: Way) -> Carry:
    path, remote = way["rclone"]
    environment = {
        (name if name.startswith("RCLONE_") else f"RCLONE_CONFIG_THERE_{name.upper()}"): value
        for name, value in remote.items()
    }
    command = [_program("rclone"), "--config", os.devnull, "copy", str(folder), f"there:{path}"]
    return lambda: subprocess.run(command, env={**os.environ, **environment}, check=True)


def sftp(folder: Path, way: Way) -> Carry:
    target, login = way["batch"]
    batch = f"mkdir {target}\nput {folder}/* {target}/\n"
    command = ["sftp", "-q", "-b", "-", *login]
    return lambda: subprocess.run(command, input=batch, text=True, check=True, stdout=subprocess.DEVNULL)


def _at_once(send: Callable[[Path], None], folder: Path) -> None:
    with ThreadPoolExecutor(FILES_AT_ONCE) as pool:
        list(pool.map(send, _files(folder)))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def _program(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not installed: `make bench-storage` installs it")
    return found


def _used() -> float:
    """Of this process, and of a program that it ran."""
    return sum(os.times()[:4])


def _peak(name: str) -> int:
    """Of the program that was run, or of this process: what it inherited when it was started is not its own.

    A library may run programs too, to find out where it runs.
    """
    if name in PROGRAMS:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    own = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert own
    return int(own[1]) * 1024


CARRIERS: dict[str, Callable[[Path, Way], Carry]] = {
    "exportsim": exportsim,
    "rclone": rclone,
    "boto3": boto3,
    "azure-storage-blob": azure,
    "OpenSSH sftp": sftp,
    "paramiko": paramiko,
}

PROGRAMS = {"rclone", "OpenSSH sftp"}

if __name__ == "__main__":
    name, folder, way = sys.argv[1], Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text())
    carry = CARRIERS[name](folder, way)
    began, used = time.perf_counter(), _used()
    carry()
    print(json.dumps([time.perf_counter() - began, _used() - used, _peak(name)]))
