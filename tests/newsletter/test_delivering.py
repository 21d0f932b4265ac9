"""An issue to everybody once, whatever the mail server does: refuses, delays, goes silent or dies in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from boite.accounts.models import AccountRole, User
from boite.clock import advance
from boite.directory.models import REGION, Coordination, Ending, EndKind, Membership
from boite.errors import Conflict
from boite.journal import unseen
from boite.mail import suppression
from boite.mail.addresses import digest
from boite.newsletter import (
    audiences,
    completion,
    delivery,
    delivery_queue,
    launch,
    own_letters,
    pause,
    progress,
    recipients,
    silence,
)
from boite.newsletter.models import Bounce, Delivery, DeliveryState, Issue, IssueStage, SubscriptionPublic
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure, make_territory
from tests.hours import at_each_hour, put_clock_at
from tests.newsletter import post_office
from tests.newsletter.post_office import PostOffice, words
from tests.newsletter.readers import HERE, listed, scheduled, sent, subscribed

pytestmark = pytest.mark.anyio
ADDRESSES = [f"lectrice{number}@exemple.fr" for number in range(13)]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A real SMTP server."""
    with post_office.opened() as opened:
        yield opened


@pytest.fixture
def posted(settings: Settings, office: PostOffice) -> Settings:
    """The settings of a service that writes through it."""
    return replace(settings, mail_url=office.url, mail_connections=2, mail_timeout=2)


async def states(issue: Issue) -> dict[str, DeliveryState]:
    return {row.address: row.state for row in await Delivery.filter(issue_id=issue.id)}


@at_each_hour
async def test_a_letter_begins_at_its_hour_in_france(posted: Settings, store: BlobStore, hour: datetime) -> None:
    """As the form gives it, with the offset of France: not one hour late, nor one minute early."""
    issue = await scheduled()
    await Issue.filter(id=issue.id).update(scheduled_at=hour)
    put_clock_at(hour - timedelta(minutes=1))
    assert await launch.begin_due(posted, store) == 0
    put_clock_at(hour)
    assert await launch.begin_due(posted, store) == 1


async def test_each_mailbox_has_it_once_and_can_leave(
    posted: Settings, store: BlobStore, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipients, "PAGE", 4)
    await subscribed(posted, *ADDRESSES, "Ines@Exemple.fr", "olga@xn--caf-dma.fr")
    await subscribed(posted, "ines@exemple.fr", ADDRESSES[0], territory="R24")
    await subscribed(posted, "ailleurs@exemple.fr", territory="SPRO-18-CHER")
    unconfirmed, left = await subscribed(posted, "attente@exemple.fr", "partie@exemple.fr")
    unconfirmed.confirmed_at = None
    await unconfirmed.save(update_fields=["confirmed_at"])
    await silence.leave(left.mailbox_digest)
    region = await scheduled("R24", territories=[HERE])
    # Two workers read the list together, page by page: whoever is late writes nothing.
    assert await launch.begin_due(posted, store) == 1
    await asyncio.gather(*[recipients.gather_due(posted, store) for _ in range(4)])
    assert await sent(posted, store) == 15
    assert set(office.counts.values()) == {1}
    assert {to.lower() for to in office.counts} == {*ADDRESSES, "ines@exemple.fr", "olga@xn--caf-dma.fr"}
    await region.refresh_from_db()
    assert region.stage == IssueStage.SENT
    figures = await progress.progress(region)
    assert (figures.handed, figures.total, figures.gathered) == (15, 15, True)
    # Read back and parsed, as a mail program does.
    mail = office.mail(ADDRESSES[3])
    assert mail["subject"] == "Été à Orléans : ce qui vient"
    assert mail["to"] == ADDRESSES[3]
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    link = str(mail["list-unsubscribe"]).strip("<>")
    assert link.startswith("http://testserver/lettre/desinscription/")
    assert ADDRESSES[3].split("@")[0] not in link
    assert link in words(mail)
    assert link in words(mail, "html")
    assert "parce que vous l'avez demandée" in words(mail)
    assert "marque" not in words(mail) + words(mail, "html")
    assert all(mail[name] for name in ("list-id", "auto-submitted", "date", "message-id"))
    assert mail.get_content_type() == "multipart/alternative"
    assert max(map(len, office.taken[0][2].split(b"\r\n"))) <= 998
    # The chores again, whatever the number of times: nothing more.
    assert await sent(posted, store) == 0


