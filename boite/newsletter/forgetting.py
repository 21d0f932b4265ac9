"""An erased person is erased from what was sent too: no mail that left, or was to leave, keeps their address."""

from __future__ import annotations

from tortoise.expressions import Q

from boite.accounts.models import User
from boite.clock import now
from boite.database.long_lists import few
from boite.mail import kept_mails
from boite.mail.addresses import mailbox
from boite.newsletter.models import Bounce, Delivery, DeliveryState, Subscription

UNSETTLED = (DeliveryState.DUE, DeliveryState.IN_HANDS, DeliveryState.DOUBTFUL)
"""What would be sent, or sent again. A worker that holds one may end its gesture: what it says changes nothing."""


async def forget_person(user: User) -> None:
    """Take the addresses of an account out of the outbox and of the deliveries, inside the caller's transaction.

    Figures stay. A mailbox that is somebody else's too, or whose letter was asked for without this account, goes on
    receiving it: several people may share one.
    """
    asked = await Subscription.filter(user_id=user.id).values_list("mailbox", flat=True)
    boxes = {str(each) for each in asked} | ({mailbox(user.email)} if user.email else set())
    for box in boxes - await _shared(boxes, user):
        await _forget(box)


async def _shared(boxes: set[str], user: User) -> set[str]:
    """Those of these mailboxes that somebody else has, or asked a letter for."""
    others = Subscription.filter(Q(user_id=None) | Q(user_id__not=user.id), mailbox__in=few(boxes))
    asked = {str(each) for each in await others.values_list("mailbox", flat=True)}
    people = User.filter(id__not=user.id, email__not="").values_list("email", flat=True)
    return asked | (boxes & {mailbox(str(email)) for email in await people})


async def _forget(box: str) -> None:
    await kept_mails.forget_mailbox(box)
    ids = [int(str(each)) for each in await Delivery.filter(mailbox=box).values_list("id", flat=True)]
    for identifier in ids:
        await _blank(identifier)


async def _blank(identifier: int) -> None:
    """One letter has an address once: the identifier stands for it, so that the pair stays unique."""
    gone = Delivery.filter(id=identifier)
    await gone.filter(state__in=few(UNSETTLED)).update(
        state=DeliveryState.SILENT, due_at=None, holder=None, held_until=None, settled_at=now()
    )
    await gone.update(mailbox=f"#{identifier}", address="", words="")
    await Bounce.filter(delivery_id=identifier).update(words="")
