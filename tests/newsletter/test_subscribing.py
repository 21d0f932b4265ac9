"""Asking for the letter, confirming from the mailbox, leaving in one click, changing one's mind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from boite.accounts.models import AccountRole, User
from boite.boxes import erasing, export_data
from boite.clock import advance
from boite.directory.models import Membership
from boite.errors import Invalid
from boite.files.models import Space
from boite.journal.models import Entry
from boite.mail import kept_mails, outbox
from boite.mail.addresses import checked
from boite.mail.models import Fate, OutgoingMail, Silence
from boite.newsletter import links, silence, subscription, trial
from boite.newsletter.models import Subscription, SubscriptionPublic
from boite.settings import Settings
from boite.web import honeypot
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure, make_territory
from tests.newsletter import post_office
from tests.newsletter.post_office import PostOffice, words
from tests.newsletter.readers import HERE, scheduled, subscribed
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio
FORM = "/lettre/inscription"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A real SMTP server."""
    with post_office.opened() as opened:
        yield opened


async def ask(visitor: Visitor, email: str, **values: object) -> str:
    """Fill the form as somebody would. Returns where it leads, or the status."""
    stamp = honeypot.ReadingTime(visitor.app.state.settings).stamp
    advance(timedelta(seconds=honeypot.SOONEST + 1))
    answer = await visitor.submit(FORM, **({"email": email, "territory": HERE, "heure": stamp} | values))
    return answer.headers.get("location", f"{answer.status_code} {answer.text}")


async def posted(settings: Settings, store: BlobStore, office: PostOffice) -> list[str]:
    """Send what is due. Returns to whom."""
    before = len(office.taken)
    await outbox.send_due(replace(settings, mail_url=office.url), store)
    return [to for _, to, _ in office.taken[before:]]


def link_of(office: PostOffice, to: str) -> str:
    """The path of the link in the last mail to somebody."""
    found = re.search(r"http://testserver(/lettre/\S+)", words(office.mail(to)))
    assert found
    return found[1]


async def test_ask_confirm_leave_and_come_back(
    client: Visitor, settings: Settings, store: BlobStore, office: PostOffice
) -> None:
    await make_territory(HERE, "Orléans")
    thanks = await ask(client, " Ines@EXEMPLE.fr ", publics=["scolaire", "apprenti"])
    assert thanks == "/lettre/inscription/merci"
    assert "Je confirme" in (await client.get(thanks)).text
    assert await posted(settings, store, office) == ["Ines@exemple.fr"]
    assert await posted(settings, store, office) == []
    mail = office.mail("Ines@exemple.fr")
    assert mail["subject"] == "Confirmez : recevoir la lettre « Orléans »"
    assert mail["auto-submitted"] == "auto-generated"
    assert (await OutgoingMail.get()).fate == Fate.HANDED
    assert not (await OutgoingMail.get()).text, "nothing stays of its words"
    link = link_of(office, "Ines@exemple.fr")
    assert "ines" not in link.lower()
    # Programs follow links: nothing is confirmed by looking.
    assert "Je confirme" in (await client.get(link)).text
    assert (await Subscription.get()).confirmed_at is None
    assert (await client.post(link)).status_code == 403
    assert "Vous recevrez la prochaine lettre" in (await client.submit(link)).text
    kept = await Subscription.get()
    assert kept.confirmed_at is not None
    assert {public.code for public in await SubscriptionPublic.all()} == {"scolaire", "apprenti"}
    # Asked again, by anybody: the same answer, nothing changes, and one mail a day at most.
    for _ in range(2):
        assert await ask(client, "ines@exemple.fr", publics=["seniors"]) == thanks
    assert await posted(settings, store, office) == ["Ines@exemple.fr"]
    assert "déjà" in office.mail("Ines@exemple.fr")["subject"]
    assert await SubscriptionPublic.filter(code="seniors").count() == 0
    # One click from a mailbox: no cookie, no token, no redirection. A look changes nothing.
    leave = links.leaving(settings, kept.mailbox_digest).removeprefix("http://testserver")
    assert "Appuyez sur le bouton" in (await client.get(leave)).text
    assert not await Silence.exists()
    async with Visitor(client.app) as program:
        program.cookies.clear()
        for body in ({"data": {"List-Unsubscribe": "One-Click"}}, {"files": {"List-Unsubscribe": (None, "One-Click")}}):
            answer = await program.post(leave, **body)
            assert answer.status_code == 200
            assert "Vous ne recevrez plus de lettre" in answer.text
    assert (await Subscription.get()).ended_at is not None
    assert await Silence.filter(mailbox_digest=kept.mailbox_digest).count() == 1
    assert "Vous recevrez de nouveau" in (await client.submit(leave, geste="retour")).text
    assert (await Subscription.get()).ended_at is None
    assert not await Silence.exists()
    # Left for good: an old link of confirmation does not undo it; asking again does.
    await client.post(leave)
    assert (await client.submit(link)).status_code == 409
    advance(silence.REGRET + timedelta(seconds=1))
    await silence.forget()
    assert not await Subscription.exists()
    assert await ask(client, "ines@exemple.fr") == thanks
    await posted(settings, store, office)
    await client.submit(link_of(office, "ines@exemple.fr"))
    assert not await Silence.exists()
    for token in ("x", "é", kept.mailbox_digest):
        assert (await client.post(f"/lettre/desinscription/{token}")).status_code == 404
        assert (await client.get(f"/lettre/confirmation/{token}")).status_code == 404


