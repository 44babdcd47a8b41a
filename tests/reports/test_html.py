"""A report as one page that needs nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from exportsim.model import Report
from exportsim.reports import html
from exportsim.reports.explanations import EXPLANATIONS
from exportsim.reports.hints import ESCAPED

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """A page taken apart: its tags, its attributes, its text; every tag is closed in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def test_a_page_tells_everything(failed: Report) -> None:
    """The outcome, every finding with why it matters, the files, the switches and the warnings."""
    text = Page(html.verification(failed)).text
    for told in (
        "FAIL",
        "Misread: 1 of 3 rows, 1 of 4 texts, 1 of 4 nulls.",
        "python naive.py {file}",
        'say "<script>"LF',
        'say \\"<script>\\"LF',
        ESCAPED,
        EXPLANATIONS["missing-row"].why,
        EXPLANATIONS["text"].why,
        EXPLANATIONS["text-read-as-null"].check,
        "quote-inside × 1",
        "exports/people_20260301_120000.csv.gz",
        "schedules are in UTC",
        "server.json: $.x: is not a known key and is ignored",
    ):
        assert told in text


def test_a_passed_page_has_no_findings(passed: Report) -> None:
    """There is the outcome and what was checked, and no section of findings."""
    text = Page(html.verification(passed)).text
    assert "PASS Everything that was sent was read as it was meant." in text.replace("PASSE", "PASS E")
    assert "Findings" not in text


def test_a_page_fetches_nothing_and_runs_nothing(failed: Report) -> None:
    """No script, no image, no address: what is needed to show the page is in it, and a policy says so."""
    source = html.verification(failed)
    page = Page(source)
    assert not {"script", "img", "iframe", "object", "a", "base", "form"} & set(page.tags)
    assert [value for name, value in page.attributes if name in ("src", "href", "action")] == ["data:,"]
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert not re.search(r"https?:|//[a-z]|@import|url\(", source)
    assert "default-src 'none'" in source


def test_values_cannot_leave_their_cell(failed: Report) -> None:
    """Markup and quotes in values, keys, columns, files and the parser's name are text."""
    nasty = "\"'><script>alert(1)</script>"
    group = failed.groups[1]
    example = replace(group.examples[0], sent=nasty, read="x" + nasty, key=nasty, file=nasty)
    report = replace(
        failed,
        groups=(replace(group, column=nasty, examples=(example,), cases=((nasty, 1),)),),
        ingestion=replace(failed.ingestion, parser=nasty),
    )
    page = Page(html.verification(report))
    assert "script" not in page.tags
    assert page.text.count("<script>alert(1)</script>") == 7


def test_a_page_adapts_to_the_reader(passed: Report) -> None:
    """Light and dark, wide and narrow."""
    source = html.verification(passed)
    assert "prefers-color-scheme: dark" in source
    assert "@media (max-width" in source
    assert ("name", "viewport") in Page(source).attributes
