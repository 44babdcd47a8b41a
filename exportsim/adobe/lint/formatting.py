"""What is wrong with formatting options, beyond what reading them finds."""

from __future__ import annotations

from collections.abc import Iterator

from exportsim.adobe.catalogue import COMPRESSION, CSV, PARQUET
from exportsim.adobe.json_file import quoted
from exportsim.adobe.lint.case import Case, Value
from exportsim.adobe.lint.found import Found
from exportsim.adobe.option import Option
from exportsim.adobe.templated import CUSTOMER_DATA

FRAMED = ("lz4", "snappy")
OF_GUIDES = ("deflate",)
FOR_PARQUET = next(option for option in PARQUET if option.name == COMPRESSION.name).words


def check(case: Case) -> Iterator[Found]:
    """Look at characters that get in each other's way, codecs, and options that do nothing."""
    yield from _dialect(case)
    yield from _codecs(case)
    for value in case.values.values():
        yield from _field_of_another(case, value)
    said = (case.said.format.file_type,) if case.said.format and case.is_certain("fileType") else ()
    types = case.choices("fileType") or said
    if types and "csv" not in {word.lower() for word in types} and _csv_options(case):
        what = f"are given, but files are {' or '.join(word.lower() for word in types)}"
        yield Found("csv-options-idle", case.server.file, f"{case.formatting}.csvOptions", what)


def _csv_options(case: Case) -> list[Value]:
    return [value for value in case.values.values() if ".csvOptions." in value.path]


def _dialect(case: Case) -> Iterator[Found]:
    csv, file = case.csv, case.server.file
    if csv is None:
        return
    if case.is_certain("sep", "escape") and csv.delimiter == csv.escape:
        yield Found("delimiter-is-escape", file, case.path("escape", "sep"), f"both are {quoted(csv.escape)}")
    if case.is_certain("sep", "quote") and csv.delimiter == csv.quote:
        yield Found("delimiter-is-quote", file, case.path("quote", "sep"), f"both are {quoted(csv.quote)}")
    if case.is_certain("quote", "escape", "charToEscapeQuoteEscaping"):
        rules = csv.procedure
        if csv.escape != csv.quote and not rules.escape_prefix:
            what = f"nothing stands before {quoted(csv.escape)} inside quotes"
            yield Found("escape-not-escaped", file, case.path("charToEscapeQuoteEscaping", "escape"), what)
    if case.is_certain("quote") and csv.quote == "\0":
        yield from _nul(case)
    if case.is_certain("encoding") and csv.encoding.upper() == "UTF-16":
        yield Found("utf-16", file, case.path("encoding"), "comes to UTF-16")


def _nul(case: Case) -> Iterator[Found]:
    value = case.values.get("quote")
    if value is None:
        yield Found("quote-not-said", case.server.file, f"{case.formatting}.csvOptions", "have no quote")
    else:
        missing = value.leaf.missing if value.leaf else ()
        whose = f" for customers who leave {' and '.join(missing)} empty" if missing else ""
        yield Found("nul-as-quote", case.server.file, value.path, f"comes to U+0000{whose}")


def _codecs(case: Case) -> Iterator[Found]:
    path, file = case.path(COMPRESSION.name), case.server.file
    said = case.said.format
    if said and case.is_certain("fileType", COMPRESSION.name) and said.file_type in ("csv", "json"):
        codec = said.options()[COMPRESSION.name]
        if codec in FRAMED:
            yield Found("hadoop-framing", file, path, f"{said.file_type} files come in {codec}")
    unlisted = [codec for codec in case.choices(COMPRESSION.name) if codec.lower() in OF_GUIDES]
    if unlisted:
        yield Found("codec-not-listed", file, path, f"customers may choose {' or '.join(unlisted)}")
    codecs, types = case.choices(COMPRESSION.name), {word.lower() for word in case.choices("fileType")}
    unfit = [codec for codec in codecs if codec.lower() not in FOR_PARQUET]
    if "parquet" in types and unfit:
        what = f"customers may choose {' or '.join(unfit)} and parquet together"
        yield Found("codec-not-for-parquet", file, path, what)


def _field_of_another(case: Case, value: Value) -> Iterator[Found]:
    """An option that is filled from a single field, whose name is another option's."""
    names = set(value.leaf.fields) if value.leaf and value.templated else set()
    asked = {name.rpartition(".")[2].lower() for name in names if name.startswith(f"{CUSTOMER_DATA}.")}
    if len(asked) != 1 or (value.option.name == "emptyValue" and "dateformat" in asked):
        return
    other = next((option for option in (*CSV, COMPRESSION) if asked & _spellings(option)), None)
    if other is not None and not asked & _spellings(value.option):
        what = f"is filled from {' and '.join(sorted(names))}, which by its name is the field for {other.name}"
        instead = f"{{{{{CUSTOMER_DATA}.{value.option.name}}}}}"
        yield Found("option-from-other-field", case.server.file, value.path, what, instead)


def _spellings(option: Option) -> set[str]:
    keys = {key.rpartition(".")[2] for key in option.keys}
    return {name.lower() for name in (option.name, *option.aliases, *keys)}
