"""The links of published resources, tried once a week, one at a time, outside of any transaction.

A link is dead once it failed on three different days: a site may be under repair for an evening. What leads elsewhere
for good is said. Nothing is changed in a resource: its desk decides.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from boite.clock import now, today
from boite.database.leases import Queue
from boite.library.link_probe import Tried, try_link
from boite.library.models import LinkState, LinkWatch, Resource, ResourceKind
from boite.outgoing.guarded_request import Allowed
from boite.outgoing.public_addresses import is_public
from boite.settings import Settings

EVERY = timedelta(days=7)
AGAIN = timedelta(hours=20)
"""After a failure: the next day, at about the same hour."""
FAILURES = 3
"""Different days without an answer after which a link is dead."""
WAITING = Queue(LinkWatch, timedelta(minutes=5), {})


async def watch(resource: Resource) -> None:
    """Look after the link of a published resource, from now; a new address begins anew. In the caller's transaction."""
    if resource.kind != ResourceKind.LINK:
        return
    kept = await LinkWatch.get_or_none(resource_id=resource.id)
    if kept is None or kept.address != resource.link:
        await forget(resource.id)
        await LinkWatch.create(resource_id=resource.id, address=resource.link, due=now())


async def forget(resource_id: UUID) -> None:
    """Its link is no longer shown."""
    await LinkWatch.filter(resource_id=resource_id).delete()


async def try_due(settings: Settings, *, allowed: Allowed = is_public) -> int:
    """Try one link that is due (a chore). Returns 1, or 0 where none is. Several workers may run it at once."""
    found = await WAITING.take_one()
    if found is None:
        return 0
    tried = await try_link(found.address, settings.base_url, allowed=allowed)
    # The address too: a resource that got another one meanwhile has a new row, whose tries begin anew.
    await WAITING.held(found).filter(address=found.address).update(**_outcome(found, tried))
    return 1


def _outcome(found: LinkWatch, tried: Tried) -> dict[str, object]:
    """The columns that say what a try taught."""
    columns: dict[str, object] = {"tried_at": now(), "said": tried.said[:200], "moved_to": tried.moved_to}
    if tried.alive:
        state = LinkState.MOVED if tried.moved_to else LinkState.ALIVE
        return columns | {"state": state, "failed_days": 0, "failed_on": None, "due": now() + EVERY}
    days = found.failed_days + (found.failed_on != today())
    state, wait = (LinkState.DEAD, EVERY) if days >= FAILURES else (LinkState.FAILING, AGAIN)
    return columns | {
        "state": state,
        "failed_days": days,
        "failed_on": today(),
        "due": now() + wait,
    }
