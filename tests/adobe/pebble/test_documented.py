"""Every expression of the vendor's batch pages (D-38), and the vectors for the language, by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from exportsim.adobe.pebble import TemplateError, render


def guarded(key: str, otherwise: str) -> str:
    """The vendor's way to fall back: a value of csvOptions if the customer has it."""
    there = f"customerData contains 'csvOptions' and customerData.csvOptions contains '{key}'"
    return f"{{% if {there} %}}{{{{customerData.csvOptions.{key}}}}}{{% else %}}{otherwise}{{% endif %}}"


COMPRESSION = (
    "{% if customerData contains 'compression' and customerData.compression is not empty %}"
    "{{customerData.compression}}{% else %}NONE{% endif %}"
)

PLAIN = {
    "P1": ("bucket",),
    "P2": ("bucketName", "path", "container", "rootDirectory", "remotePath", "hostName", "hostname"),
    "P3": (
        *("compression", "fileType", "sep", "encoding", "quote", "quoteAll", "escape", "escapeQuotes", "header"),
        *("ignoreLeadingWhiteSpace", "nullValue", "dateFormat", "charToEscapeQuoteEscaping"),
    ),
}


@pytest.mark.parametrize(
    ("template", "data", "text"),
    [
        *(
            pytest.param(f"{{{{customerData.{name}}}}}", data, text, id=f"{id_}-{name}-{'given' if data else 'absent'}")
            for id_, names in PLAIN.items()
            for name in names
            for data, text in (({name: '"v\\'}, '"v\\'), ({}, ""))
        ),
        pytest.param("{{ customerData.includeFileManifest }}", {"includeFileManifest": "true"}, "true", id="P4-given"),
        pytest.param("{{ customerData.includeFileManifest }}", {}, "", id="P4-absent"),
        pytest.param(COMPRESSION, {"compression": "GZIP"}, "GZIP", id="P5-given"),
        pytest.param(COMPRESSION, {}, "NONE", id="P5-absent"),
        pytest.param(COMPRESSION, {"compression": ""}, "NONE", id="P5-empty"),
        *(
            pytest.param(guarded(key, otherwise), data, text, id=f"{id_}-{case}")
            for id_, key, otherwise in (
                ("P6", "delimiter", ","),
                ("P7", "quote", '"'),
                ("P8", "escape", "\\"),
                ("P9", "nullValue", "null"),
                ("P10", "emptyValue", ""),
            )
            for case, data, text in (
                ("given", {"csvOptions": {key: "\t"}}, "\t"),
                ("empty", {"csvOptions": {key: ""}}, ""),
                ("other-given", {"csvOptions": {"x": "y"}}, otherwise),
                ("absent", {}, otherwise),
            )
        ),
        pytest.param("{{customerData.bucket}}/{{customerData.path}}", {"bucket": "b", "path": "p"}, "b/p", id="P11"),
        pytest.param(
            "https://api.yourcompany.com/data/{{customerData.region}}/items",
            {"region": "eu"},
            "https://api.yourcompany.com/data/eu/items",
            id="P12",
        ),
    ],
)
def test_an_expression_of_the_vendors_pages(template: str, data: Mapping[str, Any], text: str) -> None:
    """Each renders the value where the customer gave one, and what the page says where not."""
    assert render(template, {"customerData": data}).text == text


def test_a_field_of_a_dynamic_list_is_built_as_the_vendor_shows() -> None:
    """E9: a list of names and values out of a response, as JSON."""
    template = (
        "{% set list = [] %}{% for record in response.body %}"
        "{% set list = list|merge([{'name' : record.name, 'value' : record.id }]) %}{% endfor %}"
        "{{ {'list': list} | toJson | raw }}"
    )
    body = [{"id": "1", "name": "One"}, {"id": "2", "name": 'T"wo'}]
    expected = '{"list":[{"name":"One","value":"1"},{"name":"T\\"wo","value":"2"}]}'
    assert render(template, {"response": {"body": body}}, autoescape=True).text == expected


def test_the_documented_date_is_written_anew() -> None:
    """The sample of the functions page, with the day that its input has."""
    pattern = "yyyy-MM-dd'T'HH:mm:sss.SSSX"
    template = f'{{{{ when | date(existingFormat="{pattern}", format="yyyy-MM-dd\'T\'HH:mm:ssX") }}}}'
    assert render(template, {"when": "2022-02-08T18:34:24.000+0000"}).text == "2022-02-08T18:34:24Z"


