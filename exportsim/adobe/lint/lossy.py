"""What files cannot say: each finding with two rows that are written alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exportsim.adobe.json_file import quoted
from exportsim.adobe.lint import losses
from exportsim.adobe.lint.case import Case
from exportsim.adobe.lint.found import Found
from exportsim.model import Loss
from formats import Csv


def check(case: Case) -> Iterator[Found]:
    """Look for losses of the CSV format that the server gives to customers who change nothing."""
    csv = case.csv
    if csv is None:
        return
    yield from _nulls(case, csv)
    yield from _moments(case, csv)
    if case.is_certain("encoding") and (loss := losses.characters(csv)):
        what = f"comes to {csv.encoding}, which has no Ω"
        yield Found("encoding-loses-characters", case.server.file, case.path("encoding"), what, loss=loss)


def proof_of(code: str, case: Case) -> Loss | None:
    """The proof for what was found while the server was read."""
    csv = case.csv
    if csv is None:
        return None
    if code == "timestamp-without-hours":
        return losses.moments(csv).get("hour")
    return losses.empty_as_word(csv) if code == "empty-value-from-date-format" else None


def _nulls(case: Case, csv: Csv) -> Iterator[Found]:
    if not case.is_certain("nullValue", "emptyValue", "quote", "quoteAll"):
        return
    loss = losses.null_and_empty(csv)
    if loss is None:
        return
    values = f"nullValue {quoted(csv.null_value)} and emptyValue {quoted(csv.empty_value)}"
    if csv.quote_all:
        what, where = f'with quoteAll "true", {values} come to the same', case.path("quoteAll")
        enough = losses.null_and_empty(replace(csv, quote_all=False)) is None
        instead = 'quoteAll "false"' if enough else 'nullValue "null" and emptyValue ""'
        yield Found("quote-all-hides-null", case.server.file, where, what, instead, loss)
    else:
        what, where = f"{values} come to the same", case.path("nullValue", "emptyValue")
        yield Found("null-and-empty-alike", case.server.file, where, what, loss=loss)


def _moments(case: Case, csv: Csv) -> Iterator[Found]:
    noted = {remark.code for remark in case.notes.remarks}
    if case.is_certain("timestampFormat") and "timestamp-without-hours" not in noted:
        lost = losses.moments(csv)
        if lost:
            what = f"{quoted(csv.timestamp_format)} does not tell {_all(lost)}"
            yield Found("timestamp-incomplete", case.server.file, case.path("timestampFormat"), what, loss=_one(lost))
    if case.is_certain("dateFormat"):
        lost = losses.dates(csv)
        if lost:
            what = f"{quoted(csv.date_format)} does not tell {_all(lost)}"
            yield Found("date-incomplete", case.server.file, case.path("dateFormat"), what, loss=_one(lost))


def _all(lost: dict[str, Loss]) -> str:
    return " and ".join(f"the {name}" for name in lost)


def _one(lost: dict[str, Loss]) -> Loss:
    return next(iter(lost.values()))
