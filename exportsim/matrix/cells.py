"""Which files the matrix has, what each is about, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property

from exportsim.adobe import CATALOGUE, PRESETS
from exportsim.matrix.axes import BASES, COMPANIONS, LEGACY_NULLS, Axis, axes, build, refused_codecs
from exportsim.matrix.losses import losses
from exportsim.matrix.pairs import covering
from exportsim.matrix.words import slug, spelled
from formats import Format

DEFAULT, PRESET, PAIRS = "default", "preset", "pairs"
"""Groups of files that are not about a single option."""

PAIRED_VALUES = 6
"""So many values of an option take part in the pairs, in the catalogue's order: more would double the files, and what
stands behind are codecs that neither the vendor nor Spark knows."""


@dataclass(frozen=True)
class Cell:
    """One file of the matrix."""

    group: str
    """The option it is about, or ``default``, ``preset`` or ``pairs``."""

    value: str
    """Of the option; of a preset its name, of a combination its number, of the default nothing."""

    about: str
    """What the group is about: a sentence."""

    format: Format

    changes: Mapping[str, str]
    """What is said beside the base, by the catalogue's names; values that are the base's are not among them."""

    note: str = ""
    """What is to be known of this file besides: sentences."""

    @property
    def file_type(self) -> str:
        return self.format.file_type

    @property
    def stem(self) -> str:
        """The name without its extension: ``csv/quoteAll-true``."""
        return f"{self.file_type}/{self.group}" + (f"-{slug(self.value)}" if self.group != DEFAULT else "")

    @property
    def name(self) -> str:
        """Relative to the matrix: ``csv/compression-gzip.csv.gz``."""
        return self.stem + self.format.extension

    @property
    def losses(self) -> tuple[str, ...]:
        """Why no reader can be right about every cell; empty where one can."""
        return losses(self.format)

    def matches(self, pattern: str) -> bool:
        """Whether its name, with or without extension, fits a pattern of the shell's, or lies in a folder that does."""
        patterns = (pattern, f"{pattern.rstrip('/')}/*")
        return any(fnmatchcase(name, one) for name in (self.name, self.stem) for one in patterns)


@dataclass(frozen=True)
class LeftOut:
    """Something that could be expected in the matrix and is not there."""

    what: str
    why: str


@dataclass(frozen=True)
class Sweep:
    """All files of one file type."""

    file_type: str

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        return axes(self.file_type)

    def cells(self) -> Iterator[Cell]:
        """The default, each value of each option on its own, presets, then all options together."""
        yield self._cell(DEFAULT, "", "What the other files of this type differ from.", {}, self._default_note())
        for axis in self.axes:
            for value in axis.values:
                yield self._single(axis, value)
        for name, preset in PRESETS.items():
            if preset.file_type == self.file_type:
                changes = {**preset.options, LEGACY_NULLS: str(preset.legacy_nulls).lower()}
                about = "Sets of options to start from; exportsim generate --preset takes them too."
                yield self._cell(PRESET, name, about, changes, f"{preset.about[:1].upper()}{preset.about[1:]}.")
        yield from self._pairs()

    def _single(self, axis: Axis, value: str) -> Cell:
        companions = COMPANIONS.get(axis.name, {})
        notes = [f"{spelled(value)} is the default."] if value == axis.default else []
        if companions:
            said = ", ".join(f"{name} {spelled(text)}" for name, text in companions.items())
            notes.append(f"Together with {said}, for alone it does not show.")
        about = f"{axis.about[:1].upper()}{axis.about[1:]}."
        return self._cell(axis.name, value, about, {axis.name: value, **companions}, " ".join(notes))

    def _pairs(self) -> Iterator[Cell]:
        if len(self.axes) < 2:
            return
        values = [axis.values[:PAIRED_VALUES] for axis in self.axes]
        rows = covering([*map(len, values)])
        width = len(str(len(rows)))
        for number, row in enumerate(rows, start=1):
            chosen = {axis.name: axis.values[position] for axis, position in zip(self.axes, row, strict=True)}
            about = "Many options at once: any two values of two options meet in at least one of these files."
            yield self._cell(PAIRS, f"{number:0{width}}", about, chosen)

    def _cell(self, group: str, value: str, about: str, said: Mapping[str, str], note: str = "") -> Cell:
        defaults = {axis.name: axis.default for axis in self.axes}
        changes = {name: text for name, text in said.items() if text != defaults.get(name)}
        return Cell(group, value, about, build(self.file_type, said), changes, note)

    def _default_note(self) -> str:
        if self.file_type == "csv":
            return "The vendor's option table, but with the double quote: its own U+0000 is in csv/quote-nul.csv."
        said = ", ".join(f"{name} {spelled(text)}" for name, text in BASES[self.file_type].items())
        return f"Spark's defaults, with the vendor's {said}." if said else "Spark's defaults."


def all_cells() -> tuple[Cell, ...]:
    """Every file of the matrix, file type by file type."""
    return tuple(cell for file_type in CATALOGUE for cell in Sweep(file_type).cells())


def left_out() -> tuple[LeftOut, ...]:
    """What the matrix has no file for, and why."""
    codecs = (
        LeftOut(f"{file_type}/compression-{word}", why)
        for file_type in CATALOGUE
        for word, why in refused_codecs(file_type)
    )
    return (*codecs, *(LeftOut(what, why) for what, why in _NOT_TO_BE_SEEN.items()))


_NOT_TO_BE_SEEN = {
    "maxFileRowCount": "says when a new file begins, nothing of what is in one: exportsim generate --max-file-rows",
    "includeFileManifest": "a manifest lists an export's files, and each file here is an export of its own",
    "dates before 1582-10-15 in Parquet": "Spark refuses them under EXCEPTION, the default of both rebase modes; so no "
    "row has one, and both values of these options give the same file",
}
