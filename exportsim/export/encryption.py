"""A stream that encrypts on its way into a file, in constant memory."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import PIPE, Popen
from typing import BinaryIO, cast

from exportsim.errors import ExportError
from exportsim.model import Encryption

PROGRAM = Path(__file__).with_name("pgp_process.py")
PIPE_SIZE = 1 << 18
"""Bytes in a pipe where the system lets us choose: with its 64 KiB the two processes wait for each other too often."""


@contextmanager
def encrypted(sink: io.RawIOBase, encryption: Encryption) -> Iterator[BinaryIO]:
    """Give a stream whose bytes reach ``sink`` as one OpenPGP message, complete when the block ends.

    A process of its own encrypts, a thread carries its output to ``sink``. Raises ``ExportError`` when encryption
    fails, and whatever ``sink`` raised.
    """
    key = encryption.key.armored.encode()
    # -P: the modules beside the program must not stand in for those of the same name elsewhere.
    command = [sys.executable, "-P", str(PROGRAM), "armor" if encryption.armor else "binary"]
    broken = False
    with (
        # A group of its own, so that an interrupt reaches us first and we end it.
        Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, process_group=0, pipesize=PIPE_SIZE) as process,
        ThreadPoolExecutor(1, thread_name_prefix="exportsim-encryption") as thread,
    ):
        stdin, stdout, stderr = (cast(BinaryIO, end) for end in (process.stdin, process.stdout, process.stderr))
        carried = thread.submit(_carry, stdout, sink, process)
        try:
            stdin.write(len(key).to_bytes(4, "big") + key)
            yield stdin
            stdin.close()
        except BrokenPipeError:
            broken = True
        except BaseException:
            process.kill()
            raise
        finally:
            with suppress(BrokenPipeError):
                stdin.close()
        carried.result()
        last_words = stderr.read().decode(errors="replace").strip().splitlines()
        if process.wait() or broken:
            reason = last_words[-1] if last_words else f"it ended with code {process.returncode}"
            raise ExportError(f"the files could not be encrypted: {reason}")


def _carry(source: BinaryIO, sink: io.RawIOBase, process: Popen[bytes]) -> None:
    try:
        shutil.copyfileobj(source, sink, PIPE_SIZE)
    except BaseException:
        # Nobody reads on: without this the process, and whoever writes to it, would wait for ever.
        process.kill()
        raise
