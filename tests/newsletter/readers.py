"""Readers and issues of the tests, written as the verbs leave them; and the chores of a sending, in their order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import boite.routes  # noqa: F401 - says the addresses that mails write
from boite.clock import now
from boite.mail.addresses import digest, mailbox
from boite.newsletter import completion, delivery, launch, recipients
from boite.newsletter.models import Issue, IssueStage, Subscription
from boite.settings import Settings
from storage.store import BlobStore
from tests.directory.sheets import make_territory

HERE = "SPRO-45-ORLEANS"


async def subscribed(settings: Settings, *addresses: str, territory: str = HERE) -> list[Subscription]:
    """Addresses that asked and confirmed."""
    await make_territory(territory, territory)
    boxes = [(address, mailbox(address)) for address in addresses]
    made = [
        Subscription(
            address=address,
            mailbox=box,
            mailbox_digest=digest(settings.secret_key(), box),
            territory_id=territory,
            confirmed_at=now(),
        )
        for address, box in boxes
    ]
    await Subscription.bulk_create(made, batch_size=500)
    return made


async def scheduled(territory: str = HERE, title: str = "Été à Orléans : ce qui vient", **values: Any) -> Issue:
    """An issue whose hour has come."""
    await make_territory(territory, territory)
    words = {"editorial": "Bonjour à tous.", "editorial_html": "<p>Bonjour à tous.</p>"}
    usual: dict[str, Any] = words | {"to_professionals": False}
    return await Issue.create(
        title=title,
        territory_id=territory,
        stage=IssueStage.SCHEDULED,
        scheduled_at=now() - timedelta(seconds=1),
        **(usual | values),
    )


async def listed(settings: Settings, store: BlobStore) -> None:
    """Begin what is due, and write every recipient."""
    await launch.begin_due(settings, store)
    while await recipients.gather_due(settings, store):
        pass


async def sent(settings: Settings, store: BlobStore) -> int:
    """The chores of a sending until nothing moves. Returns how many mails the server took."""
    await listed(settings, store)
    total = 0
    while count := await delivery.deliver_due(settings, store):
        total += count
    await completion.finish_due(settings, store)
    return total
