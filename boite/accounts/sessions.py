"""Sessions: rows that can be listed and revoked. The cookie's token is kept as a digest only."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from boite.accounts import card_passphrase
from boite.accounts import journal_kinds as kinds
from boite.accounts.models import AccountRole, ClosingWhy, Session, User
from boite.clock import months_ago, now, today
from boite.database.announcements import announce
from boite.database.connection import fetch_by_key, transaction
from boite.database.disk_full import FAMILIES, lacks_room
from boite.database.rows import columns, instance
from boite.database.shortened import Shortened
from boite.errors import Forbidden
from boite.journal.models import Entry
from boite.journal.record import record, settle
from boite.journal.subject import SubjectKind
from boite.settings import Settings

Asking = Callable[[str], Awaitable[dict[str, Any] | None]]
"""From the digest of a token to its row."""
MOST_SHOWN = 100
"""Lines of the page that lists them."""
NEW_MONTHS = 12
"""A device where nobody signed in for so long is known no more."""
TOUCH = timedelta(seconds=30)
"""A visit is recorded at most this often, so that reading a page does not write a row every time."""


def digest(token: str) -> str:
    """The only form in which a token is stored. It has 256 random bits: a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


async def begin(
    user: User, settings: Settings, *, device: str, shared: bool, passphrase: str = ""
) -> tuple[Session, str]:
    """Sign somebody in on a device. Returns the row and the token of its cookie. Raises Forbidden for a group.

    `passphrase`: that of a box just opened, for its card.
    """
    if user.role == AccountRole.GROUP:
        raise Forbidden
    token = secrets.token_urlsafe(32)
    async with transaction():
        session = await Session.create(
            user_id=user.id,
            token_digest=digest(token),
            shared=shared,
            device=device[:120],
            created_at=now(),
            seen_at=now(),
            expires_at=now() + _life(settings, shared),
            card=card_passphrase.sealed(passphrase, token) if passphrase else None,
        )
        await _note_visit(user)
        if await _is_unknown(user, session, settings):
            await record(kinds.NewDevice(device=session.device, session=str(session.id)), owner=user.id, by=None)
        await record(kinds.SignedIn(device=session.device), owner=user.id, by=user.id)
    return session, token


async def _is_unknown(user: User, session: Session, settings: Settings) -> bool:
    """Whether we know of nobody who signed in from such a device for a year, or for as long as such traces are kept.

    A device that is still signed in is known, whenever that was. The first of an account is unknown to nobody.
    """
    since = months_ago(min(NEW_MONTHS, settings.journal_months))
    before = Entry.filter(owner_id=user.id, kind=kinds.SignedIn.code, at__gt=since)
    known = {row.details.get("device") for row in await before.only("id", "details")}
    living = Session.filter(user_id=user.id, expires_at__gt=now()).exclude(id=session.id)
    known |= {row.device for row in await living.only("id", "device")}
    return session.device not in known if known else user.created_at <= since


def _life(settings: Settings, shared: bool) -> timedelta:
    return timedelta(minutes=settings.shared_minutes) if shared else timedelta(days=settings.session_days)


def _longest(settings: Settings, session: Session) -> timedelta:
    """From its beginning to its end, whatever is done meanwhile."""
    if session.shared:
        return timedelta(hours=settings.shared_longest_hours)
    return timedelta(days=settings.session_longest_days)


async def row(token_digest: str) -> dict[str, Any] | None:
    """The row of a token with its user, as `find` reads it."""
    rows = await fetch_by_key(
        f"SELECT {columns(Session, 's')}, {columns(User, 'u')} FROM account_session s"
        " JOIN account_user u ON u.id = s.user_id WHERE s.token_digest = ?",
        token_digest,
    )
    return rows[0] if rows else None


