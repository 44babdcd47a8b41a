"""Linting: what is wrong, lossy or odd in destination servers and destination configurations.

Most of it is noted while configurations are read, each note with a code; the checks here look for what reading does not
care about. Every code has a rule: a severity, why it hurts, what to write instead.
"""

from __future__ import annotations

from exportsim.adobe.lint.rule import Rule
from exportsim.adobe.lint.rules import RULES
from exportsim.adobe.lint.run import lint

__all__ = ["RULES", "Rule", "lint"]
