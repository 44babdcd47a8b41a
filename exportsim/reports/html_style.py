"""The look of the page: one style sheet, light and dark, wide and narrow; nothing is fetched."""

CSS = """
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #ffffff; --ink: #1b2430; --soft: #5b6675; --line: #dfe3e9;
  --good: #147a45; --good-soft: #e3f5eb; --bad: #b3261e; --bad-soft: #fdeae8; --note: #8a5a00;
    --note-soft: #fff4dc;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c; --card: #1a2029; --ink: #e4e9f0; --soft: #97a3b4; --line: #2c3542;
    --good: #58d08f; --good-soft: #14301f; --bad: #ff8a80; --bad-soft: #3a1a1a; --note: #f0c060;
      --note-soft: #332810;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3, p { margin: 0; }
h2 { font-size: 1.05rem; margin: 2.2rem 0 .8rem; }
h3 { font-size: 1rem; }
code, .value, .mono { font-family: var(--mono); font-size: .86em; }
.soft { color: var(--soft); }
.banner { border-radius: 12px; padding: 1.4rem 1.6rem; border: 1px solid var(--line);
  border-left: 8px solid; }
.banner.pass { background: var(--good-soft); border-left-color: var(--good); }
.banner.fail { background: var(--bad-soft); border-left-color: var(--bad); }
.banner h1 { font-size: 1.7rem; line-height: 1.2; letter-spacing: .04em; }
.pass > h1, .pass > .mark { color: var(--good); }
.fail > h1, .fail > .mark { color: var(--bad); }
.not-judged > .mark { color: var(--note); }
.banner p { margin-top: .3rem; }
.cards { display: grid; gap: .8rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
  margin-top: .8rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.2rem; }
.card .mark { float: right; font-weight: 700; }
.card .figure { font-size: 1.7rem; font-weight: 650; font-variant-numeric: tabular-nums; margin-top: .3rem; }
.card .figure small { font-size: .9rem; font-weight: 400; color: var(--soft); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; margin: 0; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
details { background: var(--card); border: 1px solid var(--line); border-radius: 12px; margin-bottom: .8rem; }
summary { cursor: pointer; padding: .8rem 1.2rem; display: flex; gap: .3rem .7rem; flex-wrap: wrap;
  align-items: baseline; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "▸"; color: var(--soft); }
details[open] > summary::before { content: "▾"; }
summary .count { margin-left: auto; color: var(--bad); font-weight: 650; font-variant-numeric: tabular-nums; }
.inside { padding: 0 1.2rem 1.1rem; }
.advice { display: grid; gap: .7rem 1.6rem; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr));
  margin-top: .9rem; }
.advice p { margin-top: .1rem; }
.advice strong { font-size: .8rem; color: var(--soft); font-weight: 600; }
.chip { display: inline-block; border: 1px solid var(--line); border-radius: 99px; padding: 0 .6em;
  margin: .5rem .3em 0 0;
  font-size: .82em; color: var(--soft); }
table { border-collapse: collapse; width: 100%; margin-top: .8rem; }
th { text-align: left; font-weight: 600; font-size: .8rem; color: var(--soft); padding: .3rem .8rem .3rem 0; }
td { vertical-align: top; padding: .45rem .8rem .45rem 0; border-top: 1px solid var(--line);
  overflow-wrap: anywhere; }
.findings .file { min-width: 9.6rem; width: 9.6rem; }
.findings .number { width: 1%; }
.findings th.sent, .findings th.read { width: 30%; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.value { white-space: pre-wrap; }
.value mark { color: inherit; border-radius: 3px; padding: 0 .1em; font-weight: 650; }
.sent mark { background: var(--good-soft); color: var(--good); box-shadow: inset 0 -2px var(--good); }
.read mark { background: var(--bad-soft); color: var(--bad); box-shadow: inset 0 -2px var(--bad); }
.sign { font: 600 .68em/1 system-ui, sans-serif; border: 1px solid currentColor; border-radius: 4px;
  padding: .1em .3em; margin: 0 .15em; vertical-align: .1em; opacity: .75; }
.hint { color: var(--note); background: var(--note-soft); border-radius: 8px; padding: .5rem .8rem;
  margin-top: .5rem; }
.panel { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: .6rem 1.2rem 1rem; }
.panel.line { margin-bottom: .8rem; }
.panel > table { margin-top: 0; }
@media (max-width: 44rem) {
  thead { display: none; }
  tr { display: block; border-top: 1px solid var(--line); padding: .5rem 0; }
  td { display: grid; grid-template-columns: 5.5rem 1fr; border: 0; padding: .12rem 0; }
  td::before { content: attr(data-label); color: var(--soft); font: .8rem/1.7 system-ui, sans-serif; }
  .findings .file, .findings .number { width: auto; }
  .number { text-align: left; }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd { margin-bottom: .5rem; }
}
@media print { body { background: none; } details, .card, .banner { break-inside: avoid; } }
"""
