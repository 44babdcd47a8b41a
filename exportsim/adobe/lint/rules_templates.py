"""Findings about templates, and about a server and a destination together."""

from __future__ import annotations

from exportsim.adobe.lint.rule import Rule

TEMPLATES: dict[str, Rule] = {
    "template-fault": Rule(
        "error",
        "a template that cannot be rendered",
        "The platform cannot tell the value, so there is no export.",
        "a template of the documented language",
    ),
    "template-name-unknown": Rule(
        "error",
        "an unknown filter, test or function",
        "The export fails as soon as the template gets there, which may be for some customers only.",
        "a documented name",
    ),
    "template-under-none": Rule(
        "error",
        "a template that is not rendered",
        "With the strategy NONE the braces themselves are the value, as in the vendor's SFTP guide.",
        '"templatingStrategy": "PEBBLE_V1"',
    ),
    "literal-as-template": Rule(
        "note",
        "a literal under PEBBLE_V1",
        "It means the same; the reference asks for NONE where nothing is templated.",
        '"templatingStrategy": "NONE"',
    ),
    "variable-unknown": Rule(
        "error",
        "an unknown variable",
        "It prints nothing: templates of file-based servers have customerData and no other.",
        "customerData.NAME",
    ),
    "group-printed": Rule(
        "warning",
        "a group of fields is printed",
        "It comes out in Java's way, {a=1, b=2}, which is no value of any option.",
        "one field of the group: customerData.GROUP.NAME",
    ),
    "field-not-defined": Rule(
        "error",
        "a template asks for a field that customers never see",
        "It prints nothing for every customer, so the option is as good as empty.",
        "a customer data field of that name, or a literal value with the strategy NONE",
    ),
    "field-not-used": Rule(
        "warning",
        "a field that no template asks for",
        "Customers fill it in for nothing.",
        "a template that reads it, or no such field",
    ),
    "guard-never-true": Rule(
        "note",
        "a template asks whether customers have what they never see",
        "The other branch is taken for everybody.",
        "the value of the other branch with the strategy NONE, or a customer data field",
    ),
    "comparison-never-true": Rule(
        "error",
        "a template compares with what cannot be chosen",
        "Letter case counts: CSV is not csv. The branch is taken for nobody.",
        "a value that the field offers",
    ),
    "optional-field-unguarded": Rule(
        "warning",
        "a field may be left empty where empty means nothing",
        "The template then prints the empty text, and what the platform does with that is not documented.",
        "a default, isRequired, or a template that falls back: {{ customerData.NAME | default(',') }}",
    ),
    "authentication-not-for-server": Rule(
        "error",
        "customers sign in to something else",
        "With these credentials the platform cannot reach the server.",
        "the authentication type of the storage",
    ),
    "server-id-differs": Rule(
        "error",
        "the destination names another server",
        "Files go where that other one says.",
        "the id of this server",
    ),
}
