"""``index.html``: a matrix to be looked at, one page that fetches nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import groupby

import pyarrow as pa

import formats
from exportsim.matrix.axes import build
from exportsim.matrix.cells import DEFAULT, PAIRS, PRESET, left_out
from exportsim.matrix.judge import Judged, Judgement
from exportsim.matrix.page_style import CSS
from exportsim.matrix.preview import Stretch, compared, first_lines
from exportsim.matrix.rows import ten
from exportsim.matrix.sample import Matrix, Sample
from exportsim.matrix.words import spelled
from exportsim.reports.document import document
from exportsim.reports.facts import count

_NAMES = {"\0": "NUL", "\t": "TAB", "\r": "CR", "\x7f": "DEL"}
_SIGNS = {
    **{code: f'<span class="sign">\\x{code:02x}</span>' for code in range(0x20)},
    **{ord(character): f'<span class="sign">{name}</span>' for character, name in _NAMES.items()},
    ord("\n"): '<span class="sign">LF</span>',
    0xFEFF: '<span class="sign">BOM</span>',
}
HEADINGS = {DEFAULT: "The default", PRESET: "Presets", PAIRS: "Many options at once"}
UNREADABLE = "No reader can be right about every cell."
FIRST_BYTES = 8
WORDS = 300
"""Characters shown of what was wrong with a file; a crash may have a page to say."""

_INVITATION = (
    '<p class="soft">Judge a parser on all of them: <code>exportsim matrix --out DIR --parser \'your-parser {file} '
    "--options {options}'</code></p>"
)

Verdicts = Mapping[str, Judged]
"""By the names of the files."""


def page(matrix: Matrix, judgement: Judgement | None = None) -> str:
    """Write the whole document, with a parser's verdicts where one was judged; links are relative to the matrix."""
    judged = judgement.by_name if judgement else {}
    file_types = {
        file_type: [*samples] for file_type, samples in groupby(matrix.samples, lambda sample: sample.cell.file_type)
    }
    body = [
        _head(matrix, judgement, [*file_types]),
        *(_file_type(name, samples, judged) for name, samples in file_types.items()),
        _left_out(),
    ]
    return document("exportsim matrix", CSS, body)


def _head(matrix: Matrix, judgement: Judgement | None, file_types: list[str]) -> str:
    links = "".join(f'<a href="#{name}">{name}</a>' for name in [*file_types, "left-out"])
    size = f"{count(len(matrix.samples), 'file')} of the same {count(matrix.rows, 'row')}"
    return (
        '<header class="banner"><h1>A file for every file formatting option</h1>'
        f"<p>{size}, written as the platform would write them. "
        "Each is opened and shown here; what differs from the default of its type is <mark>marked</mark>, "
        "a bar<mark></mark> stands where something is missing, control characters have a "
        '<span class="sign">SIGN</span>.</p>'
        f"{_outcome(judgement) if judgement else _INVITATION}"
        f"<nav>{links}</nav></header>"
    )


def _outcome(judgement: Judgement) -> str:
    numbers = ", ".join(f"{number:,} {outcome}" for outcome, number in judgement.counts.items())
    return f"<p>Judged: {numbers}. <code>{_signed(judgement.parser)}</code></p>"


def _file_type(name: str, samples: list[Sample], judged: Verdicts) -> str:
    default = build(name, {})
    lines = first_lines(formats.dumps(pa.Table.from_batches([ten()]), default), default)
    groups = groupby(samples, lambda sample: sample.cell.group)
    told = "".join(_group(group, [*found], lines, judged) for group, found in groups)
    return f'<section id="{name}"><h2>{name} <small>{count(len(samples), "file")}</small></h2>{told}</section>'


def _group(name: str, samples: list[Sample], default: list[str], judged: Verdicts) -> str:
    title = HEADINGS.get(name, f"<code>{escape(name)}</code>")
    about = escape(samples[0].cell.about)
    values = "".join(_value(sample, judged.get(sample.file.name)) for sample in samples)
    number = f'<span class="count">{count(len(samples), "file")}</span>'
    files = "".join(_sample(sample, default, judged.get(sample.file.name)) for sample in samples)
    return (
        f"<details{' open' if name == DEFAULT else ''}><summary><h3>{title}</h3><span>{about}</span>{values}{number}"
        f'</summary><div class="inside">{files}</div></details>'
    )


def _value(sample: Sample, judged: Judged | None) -> str:
    """A file's value and its verdict's sign, as far as there are such."""
    label = "" if sample.cell.group in (DEFAULT, PAIRS) else escape(spelled(sample.cell.value))
    sign = f'<span class="verdict {judged.outcome.value}">{judged.outcome.sign}</span>' if judged else ""
    told = " ".join(filter(None, (sign, label)))
    return f'<span class="chip">{told}</span>' if told else ""


def _sample(sample: Sample, default: list[str], judged: Judged | None) -> str:
    cell, name = sample.cell, escape(sample.file.name)
    note = f"<p>{escape(cell.note)}</p>" if cell.note else ""
    verdict = _verdict(judged) if judged else ""
    chips = "".join(_chip(f"{option} = {spelled(value)}") for option, value in cell.changes.items())
    losses = "".join(f'<p class="hint">{UNREADABLE} {escape(why)}</p>' for why in cell.losses)
    data = sample.path.read_bytes()
    begin = " ".join(f"{byte:02X}" for byte in data[:FIRST_BYTES])
    if sample.same_as:
        shown = f'<p class="soft">The same bytes as <code>{escape(sample.same_as)}</code>.</p>'
    else:
        lines = first_lines(data, cell.format)
        marked = compared(lines, default if cell.group != DEFAULT else lines)
        shown = f"<pre>{''.join(map(_line, marked))}</pre>"
    return (
        f'<article><p class="title"><a href="{name}"><code>{name}</code></a>'
        f'<span class="soft">{sample.file.size:,} bytes, the first <code>{begin}</code></span></p>'
        f"{verdict}{note}{chips}{losses}{shown}</article>"
    )


def _line(stretches: list[Stretch]) -> str:
    shown = "".join(
        f"<mark>{_signed(stretch.text)}</mark>" if stretch.different else _signed(stretch.text) for stretch in stretches
    )
    return f"<span>{shown}</span>\n"


def _signed(text: str) -> str:
    return escape(text).translate(_SIGNS)


def _verdict(judged: Judged) -> str:
    sign, word = judged.outcome.sign, judged.outcome.value
    told = " ".join(dict.fromkeys((sign, word)))
    return f'<p><span class="verdict {word}">{told}</span> {_signed(judged.wrong[:WORDS])}</p>'


def _chip(text: str) -> str:
    return f'<span class="chip changed">{escape(text)}</span>'


def _left_out() -> str:
    told = "".join(f"<dt><code>{escape(left.what)}</code></dt><dd>{escape(left.why)}</dd>" for left in left_out())
    return f'<section id="left-out"><h2>Left out</h2><div class="panel"><dl class="facts">{told}</dl></div></section>'
