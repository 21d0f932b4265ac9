"""Two colleagues at one event: what each wrote stays, and what happened to the event meanwhile is said."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from html import unescape

import pytest

from boite.accounts.models import User
from boite.agenda import event_editing, publication
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Change, Doing, Event
from boite.directory.sheet.publics import ASKED
from boite.errors import StaleVersion
from tests.agenda.events import make_coordinator, make_event
from tests.conftest import OpenAccount, SignIn
from tests.page_forms import form_with


def of(event: Event) -> EventDraft:
    return event_editing.draft_of(event)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await make_coordinator(new_person)


@pytest.fixture
async def camille(new_person: OpenAccount) -> User:
    return await make_coordinator(new_person, first_name="Camille")


@pytest.fixture
async def event(nadia: User) -> Event:
    return await make_event(nadia)


async def test_only_the_version_that_was_read_is_written_over(event: Event, nadia: User, camille: User) -> None:
    draft = of(event)
    await event_editing.edit(event, replace(draft, title="Celui de Nadia"), version=1, by=nadia)
    for version in (0, 1, 3):
        with pytest.raises(StaleVersion):
            await event_editing.edit(event, replace(draft, title="Celui de Camille"), version=version, by=camille)
    kept = await Event.get(id=event.id)
    assert (kept.title, kept.version) == ("Celui de Nadia", 2)
    assert await Change.filter(event_id=event.id, doing=Doing.EDITED).count() == 1
    assert await event_editing.edit(event, of(kept), version=1, by=camille) == [], "the same words again change nothing"


async def test_of_many_at_one_instant_one_is_heard(event: Event, nadia: User) -> None:
    for version in range(1, 6):
        drafts = [replace(of(event), title=f"Titre {version} de {number}") for number in range(4)]
        works = [event_editing.edit(event, draft, version=version, by=nadia) for draft in drafts]
        done = await asyncio.gather(*works, return_exceptions=True)
        assert [isinstance(result, StaleVersion) for result in done].count(True) == 3, done
        assert (await Event.get(id=event.id)).version == version + 1


async def test_publishing_disturbs_nobody_who_writes(event: Event, nadia: User, camille: User) -> None:
    await publication.withdraw(event, by=nadia)
    await publication.publish(event, by=nadia)
    await event_editing.edit(event, replace(of(event), title="Un autre titre"), version=1, by=camille)
    assert (await Event.get(id=event.id)).public


async def test_the_page_says_who_and_shows_both(event: Event, nadia: User, camille: User, sign_in: SignIn) -> None:
    his, hers = await sign_in(nadia), await sign_in(camille)
    address = hers.address("agenda:edit_where", slug=event.slug)
    form = form_with((await hers.get(address)).text, "version")
    assert form is not None
    await his.edit(address, accessibility="Trente marches.", place="Halle aux grains", publics=[next(iter(ASKED))])
    answer = await hers.submit(address, **form.sent(accessibility="Vingt marches.", city="Yèvre-la-Ville"))
    assert answer.status_code == 409
    said = unescape(" ".join(answer.text.split())).replace("\xa0", " ")
    assert "Nadia a enregistré autre chose à l'instant, pendant que vous écriviez." in said
    assert "Trente marches." in said
    assert "Aussi changé entre-temps, et déjà repris ci-dessous : Lieu, Pour qui" in said
    again = form_with(answer.text, "version")
    assert again is not None
    fields = again.fields
    assert (fields["accessibility"], fields["place"], fields["city"], fields["publics"]) == (
        ["Vingt marches."],
        ["Halle aux grains"],
        ["Yèvre-la-Ville"],
        [next(iter(ASKED))],
    )
    mistaken = await hers.submit(address, **again.sent(online="javascript:x"))
    assert mistaken.status_code == 422
    corrected = form_with(mistaken.text, "version")
    assert corrected is not None
    assert (await hers.submit(address, **corrected.sent(online=""))).status_code == 303
    kept = await Event.get(id=event.id)
    assert (kept.accessibility, kept.place, kept.city, kept.publics) == (
        "Vingt marches.",
        "Halle aux grains",
        "Yèvre-la-Ville",
        [next(iter(ASKED))],
    )


async def test_one_s_own_other_tab_is_called_so(event: Event, nadia: User, sign_in: SignIn) -> None:
    visitor = await sign_in(nadia)
    address = visitor.address("agenda:edit", slug=event.slug)
    form = form_with((await visitor.get(address)).text, "version")
    assert form is not None
    await visitor.edit(address, title="Dans un onglet")
    answer = await visitor.submit(address, **form.sent(title="Dans l'autre"))
    assert "dans un autre onglet ou sur un autre appareil" in answer.text


async def test_what_was_written_of_an_event_cancelled_meanwhile_is_given_back(
    event: Event, nadia: User, camille: User, sign_in: SignIn
) -> None:
    visitor = await sign_in(camille)
    address = visitor.address("agenda:edit", slug=event.slug)
    form = form_with((await visitor.get(address)).text, "version")
    assert form is not None
    await publication.cancel(event, "La salle est prise.", by=nadia)
    answer = await visitor.submit(address, **form.sent(description="Une heure de travail."))
    assert answer.status_code == 409
    assert "Une heure de travail." in answer.text
    assert "Cet événement est annulé" in answer.text
