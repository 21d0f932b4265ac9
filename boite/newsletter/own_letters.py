"""The letters of somebody who has an account: those asked for, and those that come with a profession."""

from __future__ import annotations

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import transaction
from boite.database.identifiers import identifier
from boite.database.long_lists import few
from boite.directory.models import Coordination, Membership
from boite.errors import NotFound
from boite.journal.record import record
from boite.mail import suppression
from boite.mail.addresses import digest
from boite.mail.models import Silence, Why
from boite.newsletter import journal_kinds as kinds
from boite.newsletter.models import Subscription
from boite.settings import Settings


async def of_person(user: User) -> list[Subscription]:
    """The letters asked for from an account, confirmed or not, by territory."""
    mine = Subscription.filter(user_id=user.id, ended_at=None)
    return await mine.order_by("territory__name").select_related("territory")


async def drop(user: User, subscription: object) -> None:
    """End one letter, the others going on. Raises NotFound for somebody else's."""
    mine = Subscription.filter(id=identifier(subscription), user_id=user.id)
    found = await mine.select_related("territory").first()
    if found is None:
        raise NotFound
    async with transaction():
        if await Subscription.filter(id=found.id).delete():
            await record(
                kinds.LetterDropped(place=found.territory.name, territory=found.territory_id), owner=user.id, by=user.id
            )


def account(user_id: object) -> str:
    """What stands for an account among mailboxes. The address of a profile is not proven to be its person's:
    nobody may silence a mailbox, or wake it up, by typing it there.
    """
    return f"compte {user_id}"


async def comes_with_work(user: User) -> bool:
    """Whether letters come to this person as a professional: a role, a structure or a territory, an address."""
    if not user.is_professional or not user.email:
        return False
    return await Membership.in_force(user.id).exists() or await Coordination.exists(user_id=user.id)


async def said_no(user: User, settings: Settings) -> bool:
    """Whether this professional does not want them."""
    return bool(await suppression.suppressed(settings, [account(user.id)]))


async def leave_work(user: User, settings: Settings) -> None:
    """No letter comes with the profession any more. Said twice, it is the same."""
    async with transaction():
        words = {"why": Why.LEFT, "at": now()}
        _, made = await Silence.get_or_create(words, mailbox_digest=digest(settings.secret_key(), account(user.id)))
        if made:
            await record(kinds.LetterWorkLeft(), owner=user.id, by=user.id)


async def return_to_work(user: User, settings: Settings) -> None:
    """They come again."""
    digests = [digest(secret, account(user.id)) for secret in settings.secret_keys()]
    async with transaction():
        if await Silence.filter(mailbox_digest__in=few(digests)).delete():
            await record(kinds.LetterWorkReturned(), owner=user.id, by=user.id)