UPS = {
    "a": {"status": "realized", "lastQualificationTime": "1"},
    "b": {"status": "exited", "lastQualificationTime": "2"},
    "c": {"status": "existing"},
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        (
            "{% for one in addedSegments(ups) %}{{ one.key }}={{ one.value.status }} {% endfor %}",
            "a=realized c=existing ",
        ),
        ("{% for one in removedSegments(ups) %}{{ one.key }}{{ one.value.lastQualificationTime }}{% endfor %}", "b2"),
        ("{% for one in ups | added %}{{ one.key }}{% endfor %}", "ac"),
        ("{% for one in ups | removed %}{{ one.key }}{% endfor %}", "b"),
        ("{% if addedSegments(ups) is empty %}none{% else %}some{% endif %}", "some"),
        ("{% if removedSegments(nope) is empty %}none{% endif %}", "none"),
    ],
)
def test_the_platforms_own_functions_choose_memberships_by_status(template: str, text: str) -> None:
    """Who is in an audience, and who has left it; as functions and as filters."""
    assert render(template, {"ups": UPS}).text == text


DATA = {
    "bucket": "my-bucket",
    "path": "a/b",
    "compression": "GZIP",
    "fileType": "CSV",
    "blank": "  ",
    "empty": "",
    "zero": 0,
    "one": 1,
    "t": True,
    "f": False,
    "nullv": None,
    "list": ["x", "y"],
    "emptyMap": {},
    "kebab-name": "kn",
    "amp": "<a&b>'\"",
    "csvOptions": {"delimiter": "\t", "quote": '"', "escape": "\\", "nul": "\0", "emptyValue": ""},
}

ERROR = None


def yes(condition: str, otherwise: str = "{% else %}N") -> str:
    return f"{{% if {condition} %}}Y{otherwise}{{% endif %}}"


