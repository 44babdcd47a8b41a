"""The table that every writer writes: twelve columns of people, about 160 bytes a row as CSV.

Eight texts with some nulls, empties, values that need quotes and letters beyond ASCII; a date, a timestamp and two
integers.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

GIVEN = ["Alice", "Bob", "Zoë", "Jürgen", "Łukasz", "María", "John", "Élodie", "Kim", "Samuel", "Noor", "Ivan"]
FAMILY = ["Smith", "Müller", "O'Hara", "Nowak", "Schneider", "García", "Li", "Kowalczyk", "Dubois", "Andersson"]
STREETS = [
    "12 Main Street",
    "Bahnhofstraße 5",
    "7, rue de la Paix",
    "ul. Długa 44",
    "Calle Mayor 10",
    "1600 Long Avenue",
]
CITIES = ["Berlin", "Paris", "Warszawa", "Madrid", "New York", "São Paulo", "Łódź", "Lyon"]
NOTES = [
    "prefers the phone",
    "likes tea",
    "no comment at all, really",
    'said "hello"',
    "",
    "came back in spring",
    "VIP",
]


def people(rows: int) -> pa.Table:
    """The first ``rows`` people; always the same."""
    random = np.random.default_rng(7)
    index = pa.array(np.arange(rows)).cast(pa.string())

    def pick(words: list[str], weights: list[float] | None = None, nulls: float = 0.0) -> pa.Array:
        choice = random.choice(len(words), rows, p=weights)
        return pa.array(words).take(pa.array(choice, mask=random.random(rows) < nulls if nulls else None))

    given, family = pick(GIVEN), pick(FAMILY)
    joined = pc.binary_join_element_wise
    streets = pick(STREETS, [0.2, 0.2, 0.05, 0.2, 0.2, 0.15])
    return pa.table(
        {
            "_id": joined(pick(["3f2a", "9b1c", "c07d"]), "5d1e4c2a-8f7b-4c11", index, "-"),
            "person_name_firstName": given,
            "person_name_lastName": family,
            "personalEmail_address": joined(joined(given, index, "."), "@example.com", ""),
            "homeAddress_street1": streets,
            "homeAddress_city": pick(CITIES, nulls=0.02),
            "homeAddress_countryCode": pick(["DE", "FR", "PL", "ES", "US", "BR"]),
            "person_birthDate": pa.array(random.integers(-7_000, 14_000, rows, dtype=np.int32), pa.date32()),
            "lastActivity": pa.array(random.integers(16e14, 175e13, rows), pa.timestamp("us", "UTC")),
            "loyalty_points": pa.array(random.integers(0, 100_000, rows, dtype=np.int32)),
            "loyalty_level": pa.array(random.integers(0, 9, rows, dtype=np.int32)),
            "notes": pick(NOTES, [0.3, 0.3, 0.05, 0.02, 0.05, 0.18, 0.1], nulls=0.2),
        }
    )


def save(path: Path, rows: int) -> None:
    """As an Arrow file, which every peer reads in no time."""
    table = people(rows)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table, max_chunksize=65_536)


def load(path: Path) -> pa.Table:
    """Into memory, so that no writer pays for reading."""
    return pa.ipc.open_file(path.read_bytes()).read_all()


if __name__ == "__main__":
    save(Path(sys.argv[1]), int(sys.argv[2]))