async def test_audiences(posted: Settings, store: BlobStore, office: PostOffice, new_person: OpenAccount) -> None:
    young, _, old = await subscribed(posted, "jeune@exemple.fr", "tous@exemple.fr", "senior@exemple.fr")
    await SubscriptionPublic.create(subscription_id=young.id, code="scolaire")
    await SubscriptionPublic.create(subscription_id=old.id, code="seniors")
    structure = await make_structure(territory_id=HERE)
    people = [await new_person(name, AccountRole.PROFESSIONAL) for name in ("Paul", "Zoé", "Ali", "Léa", "Guy")]
    people.append(await new_person("Nadia", AccountRole.COORDINATOR))
    agents = ("PAUL@exemple.fr", "tous@exemple.fr", "pas une adresse", "lea@exemple.fr", "guy@exemple.fr")
    typed = (*agents, "nadia@exemple.fr")
    for person, address in zip(people, typed, strict=True):
        await User.filter(id=person.id).update(email=address)
    for person in people[:4]:
        await Membership.create(user_id=person.id, structure_id=structure.id)
    closed = await make_structure(territory_id=HERE)
    await Membership.create(user_id=people[4].id, structure_id=closed.id)
    await Ending.create(structure_id=closed.id, kind=EndKind.CLOSED)
    await Coordination.create(user_id=people[5].id, territory_id=HERE)
    await own_letters.leave_work(people[3], posted)
    issue = await scheduled(publics=["jeunes"], to_professionals=True)
    told = await audiences.count(issue)
    assert (told.asked, told.readers) == (2, "Moins de 5 personnes")
    await sent(posted, store)
    assert office.counts == dict.fromkeys(
        ("jeune@exemple.fr", "tous@exemple.fr", "PAUL@exemple.fr", "nadia@exemple.fr"), 1
    )
    assert "parce que vous travaillez" in words(office.mail("PAUL@exemple.fr"))
    assert "parce que vous l'avez demandée" in words(office.mail("tous@exemple.fr"))
    assert (await progress.progress(issue)).handed == 4


@pytest.mark.parametrize(
    ("asked", "by_public", "said"),
    [
        (1, False, "1\N{NARROW NO-BREAK SPACE}personne"),
        (33, False, "33\N{NARROW NO-BREAK SPACE}personnes"),
        (0, True, "Moins de 5 personnes"),
        (4, True, "Moins de 5 personnes"),
        (7, True, "Environ 5\N{NARROW NO-BREAK SPACE}personnes"),
        (33, True, "Environ 35\N{NARROW NO-BREAK SPACE}personnes"),
    ],
)
def test_readers_of_some_publics_are_told_to_five(asked: int, by_public: bool, said: str) -> None:
    """Ticking one public after another must not tell a coordinator what the only newcomer said."""
    assert audiences.Estimate(asked, 0, by_public).readers == said


async def test_a_server_that_refuses_delays_and_hangs_up(
    posted: Settings, store: BlobStore, office: PostOffice
) -> None:
    await subscribed(posted, *ADDRESSES)
    dead, full, policy, cut = ADDRESSES[0], ADDRESSES[1], ADDRESSES[2], ADDRESSES[3]
    office.refusing = {
        dead: "550 5.1.1 No such user",
        full: "452 4.2.2 Mailbox full",
        policy: "550 5.7.1 Not welcome",
    }
    office.hanging_up = {cut, ADDRESSES[4]}
    office.most = 3
    issue = await scheduled()
    await sent(posted, store)
    found = await states(issue)
    assert {address for address, state in found.items() if state != DeliveryState.HANDED} == {dead, full, policy}
    assert set(office.counts.values()) == {1}, "hung up before the message: sent once, on another line"
    assert found[dead] == found[policy] == DeliveryState.REFUSED
    assert found[full] == DeliveryState.DUE
    bounce = await Bounce.get()
    assert (bounce.status, bounce.lasting) == ("5.1.1", True)
    assert await suppression.among([digest(posted.secret_key(), dead)]), "put aside"
    assert not await suppression.among([digest(posted.secret_key(), policy)])
    await issue.refresh_from_db()
    assert issue.stage == IssueStage.SENDING
    # « Later » is asked again at growing intervals, then it is a no.
    for minutes in (5, 15, 60):
        attempts = (await Delivery.get(address=full)).attempts
        advance(timedelta(minutes=minutes - 1))
        await sent(posted, store)
        assert (await Delivery.get(address=full)).attempts == attempts
        advance(timedelta(minutes=1, seconds=5))
        await sent(posted, store)
        assert (await Delivery.get(address=full)).attempts == attempts + 1
    advance(timedelta(days=3))
    await sent(posted, store)
    await issue.refresh_from_db()
    assert (issue.stage, (await states(issue))[full]) == (IssueStage.SENT, DeliveryState.GIVEN_UP)
    assert {row.address for row in await progress.refused(issue)} == {dead, full, policy}
    # A month later: the figures, and nobody's address.
    advance(timedelta(days=31))
    before = await progress.progress(issue)
    assert await completion.forget_due(posted, store) == 1
    assert not await Delivery.exists()
    assert await progress.progress(issue) == before