async def test_robots_floods_and_what_is_no_address(
    client: Visitor, settings: Settings, store: BlobStore, office: PostOffice
) -> None:
    await make_territory(HERE, "Orléans")
    for values in ({honeypot.TRAP: "x"}, {"heure": "x"}, {"territory": "nowhere"}, {"publics": ["martien"]}):
        assert (await ask(client, "a@exemple.fr", **values)).startswith("422"), values
    for address in (
        "",
        "a",
        "a@b",
        "a@exemple.fr\r\nBcc: b@exemple.fr",
        "a b@exemple.fr",
        "zoé@exemple.fr",
        "a@[1.2.3.4]",
    ):
        assert (await ask(client, address)).startswith("422"), address
    assert "un accent avant" in await ask(client, "zoé@exemple.fr")
    assert not await Subscription.exists()
    assert checked("Zoe@Café.Exemple.fr") == "Zoe@xn--caf-dma.exemple.fr"
    with pytest.raises(Invalid):
        checked("a@" + "b" * 250 + ".fr")
    # Nobody's mailbox is filled through us: the mails stop, the answer stays.
    for _ in range(3):
        assert await ask(client, "victime@exemple.fr") == "/lettre/inscription/merci"
    assert await posted(settings, store, office) == ["victime@exemple.fr"]
    for number in range(4):
        await make_territory(f"SPRO-{number}", str(number))
        await ask(client, "victime@exemple.fr", territory=f"SPRO-{number}")
    assert await Subscription.all().count() == subscription.MOST
    advance(timedelta(days=links.DAYS, seconds=1))
    assert (await client.get(link_of(office, "victime@exemple.fr"))).status_code == 410
    assert await subscription.forget_unconfirmed() == subscription.MOST
    client.app.state.settings = replace(settings, letters_per_address=1)
    await ask(client, "b@exemple.fr")
    assert (await ask(client, "c@exemple.fr")).startswith("429")


