"""The parser that everybody writes first: Python's csv module with its defaults. It is wrong for these files.

exportsim verify EXPORT_DIR --parser 'python naive.py {file}'
"""

import csv
import gzip
import json
import sys

with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
    for row in csv.DictReader(file):
        row.pop(None, None)
        print(json.dumps(row))
