"""Single mails and addresses that do not exist: never written to again, unless the server refuses everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boite import clock
from boite.commands.bounce import receive
from boite.database.connection import transaction
from boite.mail import kept_mails, outbox, suppression
from boite.mail.addresses import digest
from boite.mail.bounces import ENOUGH, Origin, returned
from boite.mail.messages import Letter
from boite.mail.models import Fate, OutgoingMail, Silence, Why
from boite.mail.reports import Understood
from boite.settings import Settings
from storage.store import BlobStore
from tests.newsletter.post_office import PostOffice
from tests.newsletter.test_bounces import REPORT

NOBODY = "550 5.1.1 Nobody"


async def send(posted: Settings, store: BlobStore, *addresses: str) -> None:
    """One mail to each, a second apart: the server answers them in this order."""
    for address in addresses:
        async with transaction():
            await outbox.post(address, Letter("Votre place", "Vous avez une place.", ""))
        await outbox.send_due(posted, store)
        clock.advance(timedelta(seconds=1))


async def fates() -> list[Fate]:
    return [row.fate for row in await OutgoingMail.all().order_by("id")]


async def test_an_address_that_does_not_exist_is_not_written_to_again(
    posted: Settings, office: PostOffice, store: BlobStore
) -> None:
    office.refusing = {"marc@exemple.fr": NOBODY, "plein@exemple.fr": "550 5.7.1 Policy"}
    await send(posted, store, "ines@exemple.fr", "marc@exemple.fr", "plein@exemple.fr")
    office.refusing = {}
    await send(posted, store, "Marc@exemple.fr", "plein@exemple.fr")
    assert await fates() == [Fate.HANDED, Fate.REFUSED, Fate.REFUSED, Fate.SUPPRESSED, Fate.HANDED]
    assert [to for _, to, _ in office.taken] == ["ines@exemple.fr", "plein@exemple.fr"]
    assert await suppression.suppressed(posted, ["marc@exemple.fr", "ines@exemple.fr"]) == {"marc@exemple.fr"}
    clock.advance(timedelta(days=370))
    assert await suppression.forget() == 1
    await send(posted, store, "marc@exemple.fr")
    assert (await fates())[-1] == Fate.HANDED, "a year later it may exist"


async def test_who_left_the_letter_still_has_the_mails_that_they_ask_for(
    posted: Settings, office: PostOffice, store: BlobStore
) -> None:
    box = digest(posted.secret_key(), "ines@exemple.fr")
    await suppression.suppress(box, Why.LEFT)
    await send(posted, store, "ines@exemple.fr")
    await suppression.suppress(box, Why.BOUNCED)
    await send(posted, store, "ines@exemple.fr")
    assert await fates() == [Fate.HANDED, Fate.SUPPRESSED]
    assert (await Silence.get()).why == Why.LEFT


async def test_a_server_that_refuses_everybody_closes_nobody(
    posted: Settings, office: PostOffice, store: BlobStore
) -> None:
    office.refusing = {"marc@exemple.fr": NOBODY}
    await send(posted, store, "marc@exemple.fr", "ines@exemple.fr")
    office.refusing_all = NOBODY
    everybody = [f"personne{number}@exemple.fr" for number in range(ENOUGH + 2)]
    await send(posted, store, *everybody)
    assert await suppression.suppressed(posted, ["marc@exemple.fr", *everybody]) == {"marc@exemple.fr"}
    office.refusing_all = ""
    await send(posted, store, everybody[0])
    assert (await fates())[-1] == Fate.HANDED


@pytest.mark.parametrize(("status", "fate"), [("5.1.1", Fate.SUPPRESSED), ("5.2.2", Fate.HANDED)])
async def test_a_report_about_a_single_mail_is_understood(
    posted: Settings, office: PostOffice, store: BlobStore, status: str, fate: Fate
) -> None:
    await send(posted, store, "marc@exemple.fr")
    [(sender, _, _)] = office.taken
    assert returned(posted, sender) == (Origin.SINGLE, (await OutgoingMail.get()).id)
    report = REPORT.format(to=sender, recipient="marc@exemple.fr", action="failed", status=status).encode()
    assert await receive(posted, report) == Understood.NOTED
    if fate == Fate.SUPPRESSED:
        assert await receive(posted, report) == Understood.KNOWN
    assert await receive(posted, report.replace(b"+m", b"+")) == Understood.FOREIGN, "signed for a single mail"
    await send(posted, store, "marc@exemple.fr")
    assert (await fates())[-1] == fate
    await OutgoingMail.all().delete()
    assert await receive(posted, report) == Understood.FORGOTTEN


async def test_a_report_that_comes_late_is_understood_without_the_address(
    posted: Settings, office: PostOffice, store: BlobStore
) -> None:
    await send(posted, store, "marc@exemple.fr")
    [(sender, _, _)] = office.taken
    clock.advance(kept_mails.KEPT)
    assert await kept_mails.forget(posted, store) == 1
    kept = await OutgoingMail.get()
    assert (kept.address, kept.subject, len(kept.mailbox_digest)) == ("", "", 32)
    clock.advance(timedelta(days=20))
    await kept_mails.forget(posted, store)
    report = REPORT.format(to=sender, recipient="marc@exemple.fr", action="failed", status="5.1.1").encode()
    assert await receive(posted, report) == Understood.NOTED
    await send(posted, store, "Marc@exemple.fr")
    assert (await fates())[-1] == Fate.SUPPRESSED
    clock.advance(kept_mails.UNDERSTOOD)
    await kept_mails.forget(posted, store)
    assert await OutgoingMail.all().count() == 0
