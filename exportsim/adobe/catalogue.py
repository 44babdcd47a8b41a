"""Every option of every file type: the one table that reading, presets, ``exportsim options`` and its manual use.

What Spark does when nothing is given is asked of ``formats``; what the vendor says stands here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import formats
from exportsim.adobe.option import Option
from formats.avro import container as avro
from formats.codecs import CODECS
from formats.parquet import options as parquet

TABLE, INTERFACE, GUIDES = "formatting page", "interface page", "guides"
SPARK, SESSION = "Spark", "Spark session"

SOURCES = {
    TABLE: "the vendor's reference of file formatting options, with the option table and the templated example",
    INTERFACE: "the vendor's page on formatting options in its interface, which the cards show",
    GUIDES: "the vendor's step-by-step guides to file-based destinations",
    SPARK: "Spark's data source options, as observed in 3.5",
    SESSION: "Spark's session settings, as observed in 3.5",
}
"""Where an option is described, by short name."""

FLAG = ("true", "false")
CHARACTER = "one character of the Basic Multilingual Plane; empty means U+0000"
PATTERN = "a date-time pattern of Spark's"

FILES = (
    Option(
        "fileType",
        "the format of the files",
        tuple(formats.FORMATS),
        (TABLE,),
        keys=("fileType",),
        server_words=("csv", "json", "parquet"),
        table="csv",
        cards_offer=("csv", "json", "parquet"),
        remark="The pages spell it in capitals too; letter case does not matter. Avro is none of the vendor's.",
    ),
    Option(
        "maxFileRowCount",
        "after how many rows a new file begins",
        "a whole number, 1000000 to 10000000; a rehearsal may go below",
        (TABLE,),
        keys=("maxFileRowCount",),
        table="5000000",
    ),
    Option(
        "includeFileManifest",
        "whether a manifest goes with the files",
        FLAG,
        (TABLE,),
        keys=("includeFileManifest",),
        switch="manifest-default",
    ),
)
"""What is said of the files rather than of what is in them."""

COMPRESSION = Option(
    "compression",
    "the codec of the whole file",
    tuple(CODECS),
    (TABLE, INTERFACE, GUIDES),
    keys=("compression",),
    server_words=("none", "gzip", "bzip2", "lz4", "snappy", "deflate"),
    table="none",
    template="none",
    cards="none",
    cards_offer=("none", "gzip"),
    aliases=("codec",),
    remark="The pages list different codecs, in either letter case; deflate stands in the guides only. The cards make "
    "a customer choose; the connections that the vendor moved to them have none. The words with a hyphen are framings "
    "that neither the vendor nor Spark knows.",
)

ENCODING = Option("encoding", "the charset of the file", "a charset by Java's name", (SPARK,), aliases=("charset",))
DATE_FORMAT = Option("dateFormat", "how dates are written", PATTERN, (SPARK,))
TIMESTAMP_FORMAT = Option("timestampFormat", "how timestamps are written", PATTERN, (SPARK,))
LINE_SEP = Option("lineSep", "ends each row", "one character or more, as they are", (SPARK,))
MOMENTS = (
    Option("timestampNTZFormat", "how timestamps without a zone are written", PATTERN, (SPARK,)),
    Option("timeZone", "where timestamps are shown", "an IANA name or an offset", (SPARK,), switch="time-zone"),
    Option("locale", "the language of month and day names", "a language tag", (SPARK,)),
)

CSV = (
    Option(
        "sep",
        "stands between two values",
        r"one character or more; \t \r \b \f \" \' \\ as sequences",
        (TABLE, INTERFACE),
        keys=("csvOptions.sep", "csvOptions.delimiter"),
        table=",",
        template=",",
        cards=",",
        cards_offer=(",", "\t", "|", ";", ":"),
        aliases=("delimiter",),
        remark="The option table calls it delimiter, the examples sep: either is read, both only when they agree.",
    ),
    Option(
        "quote",
        "around a value that needs it",
        CHARACTER,
        (TABLE, INTERFACE),
        keys=("csvOptions.quote",),
        table="\0",
        template='"',
        cards="",
        cards_offer=('"', ""),
        empty_counts=True,
        switch="quote-default",
        remark="The option table says null and shows U+0000, which cannot be seen on a screen: such files look as if "
        "nothing were quoted.",
    ),
    Option(
        "escape",
        "before a quote inside quotes",
        CHARACTER,
        (TABLE, INTERFACE),
        keys=("csvOptions.escape",),
        table="\\",
        template="\\",
        cards="\\",
        cards_offer=("\\", "'"),
    ),
    Option(
        "charToEscapeQuoteEscaping",
        "before an escape inside quotes",
        "one character; empty: the escape itself, unless that is the quote; U+0000: nothing",
        (TABLE,),
        keys=("csvOptions.charToEscapeQuoteEscaping",),
        table="\\",
        switch="escape-of-escape-default",
        remark="The option table's default is U+0000 where escape and quote are the same.",
    ),
    Option(
        "quoteAll",
        "whether every value is quoted, not only those that need it",
        FLAG,
        (TABLE,),
        keys=("csvOptions.quoteAll",),
        table="false",
        remark="The forms in the guides begin with true.",
    ),
    Option(
        "escapeQuotes",
        "whether a quote inside a value makes it need quotes",
        FLAG,
        (TABLE,),
        keys=("csvOptions.escapeQuotes",),
        table="true",
    ),
    Option(
        "header", "whether column names are the first row", FLAG, (TABLE,), keys=("csvOptions.header",), table="true"
    ),
    Option(
        "ignoreLeadingWhiteSpace",
        "whether blanks in front of a value are cut off",
        FLAG,
        (TABLE, INTERFACE),
        keys=("csvOptions.ignoreLeadingWhiteSpace",),
        table="true",
    ),
    Option(
        "ignoreTrailingWhiteSpace",
        "whether blanks behind a value are cut off",
        FLAG,
        (TABLE, INTERFACE),
        keys=("csvOptions.ignoreTrailingWhiteSpace",),
        table="true",
    ),
    Option(
        "nullValue",
        "the text for null",
        "any text",
        (TABLE, INTERFACE),
        keys=("csvOptions.nullValue",),
        table="",
        template="null",
        cards="null",
        cards_offer=("null", '""', ""),
        empty_counts=True,
        remark="The interface shows NULL for a choice whose text is null in small letters.",
    ),
    Option(
        "emptyValue",
        "the text for an empty string",
        "any text",
        (TABLE, INTERFACE),
        keys=("csvOptions.emptyValue",),
        table='""',
        template="",
        cards="",
        cards_offer=("null", '""', ""),
        empty_counts=True,
        remark='The option table shows "" here and for nullValue; its sample lines tell that here the two quotes are '
        "the value. The examples in the guides fill it from the date pattern, which is a slip and warned of.",
    ),
    replace(
        LINE_SEP,
        allowed="one or two characters, as they are",
        sources=(INTERFACE,),
        keys=("csvOptions.lineSep",),
        table="\n",
        remark="Missing in today's option table; one character is offered, Spark takes CR LF too.",
    ),
    Option("comment", "a first column that begins with it is quoted", "one character; U+0000: none", (SPARK,)),
    replace(
        ENCODING,
        sources=(GUIDES, INTERFACE),
        keys=("csvOptions.encoding",),
        switch="encoding-default",
        remark="Missing in the option table; UTF-8 and UTF-16 are offered, Spark takes more.",
    ),
    replace(DATE_FORMAT, sources=(TABLE,), keys=("csvOptions.dateFormat",), table="yyyy-MM-dd"),
    replace(
        TIMESTAMP_FORMAT,
        sources=(TABLE,),
        keys=("csvOptions.timestampFormat",),
        table="yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]",
        remark="The examples leave out HH, and such a pattern is warned of.",
    ),
    *MOMENTS,
    COMPRESSION,
)

JSON = (
    Option("ignoreNullFields", "whether null fields are left out", FLAG, (SPARK,)),
    Option("pretty", "whether each field has a line of its own", FLAG, (SPARK,)),
    Option("writeNonAsciiCharacterAsCodePoint", r"whether all beyond ASCII is written as \uXXXX", FLAG, (SPARK,)),
    LINE_SEP,
    ENCODING,
    DATE_FORMAT,
    TIMESTAMP_FORMAT,
    *MOMENTS,
    COMPRESSION,
)


def _parquet(name: str, about: str, *allowed: str) -> Option:
    return Option(name, about, allowed, (SESSION,), aliases=(f"spark.sql.parquet.{name}",))


_REBASE = ("EXCEPTION", "CORRECTED")

PARQUET = (
    replace(
        COMPRESSION,
        about="the codec of the pages",
        allowed=get_args(parquet.CodecName),
        remark="The vendor lists the same codecs for every file type; Parquet has no bzip2 and no deflate.",
    ),
    _parquet("outputTimestampType", "how instants are stored", "INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS"),
    _parquet("writeLegacyFormat", "whether decimals, lists and maps are laid out as Spark 1.4 did", *FLAG),
    _parquet("datetimeRebaseModeInWrite", "what becomes of dates before 1582-10-15", *_REBASE),
    _parquet("int96RebaseModeInWrite", "what becomes of INT96 instants before 1900", *_REBASE),
)

AVRO = (
    Option(
        "compression",
        "the codec of the blocks",
        get_args(avro.CodecName),
        (SPARK,),
        aliases=("codec", "spark.sql.avro.compression.codec"),
    ),
)

CATALOGUE: dict[str, tuple[Option, ...]] = {"csv": CSV, "json": JSON, "parquet": PARQUET, "avro": AVRO}
"""By file type: what can be said of such files, beside what ``FILES`` says of all."""


def named(file_type: str) -> dict[str, Option]:
    """A file type's options by name, those of all files included."""
    return {option.name: option for option in (*FILES, *CATALOGUE[file_type])}


def canonical(name: str) -> str | None:
    """The catalogue's name for an option of any file type, by name or alias in any letter case."""
    return _CANONICAL.get(name.lower())


def server_defaults(file_type: str) -> dict[str, str]:
    """What holds in files of this type for options that a server leaves out and no switch decides."""
    return {
        option.name: option.table
        for option in CATALOGUE[file_type]
        if option.table is not None and option.switch is None
    }


def spark_default(file_type: str, option: Option) -> str | None:
    """What Spark does when nothing is given; None for what is none of Spark's."""
    shown = formats.from_options(file_type, {}).options()
    return next((shown[name] for name in (option.name, *option.aliases) if name in shown), None)


_CANONICAL = {
    name.lower(): option.name
    for options in (FILES, *CATALOGUE.values())
    for option in options
    for name in (option.name, *option.aliases)
}
