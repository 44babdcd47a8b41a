"""Pebble, the template language of the platform, as far as the vendor documents it for file-based destinations.

A template is text around ``{{ expressions }}``, ``{% tags %}`` and ``{# comments #}``. Semantics are those of Pebble 4,
observed; what the vendor left out of it (all tags but four, the function ``range``) is refused by name, and so is what
only a Java program can do (methods of Java's own objects). Rendering is bounded, see ``bounds``, and never touches
anything but the given variables.
"""

from __future__ import annotations

from exportsim.adobe.pebble.evaluation import evaluate
from exportsim.adobe.pebble.faults import TemplateError
from exportsim.adobe.pebble.filters import FILTERS
from exportsim.adobe.pebble.functions import FUNCTIONS
from exportsim.adobe.pebble.nodes import Template
from exportsim.adobe.pebble.parser import parse
from exportsim.adobe.pebble.predicates import PREDICATES
from exportsim.adobe.pebble.references import Comparison, Field, References, Words, references
from exportsim.adobe.pebble.rendered import Rendered
from exportsim.adobe.pebble.rendering import render

__all__ = [
    "FILTERS",
    "FUNCTIONS",
    "PREDICATES",
    "Comparison",
    "Field",
    "References",
    "Rendered",
    "Template",
    "TemplateError",
    "Words",
    "evaluate",
    "parse",
    "references",
    "render",
]
