"""Asking for the letter: nothing leaves before the mailbox says yes (double opt-in). No answer says who is known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tortoise.exceptions import IntegrityError

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import transaction
from boite.directory.models import Territory
from boite.errors import Conflict
from boite.journal.record import record
from boite.mail import outbox, suppression
from boite.mail.addresses import digest, mailbox
from boite.mail.messages import Letter, render
from boite.newsletter import journal_kinds as kinds
from boite.newsletter import links
from boite.newsletter.models import Subscription, SubscriptionPublic
from boite.settings import Settings

BETWEEN = timedelta(minutes=15)
"""Between two mails about the same demand: nobody fills somebody else's mailbox through us."""
MOST = 3
"""Territories that one mailbox may be waiting for: the same reason."""
ONCE_A_DAY = timedelta(days=1)


class Erased(Conflict):
    """The demand waited too long, or its account was closed."""

    message = "Cette demande n'existe plus. Demandez la lettre à nouveau."


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What the form says. The address was checked."""

    address: str
    territory: Territory
    publics: tuple[str, ...] = ()


async def ask(demand: Demand, settings: Settings, *, by: User | None = None) -> None:
    """Keep a demand and write to its mailbox. Whoever asks learns nothing: neither that it is known, nor that it left.

    A demand already confirmed changes in nothing: anybody may type an address.
    """
    for again in (False, True):
        try:
            async with transaction():
                await _ask(demand, settings, by)
            return
        except IntegrityError:
            # The same form sent twice at the same instant: the other one made the row.
            if again:
                raise


async def _ask(demand: Demand, settings: Settings, by: User | None) -> None:
    box = mailbox(demand.address)
    found = await Subscription.filter(mailbox=box, territory_id=demand.territory.code).select_for_update().first()
    if by is not None:
        await record(
            kinds.LetterAsked(place=demand.territory.name, territory=demand.territory.code), owner=by.id, by=by.id
        )
    if found is not None and found.confirmed_at is not None and found.ended_at is None:
        await _remind(found, demand.territory, settings)
        return
    if found is None and await _waiting(box) >= MOST:
        return
    kept = found or await Subscription.create(
        address=demand.address,
        mailbox=box,
        mailbox_digest=digest(settings.secret_key(), box),
        territory_id=demand.territory.code,
        user_id=by.id if by else None,
        asked_at=now(),
    )
    await Subscription.filter(id=kept.id).update(asked_at=now())
    await say_publics(kept.id, demand.publics)
    if not _told(kept, BETWEEN):
        link = links.confirming(settings, kept.id, by.id if by else None)
        await _tell(kept, confirmation(settings, demand.territory.name, link))


async def _waiting(box: str) -> int:
    return await Subscription.filter(mailbox=box, confirmed_at=None).count()


async def _remind(known: Subscription, territory: Territory, settings: Settings) -> None:
    if not _told(known, ONCE_A_DAY):
        await _tell(known, already(settings, territory.name, links.leaving(settings, known.mailbox_digest)))


def _told(kept: Subscription, lately: timedelta) -> bool:
    return kept.told_at is not None and now() - kept.told_at < lately


async def _tell(kept: Subscription, letter: Letter) -> None:
    await Subscription.filter(id=kept.id).update(told_at=now())
    await outbox.post(kept.address, letter)


async def say_publics(subscription: UUID, publics: Collection[str]) -> None:
    """Whom the subscriber says they are, instead of what was said. In the caller's transaction."""
    await SubscriptionPublic.filter(subscription_id=subscription).delete()
    for code in publics:
        await SubscriptionPublic.create(subscription_id=subscription, code=code)


def confirmation(settings: Settings, place: str, link: str) -> Letter:
    """The mail that asks its mailbox whether the demand is its own."""
    return render("confirmation", place=place, link=link, days=links.DAYS, site=settings.base_url)


def already(settings: Settings, place: str, link: str) -> Letter:
    """The mail to somebody who asks for what they receive."""
    return render("already", place=place, link=link, site=settings.base_url)


async def demanded(settings: Settings, token: str) -> tuple[Subscription, UUID | None]:
    """The demand that a link of confirmation speaks of, its territory read too. Raises NotFound, Late, Erased."""
    subscription, user = links.confirmed(settings, token)
    found = await Subscription.get_or_none(id=subscription).select_related("territory")
    if found is None:
        raise Erased
    return found, user


async def confirm(settings: Settings, token: str) -> Subscription:
    """The mailbox says yes: it receives the letter from now on, even if it had left. Raises NotFound, Late, Erased."""
    found, user = await demanded(settings, token)
    if found.confirmed_at is not None and found.ended_at is not None and found.ended_at > found.asked_at:
        raise Erased  # an old link, opened again after leaving: it would undo what the person decided since
    async with transaction():
        owner = await User.get_or_none(id=user) if user else None
        fresh = found.confirmed_at is None or found.ended_at is not None
        await suppression.heard_from(found.mailbox_digest)
        await Subscription.filter(id=found.id).update(
            confirmed_at=now() if fresh else found.confirmed_at,
            ended_at=None,
            ended_why=None,
            told_at=None,
            **({"user_id": owner.id if owner else None} if fresh else {}),
        )
        if fresh and owner is not None:
            await record(
                kinds.LetterSubscribed(place=found.territory.name, territory=found.territory_id),
                owner=owner.id,
                by=owner.id,
            )
    return found


async def forget_unconfirmed() -> int:
    """Erase the demands that nobody confirmed (a chore). Returns how many."""
    limit = now() - timedelta(days=links.DAYS)
    return await Subscription.filter(confirmed_at=None, asked_at__lte=limit).delete()
