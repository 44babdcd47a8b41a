"""Findings about a destination server: where files go and how they are written."""

from __future__ import annotations

from exportsim.adobe.lint.rule import Rule

SERVER: dict[str, Rule] = {
    "null-and-empty-alike": Rule(
        "warning",
        "null and empty are written alike",
        "Nobody who reads the file can tell a missing value from an empty one.",
        'two different texts: nullValue "null" and emptyValue ""',
    ),
    "quote-all-hides-null": Rule(
        "warning",
        "quoteAll makes null and empty alike",
        "With quoteAll a null stands in quotes as every text does, so it reads like an empty text.",
        'quoteAll "false", or a nullValue that no text is: "null"',
    ),
    "delimiter-is-escape": Rule(
        "error",
        "delimiter and escape are the same",
        "Inside quotes the delimiter stands before every quote; readers that look for delimiters first split there.",
        'an escape of its own: "\\\\"',
    ),
    "delimiter-is-quote": Rule(
        "error",
        "delimiter and quote are the same",
        "What ends a value also begins a quoted one, and no usual reader tells them apart.",
        'different characters: sep ",", quote "\\""',
    ),
    "escape-not-escaped": Rule(
        "warning",
        "an escape inside quotes is written bare",
        "A value that ends in an escape seems to go on behind its closing quote.",
        "charToEscapeQuoteEscaping as the escape itself",
    ),
    "encoding-loses-characters": Rule(
        "error",
        "the encoding lacks characters",
        "Names in other scripts come out as question marks.",
        "UTF-8",
    ),
    "timestamp-without-hours": Rule(
        "error",
        "timestamps without hours",
        "The vendor's own example leaves HH out; whoever copies it loses the hour of every time.",
        "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]",
    ),
    "timestamp-incomplete": Rule(
        "warning",
        "timestamps lose a part",
        "Different times come to the same text.",
        "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]",
    ),
    "date-incomplete": Rule(
        "warning",
        "dates lose a part",
        "Different dates come to the same text.",
        "yyyy-MM-dd",
    ),
    "empty-value-from-date-format": Rule(
        "error",
        "emptyValue is filled from the date pattern",
        "A slip in the vendor's guides: every empty text is exported as the pattern, like yyyy-MM-dd.",
        "{{customerData.emptyValue}}",
    ),
    "option-from-other-field": Rule(
        "warning",
        "an option is filled from another option's field",
        "What a customer chooses for one option decides another, and their choice for this one decides nothing.",
        "the field of the same name",
    ),
    "null-value-escaped": Rule(
        "warning",
        "null comes out as an escaped pair of quotes",
        'With quote " and "" for null and empty alike, the vendor warns: null is written as "\\"\\"".',
        'nullValue "null", or emptyValue ""',
    ),
    "nul-as-quote": Rule(
        "warning",
        "the quote is the NUL character",
        "A value that holds the delimiter stands between two NUL bytes, which cannot be seen and which most readers "
        "take for text: the row has a column too many.",
        'quote "\\""',
    ),
    "quote-not-said": Rule(
        "warning",
        "no quote is given",
        "The vendor's pages name three defaults, NUL, the double quote and nothing; files depend on which is true.",
        'quote "\\"", written out',
    ),
    "nul-spelled-out": Rule(
        "warning",
        "the name of NUL in place of the character",
        "The option table writes u0000 for a character; as a quote it would be five.",
        'a quote that can be seen: \\"',
    ),
    "utf-16": Rule(
        "note",
        "UTF-16 without a byte order",
        "Which byte comes first, and whether a mark says so, is not documented.",
        "UTF-8",
    ),
    "encoding-not-listed": Rule(
        "warning", "an encoding that is not offered", "UTF-8 and UTF-16 are documented, no other.", "UTF-8"
    ),
    "line-end-too-long": Rule(
        "warning", "a line end of several characters", "One character is documented.", "lineSep as a line feed, or none"
    ),
    "codec-not-listed": Rule(
        "note",
        "a codec of the guides only",
        "The option table does not have it; whether the platform writes it is not documented.",
        "gzip or none",
    ),
    "hadoop-framing": Rule(
        "warning",
        "lz4 or snappy around text",
        "Spark writes these in Hadoop's blocks, which neither lz4 nor snzip nor most libraries can read.",
        "gzip",
    ),
    "codec-not-for-parquet": Rule(
        "warning",
        "a codec that Parquet does not have",
        "A customer who chooses this codec with Parquet gets no file.",
        "gzip and snappy for Parquet, or the field shown for other file types only",
    ),
    "csv-options-idle": Rule(
        "note", "CSV options of other files", "They count for CSV only, and this server writes none.", "no csvOptions"
    ),
    "row-limit-out-of-range": Rule(
        "warning", "a row limit out of range", "1,000,000 to 10,000,000 rows are documented.", "5000000"
    ),
    "file-configurations-misplaced": Rule(
        "error",
        "fileConfigurations in the wrong place",
        "One guide nests them in the location, the reference has them beside it; where they do not count, files have "
        "the platform's defaults.",
        "fileConfigurations at the top, beside the location",
    ),
    "use-case-missing": Rule(
        "warning",
        "no useCase",
        "The API's description requires one for a Data Landing Zone; the guide leaves it out.",
        '"useCase": "dlz_destination"',
    ),
    "use-case-not-documented": Rule(
        "warning",
        "a useCase of the examples",
        "The pages show filler here; the API's description allows one value.",
        '"useCase": "dlz_destination"',
    ),
    "empty-folder-name": Rule(
        "warning", "empty names in the path", "Storages differ in what they make of two slashes.", "one slash"
    ),
}
