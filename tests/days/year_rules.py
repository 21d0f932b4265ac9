"""What is promised of the messages of a year, whoever receives them: few, at open hours, once, and always a way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta

from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel
from boite.notifications.rhythm import quiet_hours, usual
from tests.days.year_carriers import SentMessage

MAILS, WEEK = 2, timedelta(days=7)


def broken(sent: Sequence[SentMessage], at_work: Collection[str]) -> list[str]:
    """The promises that these messages do not keep, in sentences. `at_work`: who is told things for their work."""
    calm = [each for each in sent if each.undated]
    return [
        *_too_many(calm, at_work),
        *_too_often([each for each in calm if each.channel == Channel.PUSH]),
        *(f"{_of(each)}: in quiet hours" for each in sent if _disturbs(each, each.who in at_work)),
        *_twice(sent),
        *(f"{_of(each)}: no way to stop it" for each in sent if not each.stops),
        *(f"{_of(each)}: says nothing" for each in sent if not each.marks or not each.outside),
    ]


def _too_many(calm: Sequence[SentMessage], at_work: Collection[str]) -> list[str]:
    mails = [each for each in calm if each.channel == Channel.MAIL and each.who not in at_work]
    months = Counter((each.who, each.at.year, each.at.month) for each in mails)
    return [f"{month}: {count} undated mails" for month, count in months.items() if count > MAILS]


def _too_often(pushes: Sequence[SentMessage]) -> list[str]:
    last: dict[str, SentMessage] = {}
    found = []
    for each in sorted(pushes, key=lambda one: one.at):
        before = last.get(each.who)
        if before and each.at - before.at < WEEK:
            found.append(f"{_of(each)}: an undated push less than a week after {before.at:%d/%m %H:%M}")
        last[each.who] = each
    return found


def _disturbs(each: SentMessage, works: bool) -> bool:
    return each.urgency != Urgency.NOW and not quiet_hours(usual(at_work=works)).open(each.at)


def _twice(sent: Sequence[SentMessage]) -> list[str]:
    told = Counter(f"{each.who}, {each.channel}: {mark}" for each in sent for mark in each.marks)
    return [f"{what} told {count} times" for what, count in told.items() if count > 1]


def _of(each: SentMessage) -> str:
    return f"{each.who}, {each.at:%d/%m/%Y %H:%M}, {each.channel}, {each.urgency}"
