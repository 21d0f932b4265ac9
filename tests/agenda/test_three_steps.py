"""An event in three steps, each with its address, without any script: nothing is asked twice, nothing is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from boite.accounts.models import User
from boite.agenda.models import Change, Doing, Event, Registering
from boite.directory.models import Commune
from boite.files.models import Node, NodeKind, PaperUse
from boite.groups.models import PublicFile
from storage.store import BlobStore
from tests.agenda.events import make_agent, make_event, make_host
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_commune
from tests.groups.groups import draw
from tests.page_forms import form_with
from tests.pictures import png
from tests.visitors import Visitor

PHOTO = ("Le forum.png", png(), "image/png")


@pytest.fixture
async def paul(new_person: OpenAccount) -> User:
    return await make_agent(new_person, await make_host())


@pytest.fixture
async def desk(paul: User, sign_in: SignIn) -> Visitor:
    return await sign_in(paul)


def what(**values: Any) -> dict[str, Any]:
    """The first step, as somebody fills it."""
    return {
        "draft": str(uuid4()),
        "title": "Atelier : préparer un entretien",
        "kind": "atelier",
        "summary": "On s'entraîne à deux.",
        "begins_on": "2031-12-04",
        "begins_time": "14:00",
        "ends_time": "16:00",
        **values,
    }


async def test_three_steps_then_it_is_published(desk: Visitor) -> None:
    first = await desk.get(desk.address("agenda:new"))
    assert "Quoi et quand" in first.text
    for absent in ("latitude", "longitude", "Latitude"):
        assert absent not in first.text
    sent = what(gesture="next", picture_alt="Deux chaises")
    answer = await desk.submit_files(desk.address("agenda:new"), sent, picture_file=PHOTO)
    event = await Event.get()
    where = desk.address("agenda:edit_where", slug=event.slug)
    assert answer.headers["location"] == where
    assert (event.begins_at, event.ends_at) == (
        datetime(2031, 12, 4, 13, tzinfo=UTC),
        datetime(2031, 12, 4, 15, tzinfo=UTC),
    )
    assert not event.public
    answer = await desk.edit(where, place="Salle des fêtes", city="Pithiviers", gesture="next")
    seats = desk.address("agenda:edit_seats", slug=event.slug)
    assert answer.headers["location"] == seats
    page = (await desk.get(seats)).text
    assert "Publier" in page
    answer = await desk.edit(seats, registering="ouverte", capacity="12", gesture="publish")
    assert answer.headers["location"] == desk.address("agenda:kept", slug=event.slug)
    event = await Event.get()
    assert event.public
    assert (event.registering, event.capacity, event.place) == (Registering.OPEN, 12, "Salle des fêtes")
    node = await Node.get(kind=NodeKind.FILE)
    assert event.picture == node.id
    assert await PublicFile.filter(node_id=node.id).count() == 1
    assert await PaperUse.filter(node_id=node.id, place="event", key=event.id).count() == 1
    await desk.submit(desk.address("agenda:withdraw", slug=event.slug))
    assert await PublicFile.all().count() == 0


async def test_everybody_sees_its_picture_as_long_as_it_is_shown(
    desk: Visitor, client: Visitor, paul: User, store: BlobStore
) -> None:
    event = await make_event(paul)
    first = desk.address("agenda:edit", slug=event.slug)
    form = form_with((await desk.get(first)).text, "version")
    assert form is not None
    await desk.submit_files(first, form.sent(picture_alt="Deux chaises"), picture_file=PHOTO)
    await draw(desk.app.state.settings, store)
    page = (await client.get(client.address("agenda:event", slug=event.slug))).text
    [address] = re.findall(r'<img class="picture" src="([^"]+)"', page)
    assert 'alt="Deux chaises"' in page
    assert (await client.get(address)).status_code == 200
    assert (await desk.submit(desk.address("agenda:withdraw", slug=event.slug))).status_code == 303
    assert (await client.get(address)).status_code == 404


async def test_a_draft_waits_anywhere(desk: Visitor) -> None:
    """« Garder le brouillon » at the first step: a place is asked for only when everybody is to come."""
    answer = await desk.submit(desk.address("agenda:new"), **what())
    event = await Event.get()
    assert answer.headers["location"] == desk.address("agenda:kept", slug=event.slug)
    seats = desk.address("agenda:edit_seats", slug=event.slug)
    refused = await desk.edit(seats, registering="ouverte", gesture="publish")
    assert refused.status_code == 422
    assert "Dites où c&#39;est" in refused.text
    form = form_with(refused.text, "version")
    assert form is not None
    assert form.action == desk.address("agenda:edit_where", slug=event.slug), "the step that asks for it"
    assert (await Event.get()).registering == Registering.OPEN, "what was typed is kept"
    assert (await desk.submit(form.action, **form.sent(city="Pithiviers"))).status_code == 303
    assert (await desk.submit(desk.address("agenda:publish", slug=event.slug))).status_code == 303
    assert (await Event.get()).public


async def test_published_from_its_page_without_a_place_it_says_what_is_missing(desk: Visitor) -> None:
    await desk.submit(desk.address("agenda:new"), **what())
    event = await Event.get()
    refused = await desk.submit(desk.address("agenda:publish", slug=event.slug))
    assert refused.status_code == 422
    assert "Dites où c&#39;est" in refused.text
    assert not (await Event.get()).public


async def test_what_is_shown_keeps_what_everybody_needs(desk: Visitor, paul: User) -> None:
    event = await make_event(paul)
    where = desk.address("agenda:edit_where", slug=event.slug)
    refused = await desk.edit(where, place="", city="")
    assert refused.status_code == 422
    assert (await Event.get()).place == "Salle des fêtes"
    first = desk.address("agenda:edit", slug=event.slug)
    form = form_with((await desk.get(first)).text, "version")
    assert form is not None
    naked = await desk.submit_files(first, form.sent(), picture_file=PHOTO)
    assert naked.status_code == 422
    assert "Décrivez l&#39;image" in naked.text
    again = form_with(naked.text, "version")
    assert again is not None
    assert (await desk.submit(first, **again.sent(picture_alt="Deux chaises"))).status_code == 303
    assert await PublicFile.all().count() == 1


async def test_the_commune_of_the_address_is_found(desk: Visitor, paul: User) -> None:
    await make_commune("Pithiviers", "45252", postal_codes=("45300",), territory="SPRO-45-PITHIVIERS")
    event = await make_event(paul, published=False, latitude=48.17, longitude=2.25)
    where = desk.address("agenda:edit_where", slug=event.slug)
    await desk.edit(where, accessibility="Un arrêt de bus.")
    assert (await Event.get()).latitude == 48.17, "another field moves nothing"
    await desk.edit(where, address="1 place des Halles", city="45300 Pithiviers")
    event = await Event.get()
    assert (event.city, event.commune_id) == ("Pithiviers", "45252")
    assert (event.latitude, event.longitude) == (None, None), "those of the former address"
    assert await Commune.exists(code=event.commune_id)
    await make_commune("Pithiviers", "99252", postal_codes=("99300",), population=900_000)
    await desk.edit(where, address="2 place des Halles")
    assert (await Event.get()).commune_id == "45252", "another street of the same town"


async def test_sent_twice_it_is_one_event(desk: Visitor) -> None:
    fields = what()
    for _ in range(2):
        assert (await desk.submit(desk.address("agenda:new"), **fields, version="1")).status_code == 303
    assert await Event.all().count() == 1
    autosaved = {"csrf": desk.csrf_token(), **fields, "version": "1", "title": "Un autre titre"}
    headers = {"x-autosave": "oui"}
    told = (await desk.post(desk.address("agenda:new"), data=autosaved, headers=headers)).json()
    event = await Event.get()
    assert told == {
        "words": "Gardé tout seul",
        "address": desk.address("agenda:edit", slug=event.slug),
        "version": event.version,
    }
    assert event.title == "Un autre titre"


async def test_nothing_saves_itself_where_people_read(desk: Visitor, paul: User) -> None:
    """Half a word is no change: in another tab, or by a colleague, the draft was published meanwhile."""
    event = await make_event(paul)
    first = desk.address("agenda:edit", slug=event.slug)
    form = form_with((await desk.get(first)).text, "version")
    assert form is not None
    sent = form.sent(begins_time="1") | {"csrf": desk.csrf_token(), "title": "Atel"}
    answer = await desk.post(first, data=sent, headers={"x-autosave": "oui"})
    assert answer.status_code in {409, 422}
    sent = form.sent(title="Atel") | {"csrf": desk.csrf_token()}
    assert (await desk.post(first, data=sent, headers={"x-autosave": "oui"})).status_code == 409
    assert (await Event.get()).title == event.title
    assert (await desk.edit(first, title="Un autre titre")).status_code == 303


async def test_saving_by_itself_makes_one_line_of_history(desk: Visitor) -> None:
    await desk.submit(desk.address("agenda:new"), **what())
    event = await Event.get()
    for title in ("Un", "Un ti", "Un titre"):
        await desk.edit(desk.address("agenda:edit", slug=event.slug), title=title)
    [line] = await Change.filter(event_id=event.id, doing=Doing.EDITED)
    assert [(each["field"], each["after"]) for each in line.changes] == [("title", "Un titre")]


async def test_the_card_follows_what_is_typed(desk: Visitor) -> None:
    """Whatever is typed, never a fault: it is not saved."""
    headers = {"hx-request": "true"}
    typed = {"csrf": desk.csrf_token(), **what(gesture="preview")}
    part = (await desk.post(desk.address("agenda:new"), data=typed, headers=headers)).text
    assert "14\u202fh – 16\u202fh" in part
    assert "Atelier" in part
    assert "<form" not in part
    for wrong in ({"begins_on": "hier"}, {"begins_time": "midi"}, {"kind": "x"}, {"title": ""}):
        answer = await desk.post(desk.address("agenda:new"), data=typed | wrong, headers=headers)
        assert answer.status_code == 200
    assert not await Event.exists()


async def test_a_file_chosen_stays_chosen_when_the_step_is_refused(desk: Visitor) -> None:
    refused = await desk.submit_files(desk.address("agenda:new"), what(title=""), picture_file=PHOTO)
    assert refused.status_code == 422
    form = form_with(refused.text, "title")
    assert form is not None
    sent = form.sent(title="Atelier", picture_alt="Deux chaises")
    assert (await desk.submit(desk.address("agenda:new"), **sent)).status_code == 303
    assert (await Event.get()).picture == (await Node.get(kind=NodeKind.FILE)).id


async def test_a_stranger_writes_nothing(client: Visitor, new_person: OpenAccount, sign_in: SignIn, paul: User) -> None:
    event = await make_event(paul, published=False)
    ines = await sign_in(await new_person("Inès"))
    for route in ("edit", "edit_where", "edit_seats"):
        address = client.address(f"agenda:{route}", slug=event.slug)
        assert (await ines.submit_files(address, what(), picture_file=PHOTO)).status_code == 404
        assert (await client.get(address)).status_code in {303, 401}
    assert (await ines.submit_files(client.address("agenda:new"), what(), picture_file=PHOTO)).status_code == 403
    assert await Node.filter(kind=NodeKind.FILE).count() == 0
