"""The sheet of a year of messages, in French, by person and by month, as somebody would read it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from boite.languages.messages import translated
from boite.notifications.models import Channel
from tests.days.year_carriers import SentMessage

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SPREAD, SPREAD_SAID = (9, 10), "entre 9 h et 11 h"
NAMES = {Channel.MAIL: "courriel", Channel.PUSH: "alerte", Channel.SMS: "SMS"}
URGENCIES = {"now": "tout de suite", "dated": "daté", "open": "dès que possible", "digest": "groupé"}
HEAD = """# Une année de messages

Ce que reçoivent, du {first} au {last}, les personnes de la démonstration et
quelques autres, inventées aussi.
Rien n'est écrit à la main : `python -m tests.days.year` fait passer l'année jour après jour, avec les vraies tâches
de fond, un vrai serveur de courriel, un vrai service d'alertes et une vraie passerelle de SMS, tous de la même machine.
Il écrit ensuite cette page, sauf si une promesse n'est pas tenue (`tests/days/year_rules.py`).

*Dehors* : ce que n'importe qui peut voir par-dessus une épaule, l'objet, l'écran verrouillé, le SMS. *Dedans* : les
mots du courriel. Un message **daté** a son heure, il n'est jamais retenu. **Tout de suite** : la sécurité du compte, ou
l'heure presse. **Dès que possible** : à la prochaine heure ouverte. **Groupé** : le premier et le troisième mardi du
mois, entre 9 h et 11 h ; au travail, chaque matin où il y a du nouveau.
"""


def drawn(sent: Sequence[SentMessage], people: Mapping[str, str], first: date, last: date, others: int) -> str:
    """The whole page. `people`: each name, and who it is in a sentence."""
    parts = [HEAD.format(first=_day(first), last=_day(last)), *_counts(sent, people, others)]
    for who, sentence in people.items():
        parts += _person(who, sentence, [each for each in sent if each.who == who])
    return "\n".join(parts) + "\n"


def _counts(sent: Sequence[SentMessage], people: Collection[str], others: int) -> list[str]:
    lines = [
        "## Combien\n",
        "Entre parenthèses, ceux qui pouvaient attendre : ni datés, ni tout de suite.",
        "« Le plus » est le mois le plus chargé.\n",
        "| qui | par | " + " | ".join(SHORT) + " | total | le plus |",
        "|---|---|" + "---|" * 14,
    ]
    for who in people:
        for channel, name in NAMES.items():
            mine = [each for each in sent if each.who == who and each.channel == channel]
            if mine:
                lines.append(f"| {who} | {name} | {_cells(mine)} |")
    return [*lines, "", f"Courriels à des personnes sans compte, dans le même temps : {others}.", ""]


def _cells(mine: Sequence[SentMessage]) -> str:
    every, calm = Counter(each.at.month for each in mine), Counter(each.at.month for each in mine if each.undated)
    cells = [f"{every[month]} ({calm[month]})" if every[month] else "·" for month in range(1, 13)]
    return " | ".join([*cells, str(len(mine)), str(max(every.values()))])


def _person(who: str, sentence: str, mine: Sequence[SentMessage]) -> list[str]:
    lines = [f"## {who}\n", f"{sentence}\n"]
    by_month: defaultdict[int, list[SentMessage]] = defaultdict(list)
    for each in sorted(mine, key=lambda one: (one.at, one.channel, one.outside)):
        by_month[each.at.month].append(each)
    if not by_month:
        lines.append("Rien dehors : tout l'attend dans le service.\n")
    for month, some in sorted(by_month.items()):
        lines.append(f"### {who}, {MONTHS[month - 1]}\n")
        lines += [line for each in some for line in _message(each)]
        lines.append("")
    return lines


def _message(each: SentMessage) -> list[str]:
    kinds = " + ".join(translated(kind.label) or str(kind.label) for kind in each.kinds)
    # What is grouped leaves at a minute that is its person's: another one each time that the year is walked.
    spread = each.urgency == "digest" and each.at.hour in SPREAD
    when = f"{DAYS[each.at.weekday()]} {each.at.day}, {SPREAD_SAID if spread else _hour(each)}"
    lines = [
        f"- **{when}** · {NAMES[each.channel]} · {URGENCIES[each.urgency]} · {kinds}",
        f"  - dehors : {each.outside}",
    ]
    return [*lines, f"  - dedans : {each.inside}"] if each.inside else lines


def _hour(each: SentMessage) -> str:
    return f"{each.at.hour} h {each.at.minute:02}"


def _day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
