"""What is said of a template that cannot be rendered: what, where, and what would be right."""

from __future__ import annotations

import pytest

from exportsim.adobe.pebble import TemplateError, render

TAGS = "known: filter, for, if, set"
TESTS = "known: defined, empty, even, iterable, map, null, odd"
FUNCTIONS = "known: addedSegments, max, min, removedSegments"
DATA = {"customerData": {"bucket": "b", "group": {"a": "x"}, "list": ["x"], "n": 1}}


def fault(template: str) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        render(template, DATA)
    return caught.value


@pytest.mark.parametrize(
    ("template", "line", "column", "what", "allowed"),
    [
        ("{% fliter upper %}", 1, 4, 'uses the unknown tag "fliter"', f'did you mean "filter"? {TAGS}'),
        ("a\nb{% include 'x' %}", 2, 5, 'uses the tag "include" of Pebble, which the platform does not have', TAGS),
        ("{% verbatim %}{{ x", 1, 4, 'uses the tag "verbatim" of Pebble, which the platform does not have', TAGS),
        (
            "{% if true %}\n{% elif true %}{% endif %}",
            2,
            4,
            'uses the unknown tag "elif"',
            f'did you mean "elseif"? {TAGS}, elseif, else, endif',
        ),
        ("{% endif %}", 1, 4, 'uses the unknown tag "endif"', TAGS),
        ("{{ x is emty }}", 1, 9, 'uses the unknown test "emty"', f'did you mean "empty"? {TESTS}'),
        (
            "{{ addedSegment(x) }}",
            1,
            4,
            'uses the unknown function "addedSegment"',
            f'did you mean "addedSegments"? {FUNCTIONS}',
        ),
        (
            "{{ range(1, 3) }}",
            1,
            4,
            'uses the unknown function "range", which the platform leaves out of Pebble',
            FUNCTIONS,
        ),
        ("{{ 1..3 }}", 1, 5, "uses a range a..b, for which the platform lacks the function range", ""),
        ("{% if true %}x", 1, 4, 'has a tag "if" without its "endif"', ""),
        ("{{ customerData.bucket", 1, 1, "has {{ that is never closed", "{{ ... }}"),
        ("a {# b", 1, 3, "has a comment that is never closed", "{# ... #}"),
        ("{{ 'a }}", 1, 4, "has a string that is never closed", ""),
        ("{{ (1 }}", 1, 7, "has } without its opening bracket", ""),
        ("{{customerData.bucket}", 1, 22, "has } alone where }} was expected", "{{ ... }}"),
        ("{% if true }x", 1, 12, "has } alone where %} was expected", "{% ... %}"),
        (
            "{{ customerData.nope ?? 'x' }}",
            1,
            23,
            'has "?" where a value was expected',
            "there is no ??; write: value | default('other')",
        ),
        (
            "{% if 'x' in customerData %}{% endif %}",
            1,
            11,
            'has "in" where %} was expected',
            "membership is written: map contains 'key'",
        ),
        (
            "{% if not customerData contains 'x' %}{% endif %}",
            1,
            7,
            "negates a map",
            "not binds tighter than contains and is; write: not (map contains 'key')",
        ),
        (
            "{{ a if b else c }}",
            1,
            6,
            'has "if" where }} was expected',
            "a choice is written: condition ? value : other",
        ),
        (
            "{{ customerData.list.0 }}",
            1,
            22,
            'has "0" where a name was expected',
            "an element of a list is written: list[0]",
        ),
        ("{{ a && b }}", 1, 6, "has the unexpected character '&'", "and is written: and"),
        (
            "{{ customerData.kebab-name }}",
            1,
            22,
            "takes null for a number",
            "a name with a hyphen is asked for with brackets: customerData['a-b']",
        ),
        (
            "{{ customerData.bucket.length }}",
            1,
            24,
            'asks for "length" of customerData.bucket, which is a text',
            "only maps have fields, and lists elements by number; Java's own methods are not reproduced",
        ),
        (
            "{% if customerData.n contains 1 %}{% endif %}",
            1,
            22,
            "asks whether a number contains something",
            "contains is for maps, lists and texts",
        ),
        (
            "{% if customerData.list %}{% endif %}",
            1,
            20,
            "takes a list for a condition",
            "a condition is a boolean, a number or a text",
        ),
        ("{{ 1 / 0 }}", 1, 6, "divides by zero", ""),
        ("{{ 'abc' | slice(0, 9) }}", 1, 12, "slices from 0 to 9 of 3", "0 <= fromIndex < toIndex <= length"),
        (
            "{{ 'a' | date('qq') }}",
            1,
            10,
            "has the text \"a\", which is no date in the form yyyy-MM-dd'T'HH:mm:ssZ",
            "",
        ),
        ("{{ 0 | date('qq') }}", 1, 8, 'has "qq" in the date pattern "qq"', "known letters: yMdHhkKmsSDuEaZXz"),
        ("{{ 'a' | lower(1) | join }}", 1, 21, "gives a text as input of join", "a list"),
        ("{{ '' | default('a', 'b') }}", 1, 9, 'gives 2 arguments to the filter "default"', "it takes: default"),
        (
            "{{ ',' | split('(a+)+') }}",
            1,
            10,
            'splits by "(a+)+", a regular expression that is not reproduced here',
            r"characters, classes such as [,;], \s \d \w, | between alternatives, * + ? on their first or last piece",
        ),
        (
            "{{ 'a,b' | split(',') }}",
            1,
            1,
            "prints an array, of which Pebble prints an address in memory",
            "join its elements: array | join(',')",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(template: str, line: int, column: int, what: str, allowed: str) -> None:
    """Each fault names what it found, points to it, and says what to write instead where that can be told."""
    error = fault(template)
    assert (error.line, error.column, error.what, error.allowed) == (line, column, what, allowed)


def test_an_unknown_filter_is_told_with_all_that_are_known() -> None:
    """A near spelling comes first, then every filter; the column is the name's."""
    error = fault("x\r\n{{ customerData.bucket | uper }}")
    assert (error.line, error.column, error.what) == (2, 26, 'uses the unknown filter "uper"')
    assert error.allowed.startswith('did you mean "upper"? known: abbreviate, abs, added, ')
    assert str(error) == f'line 2, column 26: uses the unknown filter "uper" ({error.allowed})'


def test_an_unknown_filter_that_is_not_reached_is_not_looked_for() -> None:
    """As in Pebble: names are looked up when a value comes to them."""
    assert render("{% if false %}{{ x | nosuchfilter }}{{ nosuch() }}{% endif %}", {}).text == ""


def test_a_cut_through_a_character_is_refused() -> None:
    """Java counts a character beyond U+FFFF as two; half of one can stand in no file."""
    assert fault("{{ '\U0001f600' | slice(0, 1) }}").what == "comes to half of a character, which no file can hold"


def test_variables_are_values_of_json() -> None:
    """Anything else is a mistake of the program that renders, not of the template."""
    with pytest.raises(TypeError, match="object is no value of JSON"):
        render("", {"x": object()})
