"""What holds for any template and any variables."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exportsim.adobe.pebble import TemplateError, parse, references, render
from exportsim.adobe.pebble.filters import FILTERS
from exportsim.adobe.pebble.predicates import PREDICATES

VARIABLES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
PIECES = st.sampled_from(
    [
        *("{{", "}}", "{%", "%}", "{#", "#}", "-", " ", "\n", "\r\n", "if", "else", "elseif", "endif", "for", "in"),
        *("endfor", "set", "=", "==", "filter", "endfilter", "customerData", "x", ".", "[", "]", "(", ")", "{", "}"),
        *(",", ":", "?", "|", "~", "+", "*", "/", "is", "not", "contains", "and", "or", "true", "null", "1", "2.5"),
        *("'a'", '"', "'", "\\", "#{", "..", *FILTERS, *PREDICATES),
    ]
)
TEMPLATES = st.lists(PIECES | st.text(max_size=3), max_size=24).map("".join)
EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "x.a", "x['b']", "y", "1", "2.5", "'a'", '"q#{x}"', "true", "null", "[1, x]", "{'a': x}"]),
    lambda inner: st.one_of(
        st.tuples(
            inner, st.sampled_from(["+", "-", "*", "/", "%", "~", "==", "<", "and", "or", "contains"]), inner
        ).map(" ".join),
        st.tuples(inner, st.sampled_from([*FILTERS, "slice(0, 1)", "split(',')", "date('yyyy')"])).map(" | ".join),
        st.tuples(inner, st.sampled_from([*PREDICATES])).map(" is ".join),
        inner.map("({})".format),
        inner.map("not {}".format),
        st.tuples(inner, inner, inner).map(lambda three: "{} ? {} : {}".format(*three)),
    ),
    max_leaves=6,
)


def attempt(template: str, variables: dict[str, Any]) -> str | TemplateError:
    try:
        return render(template, variables).text
    except TemplateError as error:
        return error


@settings(deadline=None)
@given(template=TEMPLATES, x=VARIABLES)
def test_any_text_renders_or_is_refused_with_a_place(template: str, x: Any) -> None:
    """Whatever stands in a template, there is a text or an error that points into it."""
    result = attempt(template, {"x": x, "customerData": {"x": x}})
    if isinstance(result, TemplateError):
        lines = 1 + sum(template.count(end) for end in "\n\r\x85\u2028\u2029")
        assert 1 <= result.line <= lines
        assert 1 <= result.column <= len(template) + 1


@settings(deadline=None)
@given(expression=EXPRESSIONS, x=VARIABLES, y=VARIABLES)
def test_any_expression_comes_to_a_text_or_an_error(expression: str, x: Any, y: Any) -> None:
    """Every operator, filter and test takes any value, or says why not; the same each time."""
    results = [attempt("{{ " + expression + " }}", {"x": x, "y": y}) for _ in range(2)]
    assert str(results[0]) == str(results[1])


@settings(deadline=None)
@given(text=st.text())
def test_text_without_markers_is_itself(text: str) -> None:
    """What holds no tag is rendered as it stands, the last newline too."""
    plain = text.replace("{", "(")
    assert render(plain, {}).text == plain


@settings(deadline=None)
@given(value=st.text(), before=st.text(), after=st.text())
def test_a_value_is_printed_as_it_is(value: str, before: str, after: str) -> None:
    """Between other text a printed value stands unchanged, whatever is in it: it is no template of its own."""
    before, after = before.replace("{", "("), after.replace("{", "(")
    template = f"{before}{{{{ customerData.x }}}}x{after}"
    assert render(template, {"customerData": {"x": value}}).text == f"{before}{value}x{after}"


@settings(deadline=None)
@given(value=st.text())
def test_a_text_in_single_quotes_is_that_text(value: str) -> None:
    """Only the quote itself needs a backslash; text that ends in one cannot be written so."""
    plain = value.replace("\\", "/")
    quoted = plain.replace("'", "\\'")
    assert render(f"{{{{ '{quoted}' }}}}", {}).text == plain


@settings(deadline=None)
@given(value=VARIABLES)
def test_json_comes_back_as_it_was(value: Any) -> None:
    """What toJson writes is JSON for the same value."""
    kept = json.loads(json.dumps(value), parse_constant=str)
    assert json.loads(render("{{ x | toJson }}", {"x": kept}).text) == kept


@settings(deadline=None)
@given(template=TEMPLATES)
def test_what_a_template_asks_for_does_not_depend_on_its_variables(template: str) -> None:
    """All that is missing or printed is among what the tree alone tells."""
    try:
        fields = {field.name for field in references(parse(template)).fields}
        rendered = render(template, {"customerData": {"x": "y"}})
    except TemplateError:
        return
    assert set(rendered.fields) == fields
    assert fields.issuperset({*rendered.missing, *rendered.structures})
