"""Stage 6, judge: what was meant beside what was read, cell by cell."""

from exportsim.verdict.judge import compare

__all__ = ["compare"]
