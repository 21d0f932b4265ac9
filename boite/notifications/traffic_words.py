"""How the queue of messages is told to administrators: in French, as the rest of their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from boite.notifications.channel_names import NAMES
from boite.notifications.hand_over import Unsaid
from boite.notifications.models import MessageFate
from boite.notifications.traffic import FAILED, ChannelTraffic

FATES = {
    MessageFate.REFUSED: "refusés",
    MessageFate.GIVEN_UP: "abandonnés après tous leurs essais",
    MessageFate.DOUBTFUL: "peut-être partis : personne ne sait",
}
WHY = {
    Unsaid.CLOSED: "adresse, appareil ou boîte fermés depuis",
    Unsaid.EXPIRED: "trop tard pour être dits",
    Unsaid.NOTHING: "lus, faux ou plus voulus depuis",
    Unsaid.ELSEWHERE: "remis au courriel groupé",
    Unsaid.SPENT: "plus d'envoi possible ce mois-ci",
}


def failures(channels: Iterable[ChannelTraffic]) -> list[tuple[str, str, str, int]]:
    """Channel, what became of them, the answer of the carrier, how many; the most frequent first."""
    every = [each for channel in channels for each in channel.ended if each.fate in FAILED]
    counted = Counter({(NAMES[each.channel], FATES[each.fate], _answer(each.code)): each.times for each in every})
    return [(*key, times) for key, times in counted.most_common()]


def withdrawn(channels: Iterable[ChannelTraffic]) -> list[tuple[str, str, int]]:
    """Channel, why nothing was said, how many; the most frequent first."""
    counted: Counter[tuple[str, str]] = Counter()
    for channel in channels:
        for each in channel.ended:
            if each.why in WHY:
                counted[NAMES[channel.channel], WHY[Unsaid(each.why)]] += each.times
    return [(*key, times) for key, times in counted.most_common()]


def delay(length: timedelta | None) -> str:
    """« 3 s », « 2 min », « 5 h »."""
    if length is None:
        return "aucun"
    seconds = int(length.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"


def _answer(code: int) -> str:
    return str(code) if code else "aucune réponse"
