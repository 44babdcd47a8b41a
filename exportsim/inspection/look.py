"""One file, from the outside in: encryption, container, charset, file type, and what each of them lets one see."""

from __future__ import annotations

import io
from dataclasses import replace

from exportsim.inspection import avro_file, csv_file, encoding, encryption, json_file, parquet_file
from exportsim.inspection.configuration import file_configurations
from exportsim.inspection.container import NOT_UNPACKED, Container, container_of, recognised, unpacked
from exportsim.inspection.scan import Scan, scan
from exportsim.inspection.source import Bounded, Source, opened
from exportsim.inspection.values import Confidence, Fact, Inspection, plural
from formats import FormatError
from formats.codecs import HEAD


def inspect(location: str) -> Inspection:
    """Say what a file is: a path, ``file://``, or a URL of a cloud.

    Whatever stands in the file, damaged, cut off or nothing of what is known, is told, not raised. What cannot be
    opened or read, such as a folder, is a ``ConfigurationError``. At most ``source.LIMIT`` bytes are read and as many
    unpacked, so time and memory do not grow with the file.
    """
    with opened(location) as source:
        outside = recognised(source)
        found = _looked_at(source, outside)
    odd = (*outside.oddities(source.name), *found.oddities)
    found = replace(found, oddities=odd)
    return replace(found, file_configurations=file_configurations(found))


def _looked_at(source: Source, outside: Container) -> Inspection:
    if outside.name.startswith("pgp"):
        return _encrypted(source, outside)
    plain = Fact("encryption", "none", "certain", "It begins with no OpenPGP packet.")
    if outside.name == "parquet":
        return _parquet(source, outside, plain)
    if outside.name == "avro":
        return _avro(source, outside, plain)
    if outside.name in NOT_UNPACKED:
        unknown = _type("unknown", "certain", "What such a container holds is not looked at.")
        return Inspection(source.name, source.size, False, "unknown", (plain, outside.fact(), unknown))
    return _content(source, outside, (plain, outside.fact()))


def _encrypted(source: Source, outside: Container) -> Inspection:
    head = source.stream.read(HEAD)
    inside = _type("unknown", "certain", "What is encrypted cannot be told without the key.")
    facts = (*encryption.facts(head, outside.name, outside.evidence), inside)
    return Inspection(source.name, source.size, False, "unknown", facts)


def _parquet(source: Source, outside: Container, plain: Fact) -> Inspection:
    found = parquet_file.look(source.stream, source.size or 0)
    facts = (plain, _type("parquet", "certain", outside.evidence), *found.facts)
    columns, odd, compression = found.columns, found.oddities, found.compression
    return Inspection(source.name, source.size, True, "parquet", facts, (), found.rows, columns, odd, compression)


def _avro(source: Source, outside: Container, plain: Fact) -> Inspection:
    found = avro_file.look(source.stream, source.size or 0)
    facts = (plain, _type("avro", "certain", outside.evidence), *found.facts)
    whole = found.rows is not None and found.rows.exact
    return Inspection(source.name, source.size, whole, "avro", facts, (), found.rows, found.columns, found.oddities)


def _content(source: Source, outside: Container, facts: tuple[Fact, ...]) -> Inspection:
    """What is inside the container, which is text unless something is odd."""
    bounded = Bounded(source.stream)
    stream = unpacked(bounded, outside)
    head, damage = _head(stream)
    inside = container_of(head, whole=len(head) < HEAD and not bounded.cut) if outside.codec != "none" else outside
    found = encoding.recognised(head, whole=len(head) < HEAD)
    wide = found.charset.startswith(("UTF-16", "UTF-32"))
    text = inside.name == "text" or wide or (inside.name == "unknown" and encoding.is_text(head))
    if not head or outside.name == "hadoop-empty" or not text:
        fact = _nothing_known(head, inside, outside, damage)
        odd = (_damage(damage),) if damage and not bounded.cut else ()
        return Inspection(source.name, source.size, not bounded.cut, "unknown", (*facts, fact), oddities=odd)
    seen = scan(stream, head, found)
    if damage:
        seen.damage, seen.whole = damage, False
    if bounded.cut:
        seen.damage, seen.whole = "", False
    return replace(_text(source, seen, facts, bounded.taken), compression=outside.compression)


def _head(stream: io.BufferedReader) -> tuple[bytes, str]:
    """The first bytes of the content, and why there are no more of them."""
    head = b""
    try:
        while len(head) < HEAD and (more := stream.read1(HEAD - len(head))):
            head += more
    except FormatError as error:
        return head, error.what
    return head, ""


def _nothing_known(head: bytes, inside: Container, outside: Container, damage: str) -> Fact:
    if outside.name == "hadoop-empty" or not head:
        if damage:
            return _type("unknown", "certain", "Nothing can be unpacked.")
        return _type("unknown", "certain", "There is nothing in it: an export without rows and without a header.")
    if not head.strip(b"\0"):
        return _type("unknown", "certain", f"Its first {plural(len(head), 'byte')} are all zero.")
    if outside.codec != "none" and inside.name != "unknown":
        return _type("unknown", "certain", f"Inside the container is another file, {inside.name}: {inside.evidence}")
    return _type("unknown", "likely", "Its bytes are neither text nor any container or format that is known.")


def _text(source: Source, seen: Scan, facts: tuple[Fact, ...], taken: int) -> Inspection:
    size = _size_of_text(source, seen, taken)
    facts = (*facts, seen.encoding.fact, seen.encoding.mark_fact())
    odd = [*seen.encoding.oddities(), *_oddities(seen)]
    charset = seen.encoding.fact
    if json_file.is_json(seen.sample):
        json = json_file.look(seen, size)
        facts = (*facts, _type("json", "certain", "It begins with a JSON value."))
        options = (*json.options, charset)
        odd += json.oddities
        return Inspection(
            source.name, source.size, seen.whole, "json", facts, options, json.rows, json.columns, tuple(odd)
        )
    csv = csv_file.look(seen, size)
    table = csv.columns[1:]
    evidence = "It is text in records of fields." if table else "It is text; as CSV it has one column."
    facts = (*facts, _type("csv", "likely" if table else "default", evidence))
    odd += csv.oddities
    if seen.sample.lstrip().startswith("<"):
        odd.append("It begins with <: a page or XML, perhaps what a server said in place of a file.")
    return Inspection(
        source.name,
        source.size,
        seen.whole,
        "csv",
        facts,
        (*csv.options, charset),
        csv.rows,
        csv.columns,
        tuple(odd),
        tokens=csv.tokens,
    )


def _size_of_text(source: Source, seen: Scan, taken: int) -> int:
    """Bytes of text in the whole file, estimated by what was read of it so far."""
    if seen.whole or not source.size:
        return seen.size
    return max(round(seen.size * source.size / max(taken, 1)), seen.size)


def _oddities(seen: Scan) -> list[str]:
    found = [_damage(seen.damage)] if seen.damage else []
    if seen.invalid:
        found.append(f"{plural(seen.invalid, 'byte')} that are no UTF-8.")
    if seen.lost:
        found.append(
            f"U+FFFD stands in the text {plural(seen.lost, 'time')}: an earlier step could not decode something."
        )
    return found


def _damage(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."


def _type(name: str, confidence: Confidence, evidence: str) -> Fact:
    return Fact("file type", name, confidence, evidence)
