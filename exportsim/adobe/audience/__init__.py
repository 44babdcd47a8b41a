"""Audience templates: how the platform calls a partner's own API when audiences come, change and go.

Source: the vendor's pages on audience metadata. What they leave open is said where it is decided.
"""

from __future__ import annotations

from exportsim.adobe.audience.answer import answered
from exportsim.adobe.audience.render import Secrets, Subject, check_values, is_private, prepare, without
from exportsim.adobe.audience.template import EVENTS, AudienceTemplate, Call, load_audience_template

__all__ = [
    "EVENTS",
    "AudienceTemplate",
    "Call",
    "Secrets",
    "Subject",
    "answered",
    "check_values",
    "is_private",
    "load_audience_template",
    "prepare",
    "without",
]
