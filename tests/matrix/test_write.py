"""A matrix on disk: the visible tree, what lies below .exportsim, the index, the page."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from reports.taken_apart import Page

import formats
from exportsim.errors import ConfigurationError
from exportsim.export import load_export
from exportsim.matrix import Cell, Matrix, all_cells, write_matrix
from exportsim.matrix.cells import PAIRS
from exportsim.matrix.rows import SCHEMA, rows
from exportsim.profiles import EDGE_CASES


def some(pattern: str) -> tuple[Cell, ...]:
    return tuple(cell for cell in all_cells() if cell.matches(pattern))


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_visible_tree_holds_the_files_an_index_and_a_page(tmp_path: Path) -> None:
    """Record, truth and options of each file lie below .exportsim."""
    write_matrix(some("csv/quoteAll*"), 10, tmp_path / "out")
    assert tree(tmp_path / "out") == [
        ".exportsim/contents.json",
        ".exportsim/csv/quoteAll-false/export.json",
        ".exportsim/csv/quoteAll-false/options.json",
        ".exportsim/csv/quoteAll-false/truth.parquet",
        ".exportsim/csv/quoteAll-true/export.json",
        ".exportsim/csv/quoteAll-true/options.json",
        ".exportsim/csv/quoteAll-true/truth.parquet",
        ".exportsim/matrix.json",
        "csv/quoteAll-false.csv",
        "csv/quoteAll-true.csv",
        "index.html",
        "index.json",
    ]


def test_each_file_is_an_export_that_can_be_read_back(matrix: Matrix) -> None:
    """Its record is the export, its truth has its rows, its digest is that of its bytes."""
    for sample in matrix.samples:
        home = matrix.folder / ".exportsim" / sample.cell.stem
        assert load_export(matrix.folder, home) == sample.export
        assert hashlib.sha256(sample.path.read_bytes()).hexdigest() == sample.file.sha256
        truth = pq.read_table(sample.export.truth)
        assert truth["file"].unique().to_pylist() == [sample.cell.name]
        assert truth["row"].to_pylist() == [*range(1, 11)]


def test_the_options_of_a_file_are_sparks(matrix: Matrix) -> None:
    """They make the format that wrote it, for whoever does not know it; file type and columns come with them."""
    for sample in matrix.samples:
        options = json.loads(sample.options.read_text())
        assert options.pop("columns") == SCHEMA.names
        legacy = getattr(sample.cell.format, "legacy_nulls", False)
        assert formats.from_options(options.pop("fileType"), options, legacy_nulls=legacy) == sample.cell.format


def test_the_same_cells_give_the_same_bytes(tmp_path: Path) -> None:
    """Index and page too; rows beyond the ten are synthetic people, the same every time."""
    first, second = (write_matrix(some("*/default.*"), 25, tmp_path / name).folder for name in ("a", "b"))
    assert [(first / name).read_bytes() for name in tree(first)] == [
        (second / name).read_bytes() for name in tree(second)
    ]


def test_an_older_matrix_is_replaced(tmp_path: Path) -> None:
    """As a whole: nothing of it is left."""
    write_matrix(some("avro"), 10, tmp_path / "out")
    write_matrix(some("csv/default.csv"), 10, tmp_path / "out")
    assert not (tmp_path / "out" / "avro").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    """It is refused before anything is written."""
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(ConfigurationError, match="is not empty and not a matrix of this program"):
        write_matrix(some("avro"), 10, tmp_path)
    assert tree(tmp_path) == ["letter.txt"]


def test_the_index_tells_every_file(matrix: Matrix) -> None:
    """What it is about, what differs from the default, where its truth lies; and what is left out."""
    index = json.loads((matrix.folder / "index.json").read_text())
    assert [file["name"] for file in index["files"]] == [cell.name for cell in all_cells()]
    (pipe,) = (file for file in index["files"] if file["name"] == "csv/sep-pipe.csv")
    written = (matrix.folder / "csv" / "sep-pipe.csv").read_bytes()
    assert pipe == {
        "name": "csv/sep-pipe.csv",
        "file_type": "csv",
        "group": "sep",
        "value": "|",
        "about": "Stands between two values.",
        "note": "",
        "changes": {"sep": "|"},
        "losses": [],
        "options": {**index["defaults"]["csv"]["options"], "sep": "|"},
        "legacy-nulls": True,
        "same_as": None,
        "rows": 10,
        "size": len(written),
        "sha256": hashlib.sha256(written).hexdigest(),
        "record": ".exportsim/csv/sep-pipe/export.json",
        "truth": ".exportsim/csv/sep-pipe/truth.parquet",
        "options_file": ".exportsim/csv/sep-pipe/options.json",
    }
    assert {"what", "why"} == set(index["left_out"][0])


def test_every_option_shows_in_the_rows(matrix: Matrix) -> None:
    """A file that differs from the default in its options has other bytes, but for a few that cannot."""
    silent = {sample.cell.name: sample.same_as for sample in matrix.samples if sample.cell.changes and sample.same_as}
    assert {name: same for name, same in silent.items() if PAIRS not in name} == {
        "csv/charToEscapeQuoteEscaping-backslash.csv": "csv/default.csv",  # the escape itself
        "csv/locale-en-US.csv": "csv/dateFormat-d-MMMM-yyyy.csv",  # the default of another pattern
        "csv/compression-bzip2-multistream.csv.bz2": "csv/compression-bzip2.csv.bz2",  # ten rows are one stream
        "csv/preset-sdk-default.csv": "csv/quote-nul.csv",
        "json/locale-en-US.json": "json/dateFormat-d-MMMM-yyyy.json",
        "json/compression-bzip2-multistream.json.bz2": "json/compression-bzip2.json.bz2",
        "parquet/datetimeRebaseModeInWrite-CORRECTED.parquet": "parquet/default.parquet",  # no ancient dates
        "parquet/int96RebaseModeInWrite-CORRECTED.parquet": "parquet/default.parquet",
    }


def test_the_ten_rows_hold_what_hurts() -> None:
    """Edge cases are tagged; nulls, empty texts and texts that look like nulls are among them."""
    columns, tags = rows(10)
    assert tags is not None
    cases = {case.id: case.value for case in EDGE_CASES}
    found = {
        tag: value
        for name in SCHEMA.names
        for tag, value in zip(tags[name].to_pylist(), columns[name].to_pylist(), strict=True)
        if tag
    }
    assert len(found) >= 20
    assert found == {tag: cases[tag] for tag in found}
    assert {"empty", "text-null", "hash-leading", "line-feed", "backslash-trailing", "blank-only"} <= set(found)
    assert all(columns[name].null_count for name in SCHEMA.names if name not in ("id", "name"))


def test_fewer_rows_are_the_first_of_the_ten() -> None:
    """More are the ten, then people."""
    assert rows(3).columns.equals(rows(12).columns.slice(0, 3))
    assert rows(12).columns["id"].to_pylist()[9:10] == ["row-10"]
    assert (len(rows(12).columns), rows(12).columns.schema) == (12, SCHEMA)


def test_the_page_fetches_nothing_and_links_to_every_file(matrix: Matrix) -> None:
    """No script, no image; addresses are the files beside it and places in it."""
    source = (matrix.folder / "index.html").read_text()
    page = Page(source)
    links = [str(value) for name, value in page.attributes if name == "href" and value != "data:,"]
    assert not {"script", "img", "iframe", "object", "base", "form"} & set(page.tags)
    assert [link for link in links if not link.startswith("#")] == [sample.cell.name for sample in matrix.samples]
    assert {link[1:] for link in links if link.startswith("#")} <= {
        value for name, value in page.attributes if name == "id"
    }
    assert not re.search(r"https?:|@import|url\(", source)
    assert "prefers-color-scheme: dark" in source


def test_the_page_marks_what_differs(matrix: Matrix) -> None:
    """In the lines of a file, and among its options; control characters are signs."""
    source = (matrix.folder / "index.html").read_text()
    assert "<span>remark<mark>|</mark>id<mark>|</mark>name" in source
    assert '<span class="chip changed">sep = |</span>' in source
    assert "remark,id,name,city,consent,points,spent,balance,birthDate,lastSeen,appointment" in source
    assert '<span class="sign">LF</span>' in source
    assert "\0" not in source
