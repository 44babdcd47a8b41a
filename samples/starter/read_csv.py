"""Reads one CSV file of an export: your own parser begins here.

`exportsim run exportsim.toml` calls `read` with each file and compares the rows that it gives with what was written.
The dialect is the one that server.json orders; change one and you change the other:

- values stand between commas, quoted with " where they need it;
- inside quotes a backslash escapes the quote and itself, outside quotes it is an ordinary character;
- a record ends at a line feed outside quotes, never inside;
- a missing value is the word null, an empty one is nothing at all.
"""

import gzip
import re

FIELD = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|([^,\n]*))([,\n])', re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
NULL = "null"


def read(path):
    """Give the rows of a file, each as a dict from column to text, or to None."""
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        rows = records(file.read())
    header = next(rows)
    for row in rows:
        yield dict(zip(header, row, strict=True))


def records(text):
    """Cut a text into records, and those into values."""
    record = []
    for quoted, bare, end in FIELD.findall(text):
        value = ESCAPED.sub(r"\1", quoted) if quoted else bare
        record.append(None if value == NULL else value)
        if end == "\n":
            yield record
            record = []
