"""What is wrong with templates, by themselves and beside the form that fills them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exportsim.adobe.catalogue import FILES
from exportsim.adobe.json_file import quoted
from exportsim.adobe.lint.case import Case
from exportsim.adobe.lint.found import Found
from exportsim.adobe.locations import KINDS
from exportsim.adobe.notes import nearest, step
from exportsim.adobe.pebble import FILTERS, FUNCTIONS, PREDICATES, References, Words
from exportsim.adobe.templated import CUSTOMER_DATA, asked, templates

MARKS = ("{{", "{%", "{#")
MANIFEST = FILES[2].name


def check(case: Case) -> Iterator[Found]:
    """Look at every template of a server."""
    for path, found in templates(case.server.document):
        yield from _unknown_names(case, path, found)
        yield from _comparisons(case, path, found)
        yield from _guards(case, path, found)
    yield from _literals(case)
    if case.offer and case.destination:
        yield from _fields(case, case.destination.file)


def _unknown_names(case: Case, path: str, found: References) -> Iterator[Found]:
    kinds: tuple[tuple[str, tuple[Words, ...], list[str]], ...] = (
        ("filter", found.filters, [*FILTERS]),
        ("test", found.tests, [*PREDICATES]),
        ("function", found.functions, [*FUNCTIONS]),
    )
    for kind, names, known in kinds:
        for name in names:
            if name.text not in known:
                what = f'uses the {kind} "{name.text}", which is not known'
                instead = nearest(name.text, known) or "known: " + ", ".join(known)
                yield Found("template-name-unknown", case.server.file, path, what, instead, within=name.at)


def _comparisons(case: Case, path: str, found: References) -> Iterator[Found]:
    """Comparisons with constants that the field's list does not have."""
    fields = dict(case.fields())
    for one in found.comparisons:
        field = fields.get(".".join(one.path[1:])) if one.path[0] == CUSTOMER_DATA else None
        if field and field.choices and one.operator in ("==", "equals") and one.value not in field.choices:
            offered = ", ".join(map(quoted, field.choices))
            what = f"compares customerData.{'.'.join(one.path[1:])} with {quoted(str(one.value))}"
            instead = f"{offered}: what {field.path} offers"
            yield Found("comparison-never-true", case.server.file, path, what, instead, within=one.at)


def _guards(case: Case, path: str, found: References) -> Iterator[Found]:
    known = {name for full, _one in case.fields() for name in (full, full.partition(".")[0])}
    if case.offer is None:
        return
    for one in asked(found):
        name = ".".join(one.path[1:])
        if one.held and name not in known and ".".join(one.path[1:-1]) not in dict(case.fields()):
            what = f"asks whether customers have {name}, which is no field of {case.offer.file}"
            yield Found("guard-never-true", case.server.file, path, what, within=one.at)


def _literals(case: Case) -> Iterator[Found]:
    todo: list[tuple[str, object]] = [("$", case.server.document)]
    while todo:
        path, node = todo.pop()
        if not isinstance(node, Mapping):
            continue
        value = node.get("value")
        templated = node.get("templatingStrategy") == "PEBBLE_V1"
        if templated and isinstance(value, str) and not any(mark in value for mark in MARKS):
            what = f"beside the value {quoted(value)}"
            yield Found("literal-as-template", case.server.file, f"{path}.templatingStrategy", what)
        todo.extend(reversed([(step(path, key), inner) for key, inner in node.items()]))


def _fields(case: Case, file: str) -> Iterator[Found]:
    """What the form asks for, beside what the templates need."""
    needed = _needed(case)
    uses: dict[tuple[str, ...], list[str]] = {}
    for path, found in templates(case.server.document):
        for one in asked(found):
            # A path that ends early stands for all below it.
            bare = one.needed and not one.guarded and path in needed
            uses.setdefault(one.path[1:], []).extend([path] if bare else [])
    for name, field in case.fields():
        keys = tuple(name.split("."))
        if not any(keys[: len(path)] == path or path[: len(keys)] == keys for path in uses):
            what = f"{name} is in no template of {case.server.file}"
            yield Found("field-not-used", file, f"{field.path}.name", what)
        places = uses.get(keys, [])
        if places and not field.required and field.default is None and field.condition is None:
            what = f"{name} may be left empty, and {case.server.file}: {places[0]} prints it as it is"
            instead = (
                f"a default, isRequired, or a template that falls back: {{{{ customerData.{name} | default(…) }}}}"
            )
            yield Found("optional-field-unguarded", file, f"{field.path}.name", what, instead)


def _needed(case: Case) -> set[str]:
    """The paths of values that must say something: options that cannot be empty, and all of a location but folders."""
    options = {value.path for value in case.values.values() if not value.option.empty_counts}
    located = {path for path, _found in templates(case.server.document) if not path.startswith(case.formatting)}
    folders = {path for path in located if path.endswith(tuple(f".{kind.folder}.value" for kind in KINDS.values()))}
    return (options - {case.path(MANIFEST)}) | (located - folders)
