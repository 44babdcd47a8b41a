"""What probably went wrong in one cell: rules look at what was sent and read, the first that fits speaks."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from exportsim.model import Finding
from exportsim.reports.explanations import EXPLANATIONS

ESCAPED = "The platform escapes a quote with a backslash, not by doubling it: set that escape character."
RECORDS = "A quoted value may hold line breaks: count rows by records, not by lines."

_NULL_WORDS = ("null", "nil", "none", "na", "n/a", "nan", "<na>", "#n/a", "-", "\\n")


def hint(finding: Finding, file_type: str) -> str:
    """One sentence on what to look for in the parser; the kind's general advice where no rule fits."""
    sent, read = finding.sent, finding.read
    if finding.kind == "text" and sent is not None and read is not None:
        rules = [*_COMPARED, *(_SENT_AS_CSV if file_type == "csv" else ())]
        for fits, advice in rules:
            if fits(sent, read):
                return advice
    if finding.kind == "null-read-as-text" and read is not None:
        if read == "":
            return "An absent value was read as the empty string: here an empty cell means missing."
        if read.strip().lower() in _NULL_WORDS:
            return "The token for a missing value was read as a word: map exactly this token to null."
    if finding.kind == "text-read-as-null" and sent is not None:
        if sent.strip() == "":
            return "A blank value is a value: only the token for null means missing."
        if sent.strip().lower() in _NULL_WORDS:
            return "The parser takes this word for a missing value; here it is somebody's text."
    if finding.kind.endswith("-column") and finding.column.startswith(("\ufeff", "ï»¿")):
        return "The header begins with a byte order mark that was read as part of the first name."
    return EXPLANATIONS[finding.kind].check


def _wrong_charset(sent: str, read: str) -> bool:
    return any(_misread(sent, charset) == read for charset in ("latin-1", "cp1252"))


def _misread(text: str, charset: str) -> str:
    return text.encode("utf-8", "replace").decode(charset, "replace")


def _lost_characters(sent: str, read: str) -> bool:
    return "\ufffd" in read and "\ufffd" not in sent


def _normalised(sent: str, read: str) -> bool:
    return unicodedata.normalize("NFKC", sent) == unicodedata.normalize("NFKC", read)


def _quotes_kept(sent: str, read: str) -> bool:
    return len(read) > 1 and read[0] == read[-1] in ("'", '"', "\0") and read[1:-1] in (sent, _escaped(sent))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _escape_kept(sent: str, read: str) -> bool:
    return '\\"' in read and '"' in sent and read.replace('\\"', '"').replace("\\\\", "\\") == sent


def _backslashes_doubled(sent: str, read: str) -> bool:
    return "\\\\" in read and read.replace("\\\\", "\\") == sent


def _backslashes_eaten(sent: str, read: str) -> bool:
    return "\\" in sent and sent.replace("\\", "") == read.replace("\\", "")


def _cut_at_line_break(sent: str, read: str) -> bool:
    return sent.startswith(read) and sent[len(read) :].startswith(("\r", "\n"))


def _line_break_changed(sent: str, read: str) -> bool:
    return sent.splitlines() == read.splitlines() or sent.split() == read.split() != [sent]


def _cut_at_delimiter(sent: str, read: str) -> bool:
    bare = read.removeprefix('"')
    return sent.startswith(bare) and sent[len(bare) :].startswith((",", ";", "|", "\t", ":"))


def _trimmed(sent: str, read: str) -> bool:
    return sent.strip() == read


def _blanks_added(sent: str, read: str) -> bool:
    return sent == read.strip()


def _case_changed(sent: str, read: str) -> bool:
    return sent.casefold() == read.casefold()


def _same_number(sent: str, read: str) -> bool:
    try:
        return Decimal(sent) == Decimal(read)
    except InvalidOperation:
        return False


def _cut_off(sent: str, read: str) -> bool:
    return sent.startswith(read)


Rule = tuple[Callable[[str, str], bool], str]

_COMPARED: tuple[Rule, ...] = (
    (_wrong_charset, "UTF-8 was read as Latin-1 or Windows-1252: name the encoding when opening the file."),
    (
        _lost_characters,
        "Some bytes fit no character of the encoding that the parser assumed: read the file's own.",
    ),
    (_same_number, "The value was read as a number and written anew: keep the column as text."),
    (_quotes_kept, "The quotes around a value are not part of it: they belong to the file, not to the cell."),
    (_escape_kept, ESCAPED),
    (
        _backslashes_doubled,
        "Inside quotes a backslash is written twice and means one: undo it while reading.",
    ),
    (_cut_at_line_break, RECORDS),
    (_cut_at_delimiter, "The value was cut at a delimiter inside quotes: split records with a CSV reader."),
    (
        _backslashes_eaten,
        "Outside quotes a backslash is an ordinary character: undo escapes in quoted values only.",
    ),
    (_trimmed, "Blanks at the ends belong to the value: do not trim."),
    (_blanks_added, "The parser adds blanks at the ends: look for padding or a carriage return left over."),
    (_line_break_changed, "Blanks or line breaks inside the value were changed: keep them as they are."),
    (_normalised, "The characters look alike and differ: keep Unicode as it is, without normalising it."),
    (_case_changed, "The letter case was changed: keep the text as it is."),
    (_cut_off, "The value was cut off: look for a limit on its length."),
)
"""What the two values tell together, the most telling first."""

_SENT_AS_CSV: tuple[Rule, ...] = (
    (lambda sent, _: '"' in sent, ESCAPED),
    (lambda sent, _: "\n" in sent or "\r" in sent, RECORDS),
    (
        lambda sent, _: "\\" in sent,
        "A backslash is written twice inside quotes and once outside: undo it only inside.",
    ),
    (
        lambda sent, _: sent != sent.strip(),
        "Blanks at the ends belong to the value where the export keeps them.",
    ),
    (
        lambda sent, _: not sent.isascii(),
        "Read the file in its own encoding, and name it when opening the file.",
    ),
)
"""What in a CSV cell is easily read wrong, where the value read gives no clue."""
