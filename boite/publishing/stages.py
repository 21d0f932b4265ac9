"""The words of the desk: how far something that is published is, and what somebody did with it.

One vocabulary for every kind. Each desk says which stages its steps lead to (`boite.publishing.workflow`), and its door
says who may take them (`boite.access`): an event has no `PROPOSED`, only news are `SCHEDULED`.
"""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far a publication is. Who made each step, and when, is in its revisions."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ASIDE = "aside"
    """A draft that its author no longer wants. Its text is kept."""


PRIVATE = frozenset({Stage.DRAFT, Stage.ASIDE})
"""Stages where a publication is its author's alone."""


class Step(StrEnum):
    """What somebody did with a publication."""

    WRITTEN = "written"
    PROPOSED = "proposed"
    TAKEN_BACK = "taken_back"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    SCHEDULED = "scheduled"
    UNSCHEDULED = "unscheduled"
    PUBLISHED = "published"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    CORRECTED = "corrected"
    CHECKED = "checked"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    SET_ASIDE = "set_aside"
    RECOVERED = "recovered"
    LEFT_OUT = "left_out"
    """The coordination of another territory shows it there no more."""
