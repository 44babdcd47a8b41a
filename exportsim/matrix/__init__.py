"""A sample file for every file formatting option, and a parser judged on all of them."""

from exportsim.matrix import grid, index, junit
from exportsim.matrix.cells import Cell, LeftOut, all_cells, left_out
from exportsim.matrix.judge import Judged, Judgement, Outcome, judge
from exportsim.matrix.sample import Matrix, Sample
from exportsim.matrix.write import documents, write_matrix

__all__ = [
    "Cell",
    "Judged",
    "Judgement",
    "LeftOut",
    "Matrix",
    "Outcome",
    "Sample",
    "all_cells",
    "documents",
    "grid",
    "index",
    "judge",
    "junit",
    "left_out",
    "write_matrix",
]