async def find(token: str, settings: Settings, *, gesture: bool = True, ask: Asking = row) -> Session | None:
    """The living session of a token, its person loaded. None otherwise. An action of the person (`gesture`) extends it.

    `ask` may answer from memory: each caller has instances of its own.
    """
    found = await ask(digest(token))
    if found is None:
        return None
    session = instance(Session, "s", found)
    session.user = instance(User, "u", found)
    if session.expires_at <= now() or session.user.disabled_at is not None:
        return None  # one that began while an operator closed the account opens nothing
    if gesture and abs(now() - session.seen_at) >= TOUCH:  # seen later than now: the clock was set back
        try:
            await extend(session, settings)
            await _note_visit(session.user)
        except FAMILIES as error:
            if not lacks_room(error):  # on a full disk, pages can still be read
                raise
    return session


async def extend(session: Session, settings: Settings) -> None:
    """The person did something: the session is extended."""
    session.seen_at = now()
    session.expires_at = min(now() + _life(settings, session.shared), session.created_at + _longest(settings, session))
    await Session.filter(id=session.id).update(seen_at=session.seen_at, expires_at=session.expires_at)


async def _note_visit(user: User) -> None:
    """The person came today: once a day, so that a visit hardly ever writes.

    On SQLite each write empties what pages keep in memory: at most one a day for each person. A box that was closing
    for want of visits is kept by this one.
    """
    idle = user.closing_at is not None and user.closing_why == ClosingWhy.IDLE
    if user.seen_on is not None and user.seen_on >= today() and not idle:
        return
    user.seen_on = today()
    earlier = Q(seen_on=None) | Q(seen_on__lt=user.seen_on)
    async with transaction():
        # First, and held until the end: a closing decided meanwhile waits, then finds that the person came.
        await User.filter(earlier, id=user.id).update(seen_on=user.seen_on)
        await keep(user)


async def keep(user: User) -> None:
    """Coming was enough: a box that closed for want of visits closes no more. In the caller's transaction."""
    idle = User.filter(id=user.id, closing_why=ClosingWhy.IDLE, closing_at__not_isnull=True)
    if await idle.update(closing_at=None, closing_why=ClosingWhy.ASKED):
        await settle(SubjectKind.BOX, user.id, [user.id])
        await record(kinds.ClosingCancelled(), owner=user.id, by=user.id)
        user.closing_at, user.closing_why = None, ClosingWhy.ASKED


async def renew(session: Session) -> str:
    """Another token for this session, in the caller's transaction: whoever had the former one has nothing any more."""
    token = secrets.token_urlsafe(32)
    session.created_at = now()
    announce(session.user_id)
    await Session.filter(id=session.id).update(token_digest=digest(token), created_at=session.created_at, card=None)
    return token


async def end(session: Session) -> None:
    """Sign out of this device."""
    async with transaction():
        if await Session.filter(id=session.id).delete():
            announce(session.user_id)
            await record(kinds.SignedOut(), owner=session.user_id, by=session.user_id)


async def close(session: Session, *, by: User) -> None:
    """Disconnect another device of the same person."""
    async with transaction():
        if await Session.filter(id=session.id).delete():
            announce(session.user_id)
            await record(kinds.SessionClosed(device=session.device), owner=session.user_id, by=by.id)


async def close_others(user: User, kept: Session) -> None:
    """Disconnect every device but this one (after a change of passphrase). Inside the caller's transaction."""
    announce(user.id)
    await Session.filter(user_id=user.id).exclude(id=kept.id).delete()


async def living(user_id: UUID) -> Shortened[dict[str, Any]]:
    """The devices where somebody is signed in, last seen first."""
    rows = await (
        Session.filter(user_id=user_id, expires_at__gt=now())
        .order_by("-seen_at")
        .limit(MOST_SHOWN + 1)
        .values("id", "device", "shared", "created_at", "seen_at")
    )
    return Shortened(rows, MOST_SHOWN)


def device_name(user_agent: str) -> str:
    """A French name for a device, from what its browser says: « Chrome sur Android »."""
    browsers = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung", "Firefox": "Firefox", "Chrome": "Chrome"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac"}
    browser = next((name for mark, name in browsers.items() if mark in user_agent), "")
    browser = browser or ("Safari" if "Safari" in user_agent else "un navigateur")
    system = next((name for mark, name in systems.items() if mark in user_agent), "")
    system = system or ("Linux" if "Linux" in user_agent else "un appareil")
    return f"{browser} sur {system}"
