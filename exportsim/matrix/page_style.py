"""The look of the matrix's page: the reports' style, with what only this page has."""

from exportsim.reports import html_style

CSS = (
    html_style.CSS
    + """
.banner { background: var(--card); border-left-color: var(--soft); }
.banner h1 { letter-spacing: 0; }
nav { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; margin-top: .8rem; }
a { color: inherit; }
h2 small { font-weight: 400; color: var(--soft); margin-left: .4rem; }
summary .count { color: var(--soft); font-weight: 400; }
summary .chip { margin: 0; }
article { border-top: 1px solid var(--line); padding: .9rem 0 .6rem; }
.title { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; }
.title a { font-weight: 650; overflow-wrap: anywhere; }
.changed { background: var(--note-soft); color: var(--note); border-color: transparent; }
.verdict { font-weight: 650; }
.verdict.pass { color: var(--good); }
.verdict.fail, .verdict.crash { color: var(--bad); }
.verdict.excused { color: var(--note); }
mark { background: var(--note-soft); color: var(--note); border-radius: 3px; box-shadow: 0 0 0 1px var(--note-soft); }
pre mark { font-weight: 700; }
mark:empty { border-left: 3px solid; }
pre { margin: .6rem 0 0; padding: .6rem .8rem; background: var(--ground); border-radius: 8px; overflow-x: auto;
  font: .8rem/1.6 var(--mono); max-height: 32rem; }
pre .sign { margin: 0 .1em; }
"""
)