async def test_the_letters_of_an_account(
    settings: Settings, store: BlobStore, office: PostOffice, new_person: OpenAccount, sign_in: SignIn
) -> None:
    paul, marc = await new_person("Paul", AccountRole.PROFESSIONAL), await new_person("Marc")
    structure = await make_structure(territory_id=(await make_territory(HERE, "Orléans")).code)
    await Membership.create(user_id=paul.id, structure_id=structure.id)
    await User.filter(id=paul.id).update(email="paul@exemple.fr")
    page = await sign_in(paul)
    assert 'value="paul@exemple.fr"' in (await page.get(FORM)).text
    assert await ask(page, "chez.paul@exemple.fr") == "/lettre/inscription/merci"
    mine = (await page.get("/lettre/mes-lettres")).text
    assert "À confirmer" in mine
    assert "p•••@exemple.fr" in mine
    await posted(settings, store, office)
    async with Visitor(page.app) as phone:
        await phone.submit(link_of(office, "chez.paul@exemple.fr"))
    kept = await Subscription.get()
    assert kept.user_id == paul.id
    space = await Space.get(owner_id=paul.id)
    taken = json.loads(b"".join([piece async for piece in export_data.document(paul, space, [])]))
    assert [letter["courriel"] for letter in taken["lettres"]] == ["chez.paul@exemple.fr"]
    # A professional says no to what comes with the profession, without silencing a mailbox that is not proven theirs.
    for gesture, said in (("professionnel/fin", "Vous ne voulez pas"), ("professionnel", "arrive à l'adresse")):
        assert (await page.submit(f"/lettre/mes-lettres/{gesture}")).status_code == 303
        assert said in (await page.get("/lettre/mes-lettres")).text
    drop = f"/lettre/mes-lettres/{kept.id}/fin"
    other = await sign_in(marc)
    assert "Aucune lettre" in (await other.get("/lettre/mes-lettres")).text
    assert (await other.submit(drop)).status_code == 404
    assert (await other.submit("/lettre/mes-lettres/x/fin")).status_code == 404
    assert (await page.get(drop)).status_code == 405
    assert (await page.submit(drop)).status_code == 303
    assert not await Subscription.exists()
    told = {entry.kind for entry in await Entry.filter(owner_id=paul.id)}
    assert told >= {
        *("newsletter.asked", "newsletter.subscribed", "newsletter.dropped"),
        *("newsletter.work_left", "newsletter.work_returned"),
    }
    # It goes with the account.
    [asked] = await subscribed(settings, "m@exemple.fr")
    await Subscription.filter(id=asked.id).update(user_id=marc.id)
    await erasing.erase(marc, store)
    assert not await Subscription.exists()


async def test_a_trial_goes_to_its_writer_alone(
    settings: Settings, store: BlobStore, office: PostOffice, new_person: OpenAccount
) -> None:
    nadia = await new_person("Nadia", AccountRole.COORDINATOR)
    issue = await scheduled(title="Une lettre\r\nBcc: tous@exemple.fr")
    with pytest.raises(trial.NoAddress):
        await trial.send_trial(issue, by=nadia, settings=settings)
    nadia.email = "nadia@exemple.fr"
    with pytest.raises(trial.NoServer):
        await trial.send_trial(issue, by=nadia, settings=replace(settings, environment="production"))
    assert await trial.send_trial(issue, by=nadia, settings=settings) == "nadia@exemple.fr"
    assert await posted(settings, store, office) == ["nadia@exemple.fr"]
    mail = office.mail("nadia@exemple.fr")
    assert mail["subject"] == "[Essai] Une lettre Bcc: tous@exemple.fr"
    assert mail["bcc"] is None
    assert "/lettre/inscription" in words(mail)
    assert "marque" not in words(mail) + words(mail, "html")
    # A server that is not there: it is due, and comes once it is back.
    await trial.send_trial(issue, by=nadia, settings=settings)
    assert await outbox.send_due(replace(settings, mail_url="smtp://127.0.0.1:9"), store) == 0
    office.refusing = {"nadia@exemple.fr": "451 later"}
    assert await posted(settings, store, office) == []
    office.refusing = {}
    advance(timedelta(minutes=2))
    assert await posted(settings, store, office) == ["nadia@exemple.fr"]
    advance(timedelta(days=2))
    assert await kept_mails.forget(settings, store) == 2
