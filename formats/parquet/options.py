"""The Parquet options under Spark's names, each with its field in ``Parquet``.

Spark takes the codec as an option of the writer and the rest as settings of the session; here all are options, and the
settings go by their last word as well. Sources: Spark's ``ParquetOptions`` and ``SQLConf`` as observed in 3.5.9.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, get_args

from formats.base import FormatError
from formats.options import Option, fields_from, flag, show_flag

CodecName = Literal["none", "snappy", "gzip", "zstd", "lz4", "lz4_raw"]
TimestampType = Literal["INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS"]
RebaseMode = Literal["EXCEPTION", "CORRECTED"]

_CODECS: dict[str, CodecName] = {name: name for name in get_args(CodecName)}
_CODECS |= {"uncompressed": "none", "lz4raw": "lz4_raw"}
_TIMESTAMP_TYPES: dict[str, TimestampType] = {name.lower(): name for name in get_args(TimestampType)}
_REBASE_MODES: dict[str, RebaseMode] = {name.lower(): name for name in get_args(RebaseMode)}

Word = TypeVar("Word", bound=str)


def _one_of(known: Mapping[str, Word], what: str) -> Callable[[str, str], Word]:
    def parse(name: str, value: str) -> Word:
        if value.lower() not in known:
            allowed = ", ".join(dict.fromkeys(known.values()))
            raise FormatError(what, option=name, value=value, allowed=allowed)
        return known[value.lower()]

    return parse


def _setting(word: str, field: str, parse: Callable[[str, str], Any], show: Callable[[Any], str] = str) -> Option:
    return Option(f"spark.sql.parquet.{word}", field, parse, show, alias=word)


_codec = _one_of(_CODECS, "not a codec of Parquet files")
_rebase_mode = _one_of(_REBASE_MODES, "not available for ancient dates (nor is Spark's LEGACY, the Julian calendar)")

OPTIONS = (
    Option("compression", "codec", _codec, alias="codec"),
    _setting("outputTimestampType", "timestamp_type", _one_of(_TIMESTAMP_TYPES, "not a type for timestamps")),
    _setting("writeLegacyFormat", "legacy_layout", flag, show_flag),
    _setting("datetimeRebaseModeInWrite", "rebase_mode", _rebase_mode),
    _setting("int96RebaseModeInWrite", "int96_rebase_mode", _rebase_mode),
)

_WEAKER = (Option("parquet.compression", "codec", _codec, alias="spark.sql.parquet.compression.codec"),)
"""Names that lose against those of ``OPTIONS``."""


def parquet_fields(options: Mapping[str, str]) -> dict[str, Any]:
    """The fields of ``Parquet`` that these options set; ``FormatError`` for a value that is not available."""
    return fields_from(options, [*_WEAKER, *OPTIONS])
