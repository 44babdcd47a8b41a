"""Choose: synthetic people or a file, and an activation, become rows."""

from __future__ import annotations

from exportsim.profiles.activation import activated
from exportsim.profiles.api_shape import asked, nested
from exportsim.profiles.edge_cases import EDGE_CASES, EdgeCase
from exportsim.profiles.file import from_file
from exportsim.profiles.file_columns import file_columns
from exportsim.profiles.inputs import Input
from exportsim.profiles.synthetic import default_columns, default_key, known_paths, synthetic
from exportsim.profiles.window import Moment
from exportsim.profiles.xdm import DEFAULT_COLUMNS

__all__ = [
    "DEFAULT_COLUMNS",
    "EDGE_CASES",
    "EdgeCase",
    "Input",
    "Moment",
    "activated",
    "asked",
    "default_columns",
    "default_key",
    "file_columns",
    "from_file",
    "known_paths",
    "nested",
    "synthetic",
]
