"""What probably went wrong in one cell: rules look at what was sent and read, the first that fits speaks.

A rule fits only where the two values show what was done; where none fits, nothing is said.
"""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation

from exportsim.model import Finding

ESCAPED = "The platform escapes a quote with a backslash, not by doubling it: set that escape character."
RECORDS = "A quoted value may hold line breaks: count rows by records, not by lines."
ENDED = "A quote inside a value was taken for its end: the escape character is a backslash, quotes are not doubled."
UNTRANSLATED = "The token for null is not translated: map exactly this token to null."

ORDINARY = "Outside quotes a backslash is an ordinary character: undo escapes in quoted values only."

_NULL_WORDS = ("null", "nil", "none", "na", "n/a", "nan", "<na>", "#n/a", "-", "\\n")
_DATE = re.compile(r"(?P<year_first>\d{4}([-/.])\d\d?\2\d\d?)(?!\d)|(?P<year_last>\d\d?([-/.])\d\d?\4\d{4})(?!\d)")
"""How a text begins that is a date, with or without a time of day."""

_DELIMITERS = ",;|\t:"


def hint(finding: Finding, file_type: str) -> str:
    """One sentence on what the parser did to a cell; empty where its values do not tell."""
    sent, read = finding.sent, finding.read
    if finding.kind == "text" and sent is not None and read is not None:
        rules = (*(_IN_CSV if file_type == "csv" else ()), *_COMPARED)
        return next((advice for fits, advice in rules if fits(sent, read)), "")
    if finding.kind == "null-read-as-text" and read is not None:
        if read == "":
            return "A missing value was read as empty text: report null instead."
        return UNTRANSLATED if _null_word(read) else ""
    if finding.kind == "text-read-as-null" and sent is not None:
        if sent.strip() == "":
            return "A blank value is a value: only the token for null means missing."
        return "The parser takes this word for a missing value; here it is somebody's text." if _null_word(sent) else ""
    if finding.kind.endswith("-column") and finding.column.startswith(("\ufeff", "ï»¿")):
        return "The header begins with a byte order mark that was read as part of the first name."
    return ""


def _null_word(text: str) -> bool:
    return text.strip().lower() in _NULL_WORDS


def _null_word_emptied(sent: str, read: str) -> bool:
    return read.strip() == "" and _null_word(sent)


def _null_word_for_empty(sent: str, read: str) -> bool:
    return sent.strip() == "" and _null_word(read)


def _wrong_charset(sent: str, read: str) -> bool:
    return any(_misread(sent, charset) == read for charset in ("latin-1", "cp1252"))


def _misread(text: str, charset: str) -> str:
    return text.encode("utf-8", "replace").decode(charset, "replace")


def _lost_characters(sent: str, read: str) -> bool:
    return "\ufffd" in read and "\ufffd" not in sent


def _unescaped_as_html(sent: str, read: str) -> bool:
    return html.unescape(sent) == read


def _escaped_as_html(sent: str, read: str) -> bool:
    return "&" in read and html.unescape(read) == sent


def _other_zone(sent: str, read: str) -> bool:
    apart = _instant(sent), _instant(read)
    if apart[0] is None or apart[1] is None:
        return False
    distance = abs(apart[0] - apart[1])
    return timedelta() < distance <= timedelta(hours=14) and not distance % timedelta(minutes=15)


def _instant(text: str) -> datetime | None:
    """Read a date with a time of day; without an offset it counts as UTC."""
    if ":" not in text:
        return None
    try:
        instant = datetime.fromisoformat(text)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day_for_month(sent: str, read: str) -> bool:
    one, other = _DATE.match(sent), _DATE.match(read)
    if one is None or other is None or one.lastgroup != other.lastgroup:
        return False
    (year, *days), (other_year, *other_days) = _numbers(one), _numbers(other)
    return year == other_year and days == other_days[::-1] and days != other_days


def _date_rewritten(sent: str, read: str) -> bool:
    one, other = _DATE.fullmatch(sent), _DATE.fullmatch(read)
    return one is not None and other is not None and sorted(_numbers(one)) == sorted(_numbers(other))


def _numbers(date: re.Match[str]) -> list[int]:
    """The year, then month and day as they stand."""
    numbers = [int(digits) for digits in re.findall(r"\d+", date[0])]
    return numbers if date.lastgroup == "year_first" else [numbers[-1], *numbers[:-1]]


def _normalised(sent: str, read: str) -> bool:
    return unicodedata.normalize("NFKC", sent) == unicodedata.normalize("NFKC", read)


def _quotes_kept(sent: str, read: str) -> bool:
    return len(read) > 1 and read[0] == read[-1] in ("'", '"', "\0") and read[1:-1] in (sent, _escaped(sent))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _escape_kept(sent: str, read: str) -> bool:
    return '\\"' in read and '"' in sent and read.replace('\\"', '"').replace("\\\\", "\\") == sent


