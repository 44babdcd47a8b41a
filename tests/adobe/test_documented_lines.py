"""Lines that the vendor's pages show for formatting options, made by the same options.

``D-…`` are the lines that can come from the options beside them. Left out is D-04: with ``quoteAll`` off no value of
that row can stand in quotes, whatever the page shows. Where a page shows a key as text, such as ``NULL`` or a tab as
``\\t``, the byte that is meant is written.
"""

from __future__ import annotations

import io
from datetime import date

import pyarrow as pa
import pytest

import formats

DOE, LAST = "John,LastName", "TestLastName"
WIDE = 'Test,"John",LastName'

CASES: list[tuple[str, dict[str, str], list[object], str]] = [
    ("D-01", {"quote": "\0"}, ["male", DOE], "male,\0John,LastName\0"),
    ("D-02", {"quote": '"'}, ["male", DOE], 'male,"John,LastName"'),
    ("D-03", {"quoteAll": "true"}, ["male", "John", LAST], '"male","John","TestLastName"'),
    ("D-05", {"escape": "\\"}, ["male", "John", 'Test,"LastName5'], 'male,John,"Test,\\"LastName5"'),
    ("D-06", {"escape": "'"}, ["male", "John", "Test,'\"LastName5"], "male,John,\"Test,'''\"LastName5\""),
    *(
        ("D-07", {"quoteAll": "true", "ignoreLeadingWhiteSpace": flag}, ["    male", "John", LAST], line)
        for flag, line in (
            ("true", '"male","John","TestLastName"'),
            ("false", '"    male","John","TestLastName"'),
        )
    ),
    *(
        ("D-08", {"quoteAll": "true", "ignoreTrailingWhiteSpace": flag}, ["male    ", "John", LAST], line)
        for flag, line in (
            ("true", '"male","John","TestLastName"'),
            ("false", '"male    ","John","TestLastName"'),
        )
    ),
    ("D-09", {"nullValue": "", "emptyValue": '""'}, ["male", None, LAST], 'male,"",TestLastName'),
    ("D-10", {"nullValue": "NULL"}, ["male", None, LAST], "male,NULL,TestLastName"),
    *(
        ("D-11", {"dateFormat": pattern}, ["male", LAST, "John", date(2022, 2, 24)], f"male,TestLastName,John,{text}")
        for pattern, text in (("yyyy-MM-dd", "2022-02-24"), ("MM/dd/yyyy", "02/24/2022"))
    ),
    ("D-12", {"emptyValue": '""'}, ["male", "", "John"], 'male,"",John'),
    ("D-12", {"emptyValue": "empty"}, ["male", "", "John"], "male,empty,John"),
    *(("D-13", {"sep": sign}, ["male", "John", "Doe"], f"male{sign}John{sign}Doe") for sign in ":,|;\t"),
    ("D-14", {"quote": "\0"}, ["Anna", "Doe,John"], "Anna,\0Doe,John\0"),
    ("D-14", {"quote": '"'}, ["Anna", "Doe,John"], 'Anna,"Doe,John"'),
    ("D-15", {"escape": "\\"}, [WIDE], '"Test,\\"John\\",LastName"'),
    ("D-15", {"escape": "'"}, [WIDE], '"Test,\'"John\'",LastName"'),
    ("D-16e", {"emptyValue": "null"}, ["male", "", LAST], "male,null,TestLastName"),
    ("D-16e", {"emptyValue": '""'}, ["male", "", LAST], 'male,"",TestLastName'),
    ("D-16e", {"emptyValue": ""}, ["male", "", LAST], "male,,TestLastName"),
    ("D-16n", {"nullValue": "null"}, ["male", None, LAST], "male,null,TestLastName"),
    ("D-16n", {"nullValue": '""', "quote": "\0"}, ["male", None, LAST], 'male,"",TestLastName'),
    ("D-16n", {"nullValue": "", "emptyValue": ""}, ["male", None, LAST], "male,,TestLastName"),
]


@pytest.mark.parametrize(("options", "row", "line"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_options_give_the_line_that_is_shown(options: dict[str, str], row: list[object], line: str) -> None:
    """Under the null rule that the pages' examples follow, and the defaults of their options."""
    defaults = {"quote": '"', "escape": "\\", "emptyValue": '""', "nullValue": ""}
    format = formats.from_options("csv", {**defaults, **options}, legacy_nulls=True)
    types = [pa.date32() if isinstance(value, date) else pa.string() for value in row]
    columns = {
        f"c{number}": pa.array([value], type) for number, (value, type) in enumerate(zip(row, types, strict=True))
    }
    assert formats.dumps(pa.table(columns), format).decode() == line + "\n"


def test_d20_a_null_value_is_escaped_like_a_text() -> None:
    """D-20, the guide's known limitation: quotes as the null value are quoted once more."""
    options = {"quote": '"', "escape": "\\", "nullValue": '""', "emptyValue": '""'}
    format = formats.from_options("csv", options, legacy_nulls=True)
    people = {
        "firstname": ["Michael", "James"],
        "lastname": ["Rose", "Smith"],
        "country": ["USA", ""],
        "state": ["NY", None],
    }
    assert formats.dumps(pa.table(people), format).decode() == 'Michael,Rose,USA,NY\nJames,Smith,"","\\"\\""\n'


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_d30_the_sample_audience_is_read(end: str) -> None:
    """D-30: three rows, whichever line ends the published file has, and none behind the last."""
    lines = [
        "person_name_firstName,person_name_lastName,person_gender,person_birthYear,personalEmail_address",
        "Kurt,Vonnegut,male,1922,kurt@vonnegut.com",
        "Harper,Lee,female,1926,harper@lee.com",
        "George,Orwell,male,1903,george@orwell.com",
    ]
    format = formats.from_options("csv", {"header": "true", "lineSep": end})
    batches = formats.read(io.BytesIO(end.join(lines).encode()), format)
    rows = [list(row.values()) for batch in batches for row in batch.to_pylist()]
    assert rows == [line.split(",") for line in lines[1:]]
