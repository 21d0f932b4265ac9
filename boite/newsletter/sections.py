"""The three sections of a newsletter, and where each thing that was published goes by itself."""

from __future__ import annotations

from boite.agenda.models import EventKind
from boite.newsletter.models import Section

LABELS = {Section.ORIENTATION: "Orientation", Section.TRAINING: "Formation", Section.WORK: "Emploi"}
"""Their words, in the order of every letter."""
ICONS = {Section.ORIENTATION: "map", Section.TRAINING: "school", Section.WORK: "work"}
BY_TOPIC = {
    "orientation": Section.ORIENTATION,
    "formation": Section.TRAINING,
    "emploi": Section.WORK,
    "droits": Section.WORK,
    "numerique": Section.TRAINING,
    "vie-quotidienne": Section.ORIENTATION,
}
"""The section of each topic of a piece of news or of a resource (`boite.publishing.topics`)."""
BY_KIND = {
    EventKind.FORUM: Section.ORIENTATION,
    EventKind.WORKSHOP: Section.WORK,
    EventKind.OPEN_DAY: Section.TRAINING,
    EventKind.MEETING: Section.TRAINING,
    EventKind.DROP_IN: Section.ORIENTATION,
    EventKind.VISIT: Section.ORIENTATION,
    EventKind.RECRUITING: Section.WORK,
    EventKind.OTHER: Section.ORIENTATION,
}
"""The section of each kind of event. Whoever composes may move any of them."""


def of_topic(topic: str) -> Section:
    """The section of a topic; the first one for a topic that is not known."""
    return BY_TOPIC.get(topic, Section.ORIENTATION)