def _quote_taken_for_the_end(sent: str, read: str) -> bool:
    """Whether a reader that knows doubled quotes only makes of the quoted cell what was read."""
    return '"' in sent and any(_first_value(f'"{_escaped(sent)}"', delimiter) == read for delimiter in _DELIMITERS)


def _first_value(line: str, delimiter: str) -> str | None:
    try:
        return next(csv.reader(io.StringIO(f"{line}{delimiter}", newline=""), delimiter=delimiter))[0]
    except csv.Error:
        return None


def _backslashes_doubled(sent: str, read: str) -> bool:
    return "\\\\" in read and read.replace("\\\\", "\\") == sent


def _backslashes_eaten(sent: str, read: str) -> bool:
    return "\\" in sent and sent.replace("\\", "") == read.replace("\\", "")


def _end_escaped(sent: str, read: str) -> bool:
    """Whether a backslash at the end of an unquoted value made text of the delimiter or line end behind it."""
    bare, found = sent.replace("\\", ""), read.replace("\\", "")
    return sent.endswith("\\") and found.startswith(tuple(bare + sign for sign in (*_DELIMITERS, "\r", "\n")))


def _cut_at_line_break(sent: str, read: str) -> bool:
    return bool(read) and _rest(sent, read).startswith(("\r", "\n"))


def _cut_at_delimiter(sent: str, read: str) -> bool:
    return bool(read) and _rest(sent, read).startswith(tuple(_DELIMITERS))


def _rest(sent: str, read: str) -> str:
    """What is missing at the end of a value whose opening quote and escapes may have been kept."""
    bare = read.removeprefix('"').replace('\\"', '"')
    return next((sent[len(start) :] for start in (read, bare) if sent.startswith(start)), "")


def _line_break_changed(sent: str, read: str) -> bool:
    return sent.splitlines() == read.splitlines() or sent.split() == read.split() != [sent]


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


def _signs_stripped(sent: str, read: str) -> bool:
    """Whether nothing but punctuation and blanks is missing at the end."""
    rest = sent[len(read) :]
    return _cut_off(sent, read) and all(unicodedata.category(character)[0] in "PZ" for character in rest)


def _cut_off(sent: str, read: str) -> bool:
    return read != "" and sent.startswith(read)


Rule = tuple[Callable[[str, str], bool], str]

_IN_CSV: tuple[Rule, ...] = ((_quote_taken_for_the_end, ENDED), (_end_escaped, ORDINARY))
"""What the two values tell where the cell stood in a CSV file."""

_COMPARED: tuple[Rule, ...] = (
    (_null_word_emptied, "The parser takes this word for a missing value and empties it; here it is somebody's text."),
    (_null_word_for_empty, "Empty text was read as a word for null: the token for null is not translated."),
    (_wrong_charset, "UTF-8 was read as Latin-1 or Windows-1252: name the encoding when opening the file."),
    (_lost_characters, "Some bytes fit no character of the encoding that the parser assumed: read the file's own."),
    (_unescaped_as_html, "The text was HTML-unescaped: an entity such as &amp; is text like any other."),
    (_escaped_as_html, "The text was HTML-escaped: escape where a page is written, not where a file is read."),
    (_same_number, "The value was read as a number and written anew: keep the column as text."),
    (_other_zone, "The time was read in another time zone: keep the offset that is written, or assume UTC."),
    (_day_for_month, "Day and month were exchanged: name the pattern of the date, do not let it be guessed."),
    (_date_rewritten, "The date was written anew in another form: keep the column as text."),
    (_quotes_kept, "The quotes around a value are not part of it: they belong to the file, not to the cell."),
    (_escape_kept, ESCAPED),
    (_backslashes_doubled, "Inside quotes a backslash is written twice and means one: undo it while reading."),
    (_cut_at_line_break, RECORDS),
    (_cut_at_delimiter, "The value was cut at a delimiter inside quotes: split records with a CSV reader."),
    (_backslashes_eaten, ORDINARY),
    (_trimmed, "Blanks at the ends belong to the value: do not trim."),
    (_blanks_added, "The parser adds blanks at the ends: look for padding or a carriage return left over."),
    (_line_break_changed, "Blanks or line breaks inside the value were changed: keep them as they are."),
    (_normalised, "The characters look alike and differ: keep Unicode as it is, without normalising it."),
    (_case_changed, "The letter case was changed: keep the text as it is."),
    (_signs_stripped, "Signs at the end of the value are missing: look for code that strips punctuation."),
    (_cut_off, "The value was cut off: look for a limit on its length."),
)
"""What the two values tell together, the most telling first."""
