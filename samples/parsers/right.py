"""A parser that reads the platform's CSV as it is written, in the dialect that samples/servers/s3.json orders.

    exportsim verify EXPORT_DIR --parser 'python right.py {file}'

Three things differ from what most CSV libraries take for granted:

- inside quotes a backslash escapes the quote and itself; outside quotes it is an ordinary character;
- a record ends at a line feed outside quotes, never inside;
- null is written as the word null, and an empty text as nothing.
"""

import gzip
import json
import re
import sys

FIELD = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|([^,\n]*))([,\n])', re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def records(file):
    record = []
    for quoted, bare, end in FIELD.findall(file):
        text = ESCAPED.sub(r"\1", quoted) if quoted else bare
        record.append(None if text == "null" else text)
        if end == "\n":
            yield record
            record = []


with gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="") as file:
    rows = records(file.read())
    header = next(rows)
    for row in rows:
        print(json.dumps(dict(zip(header, row, strict=True))))
