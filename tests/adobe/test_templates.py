"""Templated values: what renders, and what is refused by name."""

from __future__ import annotations

import pytest

from exportsim.adobe.templates import SUPPORTED, Rendered, TemplateError, render

UNSUPPORTED = "this part of the template language is not supported yet"
DATA = {"bucket": "b", "path": "a/b", "blank": "", "amp": "<a&b>'\"", "csvOptions": {"quote": "'"}}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("", ""),
        ("no template at all", "no template at all"),
        ("{{customerData.bucket}}", "b"),
        ("{{ customerData.bucket }}", "b"),
        ("{{customerData.bucket}}/{{customerData.path}}", "b/a/b"),
        ("x-{{customerData.csvOptions.quote}}-y", "x-'-y"),
        ("{{customerData.bucket}}\n{{customerData.bucket}}\n\n", "bb\n"),
        ("{{customerData.amp}}", "<a&b>'\""),
        ("{ customerData.bucket }", "{ customerData.bucket }"),
        ("}} %{", "}} %{"),
    ],
)
def test_a_field_is_printed_where_it_is_asked_for(template: str, text: str) -> None:
    """Fields are replaced, text around them stays, and one newline after an expression is swallowed."""
    assert render(template, DATA).text == text


def test_a_missing_field_prints_nothing() -> None:
    """A field that was not given, also in a group that was not given, renders empty and is named."""
    assert render("<{{customerData.gone}}{{ customerData.none.at.all }}>", DATA) == Rendered(
        "<>",
        ("customerData.gone", "customerData.none.at.all"),
        ("customerData.gone", "customerData.none.at.all"),
    )


def test_an_empty_field_is_not_missing() -> None:
    """A field that was left blank is there, and renders empty."""
    assert render("{{customerData.blank}}", DATA) == Rendered("", ("customerData.blank",), ())


def test_autoescape_writes_entities_as_the_template_engine_does() -> None:
    """With autoescape the five special characters of HTML become entities, in printed values only."""
    assert render("&{{customerData.amp}}", DATA, autoescape=True).text == "&&lt;a&amp;b&gt;&#39;&quot;"


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{% if x %}a{% endif %}", f"uses a tag {{% ... %}}: {UNSUPPORTED}"),
        ("a {# b #}", f"uses a comment {{# ... #}}: {UNSUPPORTED}"),
        ("{{customerData.bucket", f"uses an expression that is never closed: {UNSUPPORTED}"),
        ("{{customerData.bucket|upper}}", f'uses "{{{{customerData.bucket|upper}}}}": {UNSUPPORTED}'),
        ("{{customerData}}", f'uses "{{{{customerData}}}}": {UNSUPPORTED}'),
        ("{{customerData['bucket']}}", f"uses \"{{{{customerData['bucket']}}}}\": {UNSUPPORTED}"),
        (
            "{{customerData.bucket.length}}",
            "asks for customerData.bucket.length, but customerData.bucket is a single value, not a group of fields",
        ),
    ],
)
def test_the_rest_of_the_language_is_refused(template: str, what: str) -> None:
    """Tags, comments, filters and other expressions are refused rather than rendered wrongly."""
    with pytest.raises(TemplateError) as caught:
        render(template, DATA)
    assert (caught.value.what, caught.value.allowed) == (what, SUPPORTED)


def test_a_group_cannot_be_printed() -> None:
    """A template that prints a whole group of fields is told which fields there are."""
    with pytest.raises(TemplateError) as caught:
        render("{{customerData.csvOptions}}", DATA)
    assert (caught.value.what, caught.value.allowed) == (
        "asks for customerData.csvOptions, which is a group of fields",
        "one field of it: customerData.csvOptions.quote",
    )
