"""No template runs for ever or eats all memory: each bound by a template that wants more."""

from __future__ import annotations

import pytest

from exportsim.adobe.pebble import TemplateError, render

NUMBERS = {"many": list(range(1000))}
DOUBLED_LIST = "{% set a = [1] %}" + "{% set a = [a, a] %}" * 30
OTHER_DOUBLED_LIST = DOUBLED_LIST.replace("a", "b")

STEPS = "takes more than 200,000 steps, the bound for one template"
WORK = "makes more than 8,000,000 characters on the way, the bound for one template"
OUTPUT = "comes to more than 1,000,000 characters, the bound for one template"
NESTING = "nests more than 32 levels, the bound for one template"


@pytest.mark.parametrize(
    ("template", "what"),
    [
        pytest.param("x" * 70_000, "has more than 65,536 characters, the bound for one template", id="size"),
        pytest.param("{% for a in many %}" * 3 + "{% endfor %}" * 3, STEPS, id="loops"),
        pytest.param("{% for a in many %}{{ many | sort | length }}{% endfor %}", STEPS, id="sorting"),
        pytest.param(DOUBLED_LIST + "{{ a }}", STEPS, id="printing-shared-lists"),
        pytest.param(DOUBLED_LIST + "{{ a | toJson }}", STEPS, id="json-of-shared-lists"),
        pytest.param(DOUBLED_LIST + OTHER_DOUBLED_LIST + "{{ a == b }}", STEPS, id="comparing-shared-lists"),
        pytest.param("{% set a = many %}" + "{% set a = a | merge(a) %}" * 40, STEPS, id="merging"),
        pytest.param("{% set a = 'x' %}" + "{% set a = a ~ a %}" * 60, WORK, id="doubling-text"),
        pytest.param("{% set a = 'aa' %}" + "{% set a = a | replace({'a': 'aaaaaaaaa'}) %}" * 20, WORK, id="replacing"),
        pytest.param("{% set s = 'x' %}" + "{% set s = s ~ s %}" * 18 + "{{ many | join(s) }}", WORK, id="joining"),
        pytest.param("{{ '%90000s' | format('a') }}" * 100, OUTPUT, id="formatting"),
        pytest.param("{% for a in many %}" + "y" * 2000 + "{% endfor %}", OUTPUT, id="output"),
        pytest.param("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", NESTING, id="brackets"),
        pytest.param("{{ " + "not " * 9000 + "1 }}", NESTING, id="unary"),
        pytest.param("{{ " + "1 ? 2 : " * 5000 + "3 }}", NESTING, id="choices"),
        pytest.param("{{ " + '"#{' * 5000, NESTING, id="strings"),
        pytest.param("{% if true %}" * 2000, NESTING, id="tags"),
        pytest.param("{% set a = 1 %}{% for i in many %}{% set a = [a] %}{% endfor %}{{ a }}", NESTING, id="values"),
        pytest.param("{{ 9" + "9" * 30 + " }}", "has a number beyond 64 bits", id="numbers"),
        pytest.param(
            "{% set s = '     ' %}" + "{% set s = s ~ s %}" * 12 + r"{{ s | split('\s*,\s*') | length }}",
            r'splits a text of 20,480 characters by "\s*,\s*"',
            id="regular-expressions",
        ),
    ],
)
def test_a_template_ends_at_its_bounds(template: str, what: str) -> None:
    """A template that wants more than a bound allows is an error that names the bound."""
    with pytest.raises(TemplateError) as caught:
        render(template, NUMBERS)
    assert caught.value.what == what


def test_deep_variables_are_refused() -> None:
    """Variables nest no deeper than what a template can make."""
    deep: list[object] = []
    for _ in range(500):
        deep = [deep]
    with pytest.raises(TemplateError, match="nests more than 32 levels"):
        render("", {"deep": deep})


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ customerData" + ".a" * 20_000 + " }}", ""),
        ("{{ 'a'" + "|upper" * 8_000 + " }}", "A"),
        ("{{ 0" + " + 1" * 10_000 + " }}", "10000"),
        ("{% if false %}a" + "{% elseif false %}a" * 3_000 + "{% endif %}", ""),
        (
            "{% if true %}{% filter upper %}" * 15
            + "{{ "
            + "'a'|default(" * 15
            + "1"
            + ")" * 15
            + " }}"
            # The deepest that tags and brackets allow together.
            + "{% endfilter %}{% endif %}" * 15,
            "A",
        ),
    ],
    ids=["fields", "filters", "sums", "elseif", "all-at-once"],
)
def test_what_is_long_but_not_deep_is_rendered(template: str, text: str) -> None:
    """Chains may be as long as a template, and nesting as deep as the bound says, whoever calls."""
    assert render(template, {}).text == text
