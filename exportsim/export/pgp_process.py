"""Encrypt standard input to standard output, as a program of its own.

The library streams between files only and keeps the interpreter's lock while it does; in the process that makes the
rows everything would stand still. Standard input holds the length of the armored key in four bytes, the key, and then
the content; the only argument is ``armor`` or ``binary``.
"""

from __future__ import annotations

import os
import sys

from pysequoia import Cert, encrypt_file

STDIN, STDOUT = "/dev/fd/0", "/dev/fd/1"


def main() -> None:
    """Encrypt until the end of the input; the process ends with a sentence on stderr when that fails."""
    key = _read(int.from_bytes(_read(4), "big"))
    try:
        encrypt_file(STDIN, STDOUT, [Cert.from_bytes(key)], armor=sys.argv[1] == "armor")
    except RuntimeError as error:
        sys.exit(str(error).partition("\n")[0])


def _read(size: int) -> bytes:
    # Not a byte further: what follows is the library's, which opens the same pipe anew.
    data = b""
    while len(data) < size and (more := os.read(0, size - len(data))):
        data += more
    return data


if __name__ == "__main__":
    main()
