"""Schedules played with a simulated clock: every export of some days, and what a partner must hold after them."""

from exportsim.timeline.agenda import Agenda, Entry, entries, plan_ahead
from exportsim.timeline.calendar import Occurrence, Schedule, between
from exportsim.timeline.judge import Judgement, judge
from exportsim.timeline.play import Timeline, play

__all__ = [
    "Agenda",
    "Entry",
    "Judgement",
    "Occurrence",
    "Schedule",
    "Timeline",
    "between",
    "entries",
    "judge",
    "plan_ahead",
    "play",
]
