"""Call: a request to a partner's own API, and what came back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Request:
    """One HTTP request to a partner's own API. It may hold secrets, so nothing of it is shown by accident."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None

    def __repr__(self) -> str:
        return f"<Request {self.method}>"


@dataclass(frozen=True)
class Reply:
    """What the API answered."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    text: str
    seconds: float = 0.0


@dataclass(frozen=True)
class Answered:
    """A reply, looked at as the platform would."""

    event: str
    """What was asked for: ``create``, ``update``, …"""

    status: int
    reason: str
    fields: tuple[tuple[str, str], ...]
    """What the template takes from the reply, by name."""

    findings: tuple[str, ...] = ()
    """Why the platform would not be content, each as a sentence; empty: it would."""

    remarks: tuple[str, ...] = ()
    """What is odd, though it would do."""

    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        return not self.findings
