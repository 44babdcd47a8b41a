"""A template's text in, the rendered text out."""

from __future__ import annotations

from collections.abc import Mapping

from exportsim.adobe.pebble.evaluation import evaluate
from exportsim.adobe.pebble.parser import parse
from exportsim.adobe.pebble.rendered import Rendered


def render(template: str, variables: Mapping[str, object], *, autoescape: bool = False) -> Rendered:
    """Render a template with variables, which are values of JSON: ``{"customerData": {"bucket": "b"}}``.

    Any variables will do, ``customerData`` for destination servers, others for templates of requests. With
    ``autoescape`` printed values are HTML-escaped, as stock Pebble does. Raises ``TemplateError`` with line and column.
    """
    return evaluate(parse(template), variables, autoescape=autoescape)
