"""What a template asks for, told from the template alone or noted while it is rendered."""

from __future__ import annotations

from exportsim.adobe.pebble import Comparison, Words, parse, references, render

GUARDED = (
    "{% if customerData contains 'csvOptions' and customerData.csvOptions contains 'quote' %}\n"
    '{{ customerData.csvOptions.quote }}{% else %}"{% endif %}'
)


def asked(template: str) -> list[tuple[str, int, int]]:
    return [(field.name, field.line, field.column) for field in references(parse(template)).fields]


def test_fields_are_found_with_their_places() -> None:
    """In every branch, in conditions too, and a key that is asked after counts as asked for."""
    assert asked(GUARDED) == [
        ("customerData.csvOptions", 1, 29),
        ("customerData.csvOptions.quote", 1, 79),
        ("customerData.csvOptions.quote", 2, 4),
    ]


def test_a_computed_key_asks_for_all() -> None:
    """Where a key is not known beforehand, its owner stands for everything in it."""
    assert asked("{{ customerData[name] }}{{ customerData.a[x].b }}") == [
        ("customerData", 1, 4),
        ("name", 1, 17),
        ("customerData.a", 1, 28),
        ("x", 1, 43),
    ]


def test_what_a_template_sets_itself_is_not_asked_for() -> None:
    """Neither set variables nor those of a loop, nor ``loop``."""
    template = "{% set a = profile.x %}{% for b in a %}{{ b.c }}{{ loop.index }}{{ a }}{% endfor %}{{ d['e f'] }}"
    assert [name for name, _line, _column in asked(template)] == ["profile.x", 'd["e f"]']


def test_texts_comparisons_and_names_are_found() -> None:
    """All that a linter wants to look at."""
    found = references(
        parse("{% if customerData.fileType == 'CSV' and x is not empty %}{{ 'a' ~ max(1) | uper }}{% endif %}")
    )
    assert found.strings == (Words("CSV", 1, 32), Words("a", 1, 62))
    assert found.comparisons == (Comparison(("customerData", "fileType"), "==", "CSV", 1, 7),)
    assert [(line, column) for _condition, line, column in found.conditions] == [(1, 7)]
    assert found.filters == (Words("uper", 1, 77),)
    assert found.tests == (Words("empty", 1, 51),)
    assert found.functions == (Words("max", 1, 68),)


def test_only_what_was_to_be_printed_is_missing() -> None:
    """A field that only a condition asks for, that has a default or stands in a branch not taken is not missed."""
    template = (
        "{{ customerData.a }}{{ customerData.b | default('x') }}{{ customerData.c | upper }}"
        "{% if customerData.d is empty %}{{ 'y' ~ customerData.e }}{% else %}{{ customerData.f }}{% endif %}"
        "{{ customerData.g ? customerData.h : customerData.i }}"
    )
    rendered = render(template, {"customerData": {}})
    assert rendered.text == "xy"
    assert rendered.missing == ("customerData.a", "customerData.c", "customerData.e", "customerData.i")


def test_groups_that_are_printed_are_noted() -> None:
    """A map or a list prints in Java's way, which is hardly ever meant; its length or its elements are."""
    data = {"customerData": {"group": {"a": "x", "b": 1}, "list": [True, None, 1.0]}}
    rendered = render("{{ customerData.group }} {{ customerData.list }}{{ customerData.list | length }}", data)
    assert rendered.text == "{a=x, b=1} [true, null, 1.0]3"
    assert rendered.structures == ("customerData.group", "customerData.list")