async def test_a_line_that_only_refused_is_opened_again(posted: Settings, store: BlobStore, office: PostOffice) -> None:
    await subscribed(posted, *ADDRESSES)
    await scheduled()
    await listed(posted, store)
    first, second, third = [row.address for row in await Delivery.all().order_by("due_at", "id").limit(3)]
    office.refusing = dict.fromkeys((first, second), "550 5.1.1 No such user")
    office.hanging_up = {third}
    assert await delivery.deliver_due(replace(posted, mail_connections=1), store) == len(ADDRESSES) - 2


async def test_silence_after_the_last_dot_is_a_doubt(
    posted: Settings, store: BlobStore, office: PostOffice, new_person: OpenAccount, sign_in: SignIn
) -> None:
    """The server may have it: it is not sent again, unless somebody decides so."""
    nadia = await new_person("Nadia", AccountRole.COORDINATOR)
    await subscribed(posted, *ADDRESSES)
    await Coordination.create(user_id=nadia.id, territory_id=HERE)
    died, slow = ADDRESSES[5], ADDRESSES[9]
    office.dying, office.slow = {died}, {slow: 2.5}
    issue = await scheduled()
    await sent(replace(posted, mail_timeout=1), store)
    await sent(posted, store)
    assert {row.address for row in await progress.doubtful(issue)} == {died, slow}
    assert office.counts == dict.fromkeys(ADDRESSES, 1)
    office.slow = {}
    # Each is decided alone: who says that the letter came has it once.
    [one, other] = [row.id for address in (died, slow) for row in await Delivery.filter(address=address)]
    visitor = await sign_in(nadia)
    page = visitor.address("newsletter:sending", issue=issue.id)
    assert "l•••@exemple.fr" in (await visitor.get(page)).text
    doubtful = visitor.address("newsletter:doubtful", issue=issue.id)
    assert (await visitor.submit(doubtful)).status_code == 422
    assert (await visitor.submit(doubtful, mails=["x", str(one)])).status_code == 303
    await sent(posted, store)
    assert office.counts == {**dict.fromkeys(ADDRESSES, 1), died: 2}
    assert {row.address for row in await progress.doubtful(issue)} == {slow}
    assert await pause.send_doubtful_again(await Issue.get(id=issue.id), [one, other], by=nadia) == 1
    await sent(posted, store)
    assert office.counts == {**dict.fromkeys(ADDRESSES, 1), died: 2, slow: 2}
    identifiers = [raw.split(b"Message-ID: ")[1].split(b"\r\n")[0] for _, to, raw in office.taken if to == died]
    assert len(set(identifiers)) == 1, "a mailbox that has it twice can tell"
    with pytest.raises(Conflict):
        await pause.send_doubtful_again(issue, [one, other], by=nadia)


