"""The README tells the truth."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TELLING = (
    "1 ",
    "2 ",
    "3 ",
    "Next",
    " PASS",
    " FAIL",
    "  rows ",
    "  text ",
    "  nulls ",
    "  exportsim ",
    "Pages ",
    "Then ",
)


def skeleton(text: str) -> list[str]:
    """The lines that do not hang on who the invented people are, figures left out."""
    lines = [line for line in text.splitlines() if line.startswith(TELLING)]
    return [re.sub(r"\s+", " ", re.sub(r"[\d,]+", "#", line)) for line in lines]


def test_the_readme_shows_what_the_demo_prints() -> None:
    """Line by line, but for the people's words; ``python docs/demo.py`` prints it anew."""
    spec = importlib.util.spec_from_file_location("demo", ROOT / "docs" / "demo.py")
    assert spec is not None
    assert spec.loader is not None
    demo = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(demo)
    readme = (ROOT / "README.md").read_text()
    block = readme[readme.index("```text\n") : readme.index("## Your own")]
    assert skeleton(block) == skeleton(demo.shown())
