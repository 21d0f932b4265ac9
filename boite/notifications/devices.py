"""The devices where somebody is told: a browser subscribes, changes its address, says more or less, stops.

A device belongs to a session: it goes with it. A browser is its last person's: whoever subscribes takes it over.
"""

from __future__ import annotations

from boite.accounts.models import Session
from boite.clock import now
from boite.database.connection import transaction
from boite.database.long_lists import few
from boite.errors import Forbidden
from boite.languages.messages import _
from boite.notifications import contact_points, push_endpoint, vapid
from boite.notifications.models import Channel, ContactEnd, ContactPoint
from boite.notifications.push_endpoint import BrowserSubscription
from boite.settings import Settings

MOST = 20
"""Devices of one person; beyond, the oldest is let go."""
SHARED = _("Sur un ordinateur partagé, rien ne doit s'afficher après vous.")
NOT_OFFERED = _("Les alertes ne sont pas encore proposées ici.")


async def subscribe(
    settings: Settings, session: Session, *, endpoint: str, p256dh: str, auth: str, key: str
) -> ContactPoint:
    """This browser is told what is new, as long as this session lasts.

    `key`: which of our keys it subscribed to. Raises Forbidden on a shared computer or where no push can leave,
    Invalid for what no browser gives.
    """
    if session.shared:
        raise Forbidden(SHARED)
    we = vapid.identity(settings)
    if we is None or key != we.id:
        raise Forbidden(NOT_OFFERED)
    given = push_endpoint.checked(settings, endpoint, p256dh, auth)
    async with transaction():
        kept = await _taken_over(settings, session, given)
        made = await ContactPoint.create(
            user_id=session.user_id,
            channel=Channel.PUSH,
            digest=contact_points.digest_of(settings, Channel.PUSH, endpoint),
            label=session.device,
            session_id=session.id,
            vapid=we.id,
            detailed=kept,
            confirmed_at=now(),
            address=given.endpoint,
            p256dh=given.p256dh,
            auth=given.auth,
        )
        await _only_some(session)
    return made


async def _taken_over(settings: Settings, session: Session, given: BrowserSubscription) -> bool:
    """Let go of this browser, whoever's it was, and of what this session subscribed before.

    Returns whether it showed the detail for the same person: nobody inherits that of somebody else.
    """
    pushes = ContactPoint.filter(channel=Channel.PUSH)
    digests = contact_points.digests_of(settings, Channel.PUSH, given.endpoint)
    found = [pushes.filter(digest__in=few(digests)), pushes.filter(session_id=session.id)]
    former = [each for some in found for each in await some]
    for some in found:
        await some.delete()
    return any(each.detailed and each.user_id == session.user_id for each in former)


async def _only_some(session: Session) -> None:
    mine = ContactPoint.filter(channel=Channel.PUSH, user_id=session.user_id)
    last = await mine.order_by("-id").offset(MOST).first()
    if last is not None:
        await mine.filter(id__lte=last.id).delete()


async def move(
    settings: Settings, session: Session, former: str, *, endpoint: str, p256dh: str, auth: str
) -> ContactPoint:
    """The push service gave this browser another address. The former one, which it alone knows, is the proof.

    Raises Forbidden where it is not one of this session, and what `subscribe` raises.
    """
    digests = contact_points.digests_of(settings, Channel.PUSH, former)
    known = await ContactPoint.filter(channel=Channel.PUSH, digest__in=few(digests), session_id=session.id).first()
    if known is None or known.closed_at is not None:
        raise Forbidden
    return await subscribe(settings, session, endpoint=endpoint, p256dh=p256dh, auth=auth, key=known.vapid)


async def state(settings: Settings, session: Session) -> tuple[bool, bool]:
    """Whether this browser is told with our key of now, and whether its person wants it to be."""
    we = vapid.identity(settings)
    here = await ContactPoint.filter(channel=Channel.PUSH, session_id=session.id).first()
    if we is None or here is None or here.closed_why == ContactEnd.STOPPED:
        return False, False
    return here.closed_at is None and here.vapid == we.id, True


async def stop(device: ContactPoint) -> None:
    """Nothing more is shown there."""
    await contact_points.close(device, ContactEnd.STOPPED)


async def show_detail(device: ContactPoint, detailed: bool) -> None:
    """Whether its locked screen says what the message says inside."""
    await ContactPoint.filter(id=device.id).update(detailed=detailed)
