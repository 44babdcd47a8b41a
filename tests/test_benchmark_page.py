from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def written(page: Path, name: str, text: str) -> None:
    """Write a section as the benchmarks do, from their own folder."""
    code = "import sys, pathlib, page; page.write_section(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3])"
    subprocess.run([sys.executable, "-c", code, str(page), name, text], cwd=BENCHMARKS, check=True)


def test_one_measurement_leaves_the_others(tmp_path: Path) -> None:
    """A section is written anew in its place, a new one behind the others, and no other changes."""
    page = tmp_path / "README.md"
    written(page, "writing", "fast")
    written(page, "delivery to s3", "slow")
    written(page, "writing", "faster\n\n| a | b |")
    assert page.read_text() == (
        "# Measured\n\n"
        "<!-- writing -->\n\nfaster\n\n| a | b |\n\n<!-- end of writing -->\n\n"
        "<!-- delivery to s3 -->\n\nslow\n\n<!-- end of delivery to s3 -->\n"
    )


def test_every_measurement_has_a_section_of_the_page() -> None:
    """The page that is kept has its marks, in pairs."""
    lines = (BENCHMARKS / "README.md").read_text().splitlines()
    marks = [line.removeprefix("<!-- ").removesuffix(" -->") for line in lines if line.startswith("<!--")]
    begun = [mark for mark in marks if not mark.startswith("end of ")]
    assert marks == [each for mark in begun for each in (mark, f"end of {mark}")]
    assert "writing" in begun
