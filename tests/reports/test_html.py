"""A report as one page that needs nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

from reports.taken_apart import Page

from exportsim.model import Report
from exportsim.reports import html
from exportsim.reports.explanations import EXPLANATIONS
from exportsim.reports.hints import ESCAPED


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
    files = (*failed.export.files, replace(failed.export.files[0], name=nasty))
    report = replace(
        failed,
        export=replace(failed.export, files=files),
        notes=(nasty,),
        groups=(replace(group, column=nasty, examples=(example,), cases=((nasty, 1),)),),
        ingestion=replace(failed.ingestion, parser=nasty),
    )
    page = Page(html.verification(report))
    assert "script" not in page.tags
    assert page.text.count("<script>alert(1)</script>") == 8


def test_a_page_adapts_to_the_reader(passed: Report) -> None:
    """Light and dark, wide and narrow."""
    source = html.verification(passed)
    assert "prefers-color-scheme: dark" in source
    assert "@media (max-width" in source
    assert ("name", "viewport") in Page(source).attributes


def test_files_are_short_where_there_are_several(failed: Report) -> None:
    """A finding names the end of its file, with the whole name at hand; of one file no name is needed."""
    first, *_ = failed.export.files
    second = replace(first, name="exports/people_20260301_120000_2.csv.gz")
    several = replace(failed, export=replace(failed.export, files=(first, second)))
    assert f'title="{first.name}">…_120000.csv.gz<' in html.verification(several)
    assert 'data-label="File" class="file"' not in html.verification(failed)


def test_the_folder_is_told_as_it_is(failed: Report) -> None:
    """Macros in the plan's folder are resolved in the names of the files."""
    templated = replace(failed.export, plan=replace(failed.export.plan, folder="exports/%SEGMENT_NAME%"))
    page = html.verification(replace(failed, export=templated))
    assert "<dt>Folder</dt><dd>exports</dd>" in page
    assert "%SEGMENT_NAME%" not in page


def test_columns_that_one_side_lacks_are_a_line(failed: Report) -> None:
    """No table without cells; what was not judged is not marked as passed."""
    lost = replace(failed.groups[0].examples[0], kind="missing-column", column="notes", row=None)
    group = replace(failed.groups[0], kind="missing-column", column="notes", examples=(lost,))
    verdicts = (failed.verdicts[0], replace(failed.verdicts[1], looked_at=0, wrong=0, judged=False), failed.verdicts[2])
    page = html.verification(replace(failed, groups=(group,), verdicts=verdicts))
    assert "<h3>Column notes was not read</h3>" in page
    assert "<details" not in page
    assert '<section class="card not-judged"><span class="mark">– not judged</span><h3>Text</h3>' in page


def test_groups_go_by_weight_and_are_explained_once(overwhelmed: Report) -> None:
    """The heaviest stands first; the cause that columns share, and why it matters, is told there only."""
    page = html.verification(overwhelmed)
    assert page.index("column_11") < page.index("column_10") < page.index("column_0") < page.index("not read")
    assert page.count("In 12 columns: The value was cut off") == page.count("The value was cut off") == 1
    assert page.count(EXPLANATIONS["text"].why) == 1
