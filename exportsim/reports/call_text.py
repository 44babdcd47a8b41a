"""A call to a partner's API and its answer, as plain text."""

from __future__ import annotations

import json

from exportsim.model import Answered, Request


def request(event: str, one: Request) -> str:
    """The request as it would go out: first line, headers, an empty line, the body."""
    lines = [f"{event}: {one.method} {one.url}", *(f"  {name}: {value}" for name, value in one.headers)]
    if one.body is not None:
        lines += ["", *(f"  {line}" for line in _laid_out(one.body).splitlines())]
    return "\n".join(lines)


def answer(one: Answered) -> str:
    """The verdict first, then what was taken from the answer and what is wrong with it."""
    verdict = "PASS" if one.passed else "FAIL"
    lines = [f"{verdict}  {one.event}: {one.status} {one.reason}".rstrip() + f", {one.seconds:.1f} s"]
    lines += [f"  {name}: {value}" for name, value in one.fields]
    lines += [f"  ✗ {finding}" for finding in one.findings]
    lines += [f"  note: {remark}" for remark in one.remarks]
    return "\n".join(lines)


def _laid_out(body: str) -> str:
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body
