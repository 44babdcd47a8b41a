"""What is installed is what lies in the two folders."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_holds_the_two_folders(tmp_path: Path) -> None:
    """Every file of exportsim and formats, samples and type markers included, and nothing else."""
    source = tmp_path / "source"
    left_out = shutil.ignore_patterns(".git", ".venv", "tests", "build", "*.egg-info", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, source, symlinks=True, ignore=left_out)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(source)]
    built = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == {
        path.relative_to(ROOT).as_posix()
        for folder in (ROOT / "exportsim", ROOT / "exportsim" / "samples", ROOT / "formats")
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
