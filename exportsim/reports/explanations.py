"""What each kind of finding means, why it matters, and where in the parser to look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """One kind of finding, told to the person who wrote the parser."""

    title: str

    description: str
    """What was found, one sentence."""

    why: str
    """What it would do to a customer's data."""

    check: str
    """Where to look in the parser."""


EXPLANATIONS: dict[str, Explanation] = {
    "missing-row": Explanation(
        "Rows that were not read",
        "A row that stands in the file does not appear in what the parser read.",
        "The customer's profile never arrives, and nobody is told.",
        "Count records, not lines: a quoted value may hold line breaks. Look for rows dropped as malformed.",
    ),
    "extra-row": Explanation(
        "Rows that were never sent",
        "The parser reports a row whose key stands in no file.",
        "Data is stored under a key that does not exist; audiences grow by people who are not in them.",
        "A value with a line break was probably split in two, or the header was read as data.",
    ),
    "duplicate-row": Explanation(
        "Rows that were read twice",
        "The parser reports the same key more often than it was sent.",
        "Counts and spending are inflated, and which of the copies wins is left to chance.",
        "Look for files read twice, and for a header or a batch border that repeats a row.",
    ),
    "missing-column": Explanation(
        "Columns that were not read",
        "A column of the file is absent from what the parser read.",
        "Everything in this attribute is lost, for every profile.",
        "Compare header names exactly: letter case, dots and a byte order mark before the first name.",
    ),
    "extra-column": Explanation(
        "Columns that were never sent",
        "The parser reports a column that the file does not have.",
        "Values have moved sideways, or a header name was changed on the way.",
        "Compare header names exactly; a delimiter inside quotes must not begin a new column.",
    ),
    "text": Explanation(
        "Text that was read differently",
        "The cell was read, but it does not say what was sent.",
        "A changed name, key or identifier matches no one, or the wrong person.",
        "Compare what was sent and read sign by sign, and keep every column as text while reading.",
    ),
    "null-read-as-text": Explanation(
        "Missing values read as text",
        "The profile has no value here, and the parser reports one.",
        "A word such as null becomes a name, and an absent consent may count as given.",
        "Tell the parser which token stands for a missing value in this export.",
    ),
    "text-read-as-null": Explanation(
        "Text read as missing",
        "A value was sent, and the parser reports none.",
        "An attribute that the customer has is deleted or ignored.",
        "Restrict the words that stand for a missing value to the one token that this export uses.",
    ),
}
"""By ``Finding.kind``."""

QUESTIONS = {
    "rows": "Was every row read, and only once?",
    "text": "Does every cell say what was sent?",
    "nulls": "Are nulls null, and nothing else?",
}
"""By ``Verdict.name``: the question it answers."""
