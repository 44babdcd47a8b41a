"""Reads one JSON file of an export: your own parser begins here.

`exportsim run exportsim.toml` calls `read` with each file and compares the rows that it gives with what was written.
There is one object on each line; a value that is missing in a profile is missing in its object.
"""

import gzip
import json


def read(path):
    """Give the rows of a file, each as a dict."""
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)
