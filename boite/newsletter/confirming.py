"""The mailbox says yes (double opt-in): the letter is for it from now on."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import transaction
from boite.errors import Conflict
from boite.journal.record import record
from boite.mail import suppression
from boite.newsletter import journal_kinds as kinds
from boite.newsletter import links
from boite.newsletter.models import Subscription
from boite.settings import Settings


class Erased(Conflict):
    """The demand waited too long, or its account was closed."""

    message = "Cette demande n'existe plus. Demandez la lettre à nouveau."


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
