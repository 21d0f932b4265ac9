"""« Je garde ma boîte »: the address, in the mails that say that a box will close, that keeps it in one tap.

Whoever holds the mail may keep the box, and nothing else: the address names nobody, opens nothing, and is worth nothing
once its person came, once it served, or once the mailbox is no more theirs.
"""

from __future__ import annotations

import hmac

from boite.accounts import staying
from boite.accounts.models import AccountRole, ClosingWhy, User
from boite.notifications.models import ContactPoint
from boite.settings import Settings
from boite.web.addresses import of_site


async def keeping(settings: Settings, contact: ContactPoint) -> str:
    """The whole address that keeps the box of whom this mailbox is; empty where no absence closes it."""
    user = await User.get_or_none(id=contact.user_id)
    if user is None or not _may_close(user):
        return ""
    token = f"{contact.id:x}-{staying.sign(settings.secret_key(), user, contact.digest)}"
    return settings.base_url.rstrip("/") + of_site(settings)("notifications:keep", token=token)


async def kept_by(settings: Settings, token: str) -> User | None:
    """Whose box this address of `keeping` keeps; None where it is worth nothing, or no more."""
    number, _, sign = token.partition("-")
    if not number.isascii() or not number.isalnum() or len(number) > 12:
        return None
    try:
        contact = await ContactPoint.get_or_none(id=int(number, 16), closed_at=None).select_related("user")
    except ValueError:
        return None
    if contact is None or not _may_close(contact.user):
        return None
    known = [staying.sign(key, contact.user, contact.digest) for key in settings.secret_keys()]
    return contact.user if any(hmac.compare_digest(sign.encode(), one.encode()) for one in known) else None


def _may_close(user: User) -> bool:
    """Whether want of visits would close it: not a box that its person asked to close."""
    return user.role == AccountRole.PERSON and (user.closing_at is None or user.closing_why == ClosingWhy.IDLE)