async def test_two_workers_and_one_that_went_to_sleep(posted: Settings, store: BlobStore, office: PostOffice) -> None:
    """Several workers take different mails; what a sleeper held is in doubt, and its own late answer settles it."""
    await subscribed(posted, *ADDRESSES)
    issue = await scheduled()
    await listed(posted, store)
    slept = await delivery_queue.take(issue.id)
    await asyncio.gather(*[delivery.deliver_due(posted, store) for _ in range(3)])
    assert sum(office.counts.values()) == len(ADDRESSES) - len(slept)
    assert await delivery_queue.doubt() == 0
    advance(delivery_queue.LEASE + timedelta(seconds=1))
    assert await delivery_queue.doubt() == len(slept)
    assert await sent(posted, store) == 0, "a doubt is not sent again by itself"
    await delivery_queue.handed(slept[:1])
    await delivery_queue.give_back(replace(slept[1], holder="of another turn"))
    found = await states(issue)
    assert found[slept[0].address] == DeliveryState.HANDED
    assert found[slept[1].address] == DeliveryState.DOUBTFUL
    await delivery_queue.give_back(slept[2])
    assert await sent(posted, store) == 1
    assert set(office.counts.values()) == {1}


async def test_stopped_then_resumed(
    posted: Settings, store: BlobStore, office: PostOffice, new_person: OpenAccount
) -> None:
    """By a coordinator, then by the end of the process: the message on its way is ended, the others are given back."""
    nadia = await new_person("Nadia", AccountRole.COORDINATOR)
    await subscribed(posted, *ADDRESSES)
    issue = await scheduled()
    await listed(posted, store)
    office.pace = 0.05
    work = asyncio.create_task(delivery.deliver_due(posted, store))
    await office.came.wait()
    await pause.stop(issue, "Une erreur dans le titre.", by=nadia)
    assert 0 < await work < len(ADDRESSES)
    assert await sent(posted, store) == 0
    await pause.resume(issue, by=nadia)
    with pytest.raises(Conflict):
        await pause.resume(issue, by=nadia)
    office.came.clear()
    work = asyncio.create_task(delivery.deliver_due(posted, store))
    await office.came.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert set((await states(issue)).values()) <= {DeliveryState.HANDED, DeliveryState.DUE}
    office.pace = 0.0
    [left] = await Delivery.filter(state=DeliveryState.DUE).limit(1)
    await silence.leave(digest(posted.secret_key(), left.mailbox))
    await sent(posted, store)
    assert set(office.counts.values()) == {1}
    figures = await progress.progress(issue)
    assert (figures.handed, figures.silent) == (len(ADDRESSES) - 1, 1), "whoever left meanwhile does not have it"


async def test_a_server_that_refuses_everybody_blames_nobody(
    posted: Settings, store: BlobStore, office: PostOffice, new_person: OpenAccount
) -> None:
    nadia, samira = [await new_person(name, AccountRole.COORDINATOR) for name in ("Nadia", "Samira")]
    addresses = [f"{number}@exemple.fr" for number in range(30)]
    await subscribed(posted, *addresses)
    office.refusing_all = "550 relay not permitted"
    issue = await scheduled()
    await make_territory(REGION, "Centre-Val de Loire")
    await Coordination.create(user_id=nadia.id, territory_id=HERE)
    await Coordination.create(user_id=samira.id, territory_id=REGION)
    await sent(posted, store)
    await issue.refresh_from_db()
    assert issue.stage == IssueStage.PAUSED
    assert "550 relay not permitted" in issue.reason
    [told] = (await unseen.of(nadia.id)).lines
    assert "s'est arrêté : Le serveur de courriel refuse tout." in told.words
    assert (await unseen.of(samira.id)).lines == [], "its territory has somebody"
    assert not await Bounce.exists()
    assert set((await states(issue)).values()) == {DeliveryState.DUE}
    office.refusing_all = ""
    await pause.resume(issue, by=nadia)
    assert (await unseen.of(nadia.id)).lines == [], "taken in hand"
    await sent(posted, store)
    assert office.counts == dict.fromkeys(addresses, 1)


async def test_no_server_loses_nothing(posted: Settings, store: BlobStore, office: PostOffice) -> None:
    await subscribed(posted, *ADDRESSES)
    nowhere = replace(posted, mail_url="smtp://127.0.0.1:9")
    issue = await scheduled()
    assert await sent(nowhere, store) == 0
    rows = await Delivery.filter(issue_id=issue.id)
    assert {(row.state, row.attempts) for row in rows} == {(DeliveryState.DUE, 0)}
    unset = replace(posted, mail_url="", environment="production")
    assert await sent(unset, store) == 0
    assert await sent(posted, store) == len(ADDRESSES)
    assert REGION not in office.counts
