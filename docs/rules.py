"""Print the manual of ``exportsim lint``: every rule as a page."""

from __future__ import annotations

from collections.abc import Iterator

from exportsim.adobe.lint import RULES
from exportsim.adobe.lint.rules import COMMON
from exportsim.adobe.lint.rules_destination import DESTINATION
from exportsim.adobe.lint.rules_server import SERVER
from exportsim.adobe.lint.rules_templates import TEMPLATES

HEAD = """# What exportsim lint finds

Written by `make docs` from the program's own rules.

```sh
exportsim lint server.json destination.json     # a pair, held against each other
exportsim lint configurations/                  # every server and destination in a folder
exportsim lint . --strict --sarif lint.sarif    # in a build: any finding fails it, the code host shows it on the line
```

A file is a destination server or a destination configuration, also as it is pasted from the vendor's pages. Two belong
together when the destination names the server's id, when they are alone in one folder, when they have the same file
name, or when there are no others. What is templated is rendered with the defaults of the destination's form, and with
`--customer-data` and `--set` over them; what every customer has to fill in is left open.

An *error* means that files do not arrive or do not say what was meant, a *warning* that they may or that somebody must
know of it, a *note* is worth a look and harmless. Exit codes: 0; 1 when there is an error (with `--strict`: any
finding); 2 for wrong usage and for files that are no configurations.

A finding that says files lose something proves it: two different rows that the server's own options write alike. That
blanks around values are cut off, and that a text which is the very text for null reads as null, is so in every CSV file
of the platform and no finding.
"""


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for title, rules in (
        ("Destination servers", SERVER),
        ("Templates, and servers and destinations together", TEMPLATES),
        ("Destination configurations", DESTINATION),
        ("Any file", COMMON),
    ):
        yield f"## {title}\n"
        yield "| code | | what | why it hurts | what to write instead |"
        yield "|---|---|---|---|---|"
        for code in sorted(rules):
            rule = RULES[code]
            cells = (f"`{code}`", rule.severity, rule.title, rule.why, rule.instead)
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        yield ""


if __name__ == "__main__":
    print(page().rstrip())  # noqa: T201 (it is a printer)
