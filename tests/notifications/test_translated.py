"""What a message says, in the language of its reader: no French that is not marked so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boite.accounts.models import User
from boite.agenda import journal_kinds
from boite.clock import today
from boite.files.journal_kinds import FoundDamaged
from boite.journal.catalogue import catalogue
from boite.journal.record import tell
from boite.languages.messages import Message
from boite.languages.offered import BY_CODE
from boite.notifications import words
from boite.notifications.kinds import KINDS
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.languages.screens import french_left
from tests.notifications.telling import on, paper, used


def test_whatever_a_person_may_be_told_can_be_translated() -> None:
    for kind in KINDS:
        assert isinstance(kind.label, Message), kind.code
        assert isinstance(kind.rhythm, Message), kind.code
        assert isinstance(kind.outside, Message), kind.code
        for entry in () if kind.at_work else kind.entries:
            told = catalogue()[entry]
            assert isinstance(told.done if told.own else told.concerned, Message), entry
    for said in vars(words).values():
        if isinstance(said, words.ReminderWords):
            assert isinstance(said.title, Message)
            assert isinstance(said.body, Message)
            assert isinstance(said.action, Message)


@pytest.mark.parametrize("code", ["ar", "en"])
async def test_messages_are_read_in_the_language_of_the_account(
    person: User, sign_in: SignIn, settings: Settings, store: BlobStore, code: str
) -> None:
    await tell(
        journal_kinds.EventMoved(title="Atelier", slug="a", what="d'heure", now="Demain"), to=[person.id], by=None
    )
    await tell(FoundDamaged(name="CV", node=""), to=[person.id], by=None)
    await paper(person, store, today() + timedelta(days=95), name="CV.pdf")
    await used(person.id, 85)
    await on(today() + timedelta(days=5), settings, store)
    await User.filter(id=person.id).update(language=code)
    browser = await sign_in(await User.get(id=person.id))
    page = (await browser.get("/messages/")).text
    assert page.count('class="message-new"') == 4
    assert '<span lang="fr" dir="ltr">Atelier</span>' in page
    assert '<bdi translate="no">CV</bdi>' in page
    assert list(french_left(page, BY_CODE[code].tag)) == []
    assert list(french_left((await browser.get("/")).text, BY_CODE[code].tag)) == []


async def test_a_word_said_after_a_gesture_keeps_the_sentence_inside_it(person: User, sign_in: SignIn) -> None:
    await User.filter(id=person.id).update(language="en")
    await tell(journal_kinds.TakenOff(title="Atelier", slug="a"), to=[person.id], by=None)
    browser = await sign_in(await User.get(id=person.id))
    mark = (await browser.get("/messages/")).text.split("/messages/lire/")[1].split('"')[0]
    await browser.submit(f"/messages/lire/{mark}/silence")
    page = (await browser.get("/messages/")).text
    assert "Noted. You will not see this any more" in page
    assert "An event changes" in page