VECTORS: list[tuple[str, str, str | None]] = [
    ("two-fields", "{{customerData.bucket}}/{{customerData.path}}", "my-bucket/a/b"),
    ("missing", "{{customerData.missing}}", ""),
    ("missing-deeper", "[{{customerData.missing.deeper}}]", "[]"),
    ("missing-variable", "[{{missing.x}}]", "[]"),
    ("kebab-brackets", "{{customerData['kebab-name']}}", "kn"),
    ("kebab-dot", "{{customerData.kebab-name}}", ERROR),
    ("E3", COMPRESSION, "GZIP"),
    ("E3-nope", COMPRESSION.replace("compression", "nope"), "NONE"),
    ("blank-is-empty", yes("customerData contains 'blank' and customerData.blank is not empty"), "N"),
    ("E4", guarded("delimiter", ","), "\t"),
    ("E5", guarded("quote", '"'), '"'),
    ("E8", guarded("emptyValue", "x"), ""),
    ("contains-null-value", yes("customerData contains 'nullv'"), "Y"),
    ("contains-of-null", yes("customerData.nope contains 'a'"), "N"),
    ("contains-in-text", yes("customerData.bucket contains 'buck'", ""), "Y"),
    ("contains-all", yes("customerData.list contains ['x','y']", ""), "Y"),
    ("contains-list-as-key", yes("customerData contains ['bucket','path']"), "N"),
    ("contains-number", yes("customerData.one contains 1", ""), ERROR),
    ("not-contains", yes("not customerData contains 'nope'", ""), ERROR),
    ("not-bracketed", yes("not (customerData contains 'nope')", ""), "Y"),
    ("tab-is-empty", "{% if customerData.csvOptions.delimiter is empty %}E{% else %}N{% endif %}", "E"),
    ("nul-is-empty", "{% if customerData.csvOptions.nul is empty %}E{% else %}N{% endif %}", "E"),
    ("zero-is-empty", yes("customerData.zero is empty"), "N"),
    ("false-is-empty", yes("customerData.f is empty"), "N"),
    ("map-is-empty", yes("customerData.emptyMap is empty"), "Y"),
    ("missing-is-empty", yes("customerData.missing is empty"), "Y"),
    ("default-of-tab", "{{customerData.csvOptions.delimiter | default(',')}}", ","),
    ("default-of-one", "{{customerData.one | default('d')}}", "1"),
    ("default-of-false", "{{customerData.f | default('d')}}", "false"),
    (
        "elseif",
        "{% if customerData.fileType == 'x' %}a{% elseif customerData.fileType == 'CSV' %}b{% else %}c{% endif %}",
        "b",
    ),
    (
        "elif",
        "{% if customerData.fileType == 'x' %}a{% elif customerData.fileType == 'CSV' %}b{% else %}c{% endif %}",
        ERROR,
    ),
    ("if-false-text", yes("'false'", ""), "Y"),
    ("if-blank-text", yes("customerData.blank", ""), "Y"),
    ("if-zero", yes("customerData.zero"), "N"),
    ("if-list", yes("customerData.list", ""), ERROR),
    ("tilde-null", "{{ 'a' ~ customerData.missing ~ 'b' }}", "ab"),
    ("plus-null", "{{ 'a' + customerData.missing }}", "anull"),
    ("tilde-kinds", "{{ 'n' ~ 1 ~ true }}", "n1true"),
    ("plus-text", "{{ '3' + 4 }}", "34"),
    ("times-text", "{{ '2' * 2 }}", "4"),
    ("division", "{{ 7 / 2 }}", "3"),
    ("ternary", "{{ customerData.fileType == 'CSV' ? 'c' : 'j' }}", "c"),
    ("print-list", "{{ customerData.list }}", "[x, y]"),
    ("print-map", "{{ customerData.emptyMap }}", "{}"),
    ("newline", "a{{customerData.one}}\nb", "a1b"),
    ("newline-crlf", "a{{customerData.one}}\r\nb", "a1b"),
    ("newline-two", "a{{customerData.one}}\n\nb", "a1\nb"),
    ("newline-text", "x\n", "x\n"),
    ("dashes", "a  {{- customerData.one -}}  b", "a1b"),
    ("dash-as-minus", "a {{-customerData.one}}", "a -1"),
    ("set-in-loop", "{% set x = 0 %}{% for i in [1,2,3] %}{% set x = x + i %}{% endfor %}{{x}}", "6"),
    (
        "set-seen",
        "{% for i in [1,2,3] %}{% if seen %},{% endif %}{% set seen = true %}{{i}}{% endfor %}",
        "1,2,3",
    ),
    ("for-null", "{% for i in missing %}x{% else %}none{% endfor %}", ""),
    ("for-empty", "{% for i in customerData.emptyMap %}x{% else %}none{% endfor %}", "none"),
    ("loop-index", "{% for e in customerData.csvOptions %}{{loop.index}}{% endfor %}", "01234"),
    ("interpolation", '{{ "#{customerData.bucket}!" }}', "my-bucket!"),
    ("no-interpolation", "{{ '#{customerData.bucket}!' }}", "#{customerData.bucket}!"),
    ("escaped-quote", r"{{ 'it\'s' }}", "it's"),
    ("backslash-n", r"{{ 'a\nb' }}", r"a\nb"),
    ("two-backslashes", r"{{ 'a\\b' }}", r"a\\b"),
    ("macros", "%DESTINATION%_%SEGMENT_ID%", "%DESTINATION%_%SEGMENT_ID%"),
    ("percent", "100% {{customerData.one}}", "100% 1"),
    ("upper", "{{ customerData.bucket | upper }}", "MY-BUCKET"),
    ("length", "{{ customerData.bucket | length }}", "9"),
    ("replace", "{{ customerData.bucket | replace({'my':'your'}) }}", "your-bucket"),
    ("slice", "{{ customerData.bucket | slice(0,2) }}", "my"),
    ("no-null-coalescing", "{{ customerData.nope ?? 'x' }}", ERROR),
    ("unclosed-print", "{{ customerData.bucket", ERROR),
    ("unclosed-if", "{% if true %}x", ERROR),
    ("unknown-filter", "{{ x | nosuchfilter }}", ERROR),
]


@pytest.mark.parametrize(("template", "text"), [pytest.param(*rest, id=id_) for id_, *rest in VECTORS])
def test_a_vector_of_the_language(template: str, text: str | None) -> None:
    """What each comes to, or that it is an error."""
    if text is None:
        with pytest.raises(TemplateError):
            render(template, {"customerData": DATA})
    else:
        assert render(template, {"customerData": DATA}).text == text


def test_with_autoescape_a_quote_becomes_an_entity() -> None:
    """What the guarded quote option would come to if the platform escaped as stock Pebble does."""
    assert render(guarded("quote", '"'), {"customerData": DATA}, autoescape=True).text == "&quot;"
