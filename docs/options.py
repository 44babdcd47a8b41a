"""Print the manual of the formatting options: the catalogue as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportsim.adobe import CATALOGUE, FILES, PRESETS, SOURCES, Option
from exportsim.cli.catalogue import defaults, shown

HEAD = """# Formatting options

Written by `make docs` from the program's own catalogue; `exportsim options` prints it.

The vendor documents defaults in three places that disagree. *Table* is the option table of the file formatting page,
*template* what the templated example on that page falls back to, *cards* what the vendor's own cloud storage
destinations begin with. Where template and cards say nothing, the table holds; where the vendor leaves a default open,
a switch decides. *Spark* is what Apache Spark 3.5 does when it is told nothing.

`--preset NAME` formats as a preset says instead of the destination server. `--option NAME=VALUE`, as often as needed,
sets a single option over the server's formatting or the preset's. In `exportsim.toml` these are `[formatting]` and
`[options]`. Place, row limit and manifest stay the server's. Names compare without letter case.
"""


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([HEAD, *_presets(), *_sections(), *_sources()])


def _sections() -> Iterator[str]:
    for title, options, file_type in [
        ("Every file", FILES, "csv"),
        *((file_type, options, file_type) for file_type, options in CATALOGUE.items()),
    ]:
        yield f"## {title}\n"
        yield _table(
            ["option", "what it may be", "table", "template", "cards", "Spark", "notes"],
            (
                [
                    ", ".join(_code(name) for name in (option.name, *option.aliases)),
                    _plain(f"{option.about}: {option.allowed_text}"),
                    *map(_value, defaults(option, file_type).values()),
                    _notes(option),
                ]
                for option in options
            ),
        )


def _notes(option: Option) -> str:
    keys = ", ".join(map(_code, option.keys))
    notes = [
        f"In the server: {keys}." if keys else "",
        f"The cards offer {', '.join(map(_value, option.cards_offer))}." if option.cards_offer else "",
        f"Switch `{option.switch}`." if option.switch else "",
        _plain(option.remark),
        f"From: {', '.join(option.sources)}.",
    ]
    return " ".join(filter(None, notes))


def _presets() -> Iterator[str]:
    yield "## Presets\n"
    yield _table(["preset", "what it is"], ([_code(name), _plain(preset.about)] for name, preset in PRESETS.items()))
    yield "Where they differ:\n"
    said = {name: preset.format.options() for name, preset in PRESETS.items()}
    differing = [name for name in said["spark"] if len({options[name] for options in said.values()}) > 1]
    rows = [[_code(name), *(_value(options[name]) for options in said.values())] for name in differing]
    nulls = ["null as in Spark before 3.3", *("yes" if preset.legacy_nulls else "no" for preset in PRESETS.values())]
    yield _table(["", *PRESETS], [*rows, nulls])


def _sources() -> Iterator[str]:
    yield "## Where this is from\n"
    yield "\n".join(f"- *{name}*: {what}" for name, what in SOURCES.items())


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _value(value: str | None) -> str:
    if value is None:
        return ""
    return _code(value) if shown(value) == value else shown(value)


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\")


def _code(text: str) -> str:
    return f"`{text}`"


if __name__ == "__main__":
    print(page())  # noqa: T201 (it is a printer)
