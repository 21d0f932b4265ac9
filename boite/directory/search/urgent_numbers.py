"""The numbers of needs that do not wait, given before any structure."""

from __future__ import annotations

from dataclasses import dataclass

from boite.languages.messages import _


@dataclass(frozen=True, slots=True)
class Number:
    """A number that answers day and night, free of charge."""

    dial: str
    shown: str
    what: str
    """What for, after the number: « 115 : un toit pour cette nuit »."""
    title: str
    """The same, alone on a line."""
    detail: str


NUMBERS = (
    Number("112", "112", _("un danger, tout de suite"), _("Danger, maintenant"), _("Blessé, malade, agressé, feu")),
    Number(
        "114",
        _("114 par SMS"),
        _("un danger, sans pouvoir parler"),
        _("Sans parler"),
        _("Par SMS, si parler est impossible"),
    ),
    Number("115", "115", _("un toit pour cette nuit"), _("Un toit pour ce soir"), _("Dormir, manger, se laver")),
    Number(
        "3919",
        "39 19",
        _("des violences"),
        _("Violences faites aux femmes"),
        _("L'appel ne se voit pas sur la facture"),
    ),
    Number("119", "119", _("un enfant en danger"), _("Un enfant en danger"), _("L'enfant peut appeler lui-même")),
    Number("3114", "31 14", _("des idées de suicide"), _("Envie de mourir"), _("Un soignant vous écoute, sans juger")),
)
"""In the order in which they are given, whatever is asked."""
