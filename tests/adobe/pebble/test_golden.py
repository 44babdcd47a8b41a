"""Templates that Pebble itself has rendered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exportsim.adobe.pebble import TemplateError, render

CORPUS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "golden" / "pebble" / "cases.json").read_text("utf-8"))


def of(*, refused: bool) -> list[tuple[str, bool, str]]:
    cases = [case for case in CORPUS["cases"] if ("error" in case) == refused]
    return [(case["template"], case["autoescape"], case.get("text", "")) for case in cases]


@pytest.mark.parametrize(("template", "autoescape", "text"), of(refused=False))
def test_a_template_comes_to_what_pebble_makes_of_it(template: str, autoescape: bool, text: str) -> None:
    """Same template, same variables, same text."""
    assert render(template, CORPUS["variables"], autoescape=autoescape).text == text


@pytest.mark.parametrize(("template", "autoescape", "_text"), of(refused=True))
def test_what_pebble_refuses_is_refused(template: str, autoescape: bool, _text: str) -> None:
    """A template that is no template, or that cannot be computed, is an error here too."""
    with pytest.raises(TemplateError):
        render(template, CORPUS["variables"], autoescape=autoescape)
