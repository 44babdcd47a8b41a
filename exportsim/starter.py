"""The files that a partner begins with: a rehearsal that passes, made of the samples."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from string import Template

from exportsim import adobe, profiles
from exportsim.errors import ConfigurationError, ExportError, Problem
from exportsim.model import Column

SAMPLES = Path(__file__).parent / "samples"

PLACES = ("s3", "azure-blob", "adls-gen2", "sftp", "google-cloud-storage", "data-landing-zone")
FILE_TYPES = ("csv", "json", "parquet")
CODECS = ("none", "gzip")
FORMATTINGS = ("predefined", "configured")

FILES = ("exportsim.toml", "server.json", "destination.json", "customer.json", "parser.py")


@dataclass(frozen=True)
class Answers:
    """What is asked before anything can be written."""

    name: str = "My destination"
    """What customers know the destination by."""

    place: str = PLACES[0]
    file_type: str = FILE_TYPES[0]
    codec: str = CODECS[1]
    formatting: str = FORMATTINGS[0]
    """Who decides how CSV is written: ``predefined`` by the partner, ``configured`` by each customer."""


def starter(answers: Answers) -> dict[str, str]:
    """The files by name, in the order in which they are read.

    Raises ``ConfigurationError`` for a name that no file can be called after.
    """
    if not answers.name.strip() or not answers.name.isprintable():
        raise ConfigurationError([Problem("--name", f"{answers.name!r} is not a name", "a word or two")])
    server, destination, customer = _documents(answers)
    columns = "".join(f"  {json.dumps(_mapping(column))},\n" for column in profiles.default_columns(None))
    toml = Template((SAMPLES / "starter" / "exportsim.toml").read_text("utf-8"))
    filled = toml.substitute(name=answers.name, example=next(iter(json.loads(customer))), columns=columns)
    parser = (SAMPLES / "starter" / f"read_{answers.file_type}.py").read_text("utf-8")
    return dict(zip(FILES, (filled, server, destination, customer, parser), strict=True))


def _mapping(column: Column) -> str:
    return column.source if column.target == column.source.replace(".", "_") else f"{column.source}={column.target}"


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write all of the files, none over another; what a failure leaves half done is taken away again."""
    refuse_present(folder, files)
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                written.append(folder / name)
                file.write(content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise ExportError(f"{error.filename or folder} cannot be written: {error.strerror}") from error


def refuse_present(folder: Path, names: Mapping[str, str] | tuple[str, ...] = FILES) -> None:
    """Raise ``ConfigurationError`` with every file that is there already."""
    present = [folder / name for name in names if (folder / name).exists()]
    if present:
        raise ConfigurationError(
            Problem(str(path), "is there already and is not replaced", "another folder") for path in present
        )


def _documents(answers: Answers) -> tuple[str, str, str]:
    """The sample's three files under the partner's name, held against each other."""
    slug = re.sub(r"[^a-z0-9]+", "-", answers.name.lower()).strip("-")[:40].strip("-")
    # Not every name makes a bucket: some are too short, some are reserved.
    for word in (slug or "partner", "partner"):
        server, destination, customer = texts = _sample(answers, word)
        with suppress(ConfigurationError):
            adobe.resolve(
                adobe.Server("server.json", json.loads(server)),
                json.loads(customer),
                destination=adobe.Destination("destination.json", json.loads(destination)),
            )
            return texts
    raise AssertionError("the samples do not fit together")


def _sample(answers: Answers, word: str) -> tuple[str, str, str]:
    sample = f"{answers.place}-{answers.formatting}.json"
    server, destination, customer = (
        re.sub("kestrel-loyalty|kestrel|loyalty", word, (SAMPLES / folder / sample).read_text("utf-8"))
        for folder in ("servers", "destinations", "customer-data")
    )
    chosen = {"fileType": answers.file_type, "compression": answers.codec.upper()}
    if answers.formatting == "configured":
        chosen["sep"] = ","
    values = {**json.loads(customer), **chosen}
    return (
        _named(server, f"{answers.name}, server"),
        _named(destination, answers.name),
        json.dumps(values, indent=2, ensure_ascii=False) + "\n",
    )


def _named(document: str, name: str) -> str:
    """The JSON under another name, laid out as it was."""
    return re.sub('(?<="name": )"[^"]*"', lambda _: json.dumps(name, ensure_ascii=False), document, count=1)
