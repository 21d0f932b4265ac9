"""What a piece of news or a resource is about: one topic each, from a short list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its code in addresses, its words, its sign."""

    code: str
    label: str
    icon: str


_ALL = (
    Topic("orientation", "Orientation", "map"),
    Topic("formation", "Formation", "school"),
    Topic("emploi", "Emploi", "work"),
    Topic("droits", "Droits et démarches", "rights"),
    Topic("numerique", "Numérique", "device"),
    Topic("vie-quotidienne", "Vie quotidienne", "home"),
)
TOPICS: dict[str, Topic] = {topic.code: topic for topic in _ALL}
"""By code, in the order shown. The first three are the sections of the newsletter."""


def label(code: str) -> str:
    """The words of a topic; those of « nothing chosen » for a code that is no longer known."""
    return TOPICS[code].label if code in TOPICS else "Sans thème"
