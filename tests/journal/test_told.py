"""What others decide about somebody's words is told to them, once, until they answer or have seen it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from boite.accounts.models import User
from boite.agenda import journal_kinds as kinds
from boite.clock import advance, now
from boite.directory.keepers import keepers
from boite.directory.maintenance import suggestions
from boite.journal import unseen
from boite.journal.catalogue import catalogue
from boite.journal.models import Entry
from boite.journal.record import settle, tell
from boite.journal.subject import SubjectKind
from boite.library.desk import LIBRARY, LibraryDesk
from boite.mail import kept_mails, links, outbox
from boite.mail.messages import render
from boite.mail.models import OutgoingMail
from boite.news import partners, scheduling
from boite.news.desk import NEWS
from boite.news.models import Article, PartnerProposal
from boite.publishing.stages import Stage, Step
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure
from tests.library import resources
from tests.news.desks import HERE, agent, coordinator, proposed
from tests.newsletter.post_office import opened, words

RATHER = "Ajoutez une date."
LATER = timedelta(hours=2)


def soon() -> datetime:
    """An hour to appear at."""
    return now() + timedelta(hours=1)


async def told(person: User) -> list[str]:
    """What waits on somebody's home page, the newest first."""
    return [line.words for line in (await unseen.of(person.id)).lines]


@pytest.fixture
async def paul(new_person: OpenAccount) -> User:
    """Who writes."""
    return await agent(new_person)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    """Who decides."""
    return await coordinator(new_person)


async def test_news_sent_back_says_why_until_its_author_proposes_again(paul: User, nadia: User) -> None:
    article = await proposed(paul, title="Un forum")
    await NEWS.send_back(article, RATHER, by=nadia)
    assert await told(paul) == ["Votre actualité « Un forum » est à reprendre : Ajoutez une date."]
    await NEWS.propose(article, by=paul)
    assert await told(paul) == []


async def test_news_accepted_published_withdrawn_the_last_word_waits(paul: User, nadia: User) -> None:
    article = await proposed(paul, title="Un forum")
    await NEWS.accept(article, version=article.version, by=nadia)
    assert await told(paul) == ["Votre actualité « Un forum » est acceptée."]
    await NEWS.publish(article, version=article.version, by=nadia)
    assert await told(paul) == ["Votre actualité « Un forum » est en ligne."]
    await NEWS.withdraw(article, "Reporté.", by=nadia)
    assert await told(paul) == ["Votre actualité « Un forum » n'est plus en ligne."]
    assert await told(nadia) == []


async def test_news_at_its_hour_is_told_to_its_author_and_to_who_chose_it(paul: User, nadia: User) -> None:
    article = await proposed(paul, title="Un forum")
    await NEWS.accept(article, version=article.version, by=nadia)
    await scheduling.schedule(article, soon(), version=article.version, by=nadia)
    advance(LATER)
    assert await scheduling.publish_due() == 1
    assert await told(paul) == ["Votre actualité « Un forum » est en ligne."]
    assert await told(nadia) == ["L'actualité « Un forum » est parue à l'heure choisie."]


async def test_news_that_could_not_appear_is_told_to_who_chose_its_hour(
    paul: User, nadia: User, store: BlobStore
) -> None:
    picture = await resources.put(store, "affiche.png", b"not yet drawn")
    article = await proposed(paul, title="Un forum", picture=picture.id, picture_alt="Une affiche")
    await NEWS.accept(article, version=article.version, by=nadia)
    await scheduling.schedule(article, soon(), version=article.version, by=nadia)
    await picture.discard(by=nadia, days=30)
    advance(LATER)
    assert await scheduling.publish_due() == 0
    assert (await Article.get(id=article.id)).stage == Stage.ACCEPTED
    [said] = await told(nadia)
    assert said.startswith("L'actualité « Un forum » n'a pas pu paraître : ")


async def test_what_one_decides_about_one_s_own_text_is_not_told(nadia: User) -> None:
    article = await proposed(nadia, title="Un forum")
    await NEWS.publish(article, version=article.version, by=nadia)
    assert await told(nadia) == []


async def test_a_resource_sent_back_then_published(paul: User, nadia: User, store: BlobStore) -> None:
    resource = await resources.proposed(paul, store, title="Un guide")
    await LIBRARY.send_back(resource, RATHER, by=nadia)
    assert await told(paul) == ["Votre ressource « Un guide » est à reprendre : Ajoutez une date."]
    await LibraryDesk(store).propose(resource, by=paul)
    await LibraryDesk(store, 6).publish(resource, version=resource.version, by=nadia)
    assert await told(paul) == ["Votre ressource « Un guide » est en ligne."]
    await LIBRARY.withdraw(resource, "Périmé.", by=nadia)
    assert await told(paul) == ["Votre ressource « Un guide » n'est plus en ligne."]


def test_each_step_of_others_is_told_or_is_known_not_to_be() -> None:
    """A step added one day has its place here: an author learns what others do with their words."""

    quiet = {Step.WRITTEN, Step.SCHEDULED, Step.UNSCHEDULED, Step.PINNED, Step.UNPINNED, Step.LEFT_OUT, Step.CHECKED}
    own = {Step.PROPOSED, Step.TAKEN_BACK, Step.SET_ASIDE, Step.RECOVERED}
    for says in (NEWS.says, LIBRARY.says):
        told = {step for step, happening in says.items() if happening.told}
        assert told | (quiet | own) & set(says) == set(says)
    assert set(NEWS.says) | set(LIBRARY.says) == set(Step)


async def test_a_correction_is_answered_to_who_proposed_it(person: User, nadia: User) -> None:
    sheet = await make_structure("CIO", territory=HERE)
    for decide in ("accept", "refuse"):
        made = await suggestions.suggest(sheet, {}, "Le numéro a changé.", by=person)
        await (suggestions.accept(made, by=nadia) if decide == "accept" else suggestions.refuse(made, RATHER, by=nadia))
        expected = "est acceptée." if decide == "accept" else "n'est pas retenue : Ajoutez une date."
        assert await told(person) == [f"Votre correction pour « CIO » {expected}"]


async def test_who_keeps_a_sheet_learns_it_and_the_last_word_waits(paul: User, nadia: User) -> None:
    sheet = await make_structure("CIO", territory=HERE)
    membership = await keepers.add(sheet, paul.handle, by=nadia)
    await keepers.remove(membership, by=nadia)
    assert await told(paul) == ["Vous ne tenez plus la fiche « CIO »."]


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_partner_is_answered_by_mail_once_and_forgotten(nadia: User, accepted: bool) -> None:
    proposal = await PartnerProposal.create(
        territory_id=HERE, structure="Coup de pouce", title="Vélos", text="Samedi.", email="c@exemple.fr", digest="1"
    )
    for _ in range(2):
        try:
            await (partners.adopt(proposal, by=nadia) if accepted else partners.refuse(proposal, RATHER, by=nadia))
        except partners.Decided:
            continue
    [mail] = await OutgoingMail.all()
    assert mail.address == "c@exemple.fr"
    assert mail.subject == f"{'Retenue' if accepted else 'Non retenue'} : votre actualité « Vélos »"
    assert (RATHER in mail.text) is not accepted
    assert (await PartnerProposal.get()).email == ""


async def test_a_mail_that_waited_gets_the_address_of_the_site_when_it_leaves(
    settings: Settings, store: BlobStore, nadia: User
) -> None:
    link = links.to("agenda:registration", code="k7m2-9qzt")
    event = {"title": "CV", "when": "demain", "where": "ici", "site": links.to("site:home")}
    bad = links.to("nowhere:at-all", code="x")
    await outbox.post("a@exemple.fr", render("event", what="moved", said=f"d'heure {bad}", link=link, **event))
    with opened() as office:
        assert await outbox.send_due(replace(settings, mail_url=office.url), store) == 1
        sent = office.mail("a@exemple.fr")
    for said in (words(sent), words(sent, "html")):
        assert "http://testserver/agenda/inscriptions/k7m2-9qzt" in said
        assert "page.invalid" not in said


async def test_a_mail_that_could_not_leave_for_days_never_does(settings: Settings, store: BlobStore) -> None:
    await outbox.post("a@exemple.fr", render("proposal", title="V", accepted=True, reason="", site="x"))
    advance(kept_mails.STALE)
    assert await kept_mails.forget(settings, store) == 1


async def test_the_home_page_says_two_things_and_how_many_others(person: User, sign_in: SignIn) -> None:
    for number in range(5):
        await tell(kinds.TakenOff(title=f"Atelier {number}", slug=f"atelier-{number}"), to=[person.id], by=None)
    page = (await (await sign_in(person)).get("/")).text.replace("\u00a0", " ").replace("\u202f", " ")
    assert [f"Atelier {number}" in page for number in range(5)] == [False, False, False, True, True]
    assert "3 autres choses suivent." in page
    assert 'href="/agenda/rendez-vous/atelier-4"' in page
    advance(unseen.KEPT)
    assert (await unseen.of(person.id)).lines == []


async def test_what_is_settled_is_of_these_people_and_this_subject(person: User, stranger: User) -> None:
    off = kinds.TakenOff(title="Atelier", slug="atelier")
    await tell(off, to=[person.id, person.id, stranger.id], by=None)
    await settle(SubjectKind.EVENT, "another", [person.id])
    await settle(SubjectKind.NODE, "atelier", [person.id])
    await settle(SubjectKind.EVENT, "", [person.id, stranger.id])
    assert [len(await told(who)) for who in (person, stranger)] == [1, 1]
    await settle(SubjectKind.EVENT, "atelier", [person.id])
    assert [len(await told(who)) for who in (person, stranger)] == [0, 1]


async def test_seeing_is_for_oneself_and_of_what_was_shown(person: User, stranger: User, sign_in: SignIn) -> None:
    for number in range(3):
        for who in (person, stranger):
            await tell(kinds.TakenOff(title=f"Atelier {number}", slug=f"a{number}"), to=[who.id], by=None)
    browser = await sign_in(person)
    theirs = [line.id for line in (await unseen.of(stranger.id)).lines]
    mine = [line.id for line in (await unseen.of(person.id)).lines]
    await browser.submit("/journal/vu", ligne=[*mine, *theirs, "nonsense", "9" * 30, "²"])
    assert await told(person) == ["L'organisateur a retiré votre place à « Atelier 0 »."]
    assert len(await told(stranger)) == unseen.SHOWN


def test_what_is_told_leads_to_a_page_and_has_a_subject() -> None:
    for code, kind in catalogue().items():
        if kind.told:
            assert kind.page[0], code
            assert kind.page[1] in ("", kind.subject_field), code


async def test_only_what_is_told_waits(person: User) -> None:
    assert await Entry.filter(owner_id=person.id).count() >= 1
    assert await told(person) == []
