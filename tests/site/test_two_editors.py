"""Two people before the same form, on every route that edits something: nothing of what either wrote is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from html import unescape

import pytest
from httpx2 import Response
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.agenda.models import Event
from boite.app import create_app
from boite.clock import now
from boite.demo.cast import seed
from boite.directory.models import REGION, Coordination, ReceptionPoint, Service, Structure
from boite.files.models import Node, NodeKind
from boite.files.writings import write
from boite.library.desk import LIBRARY, LibraryDesk
from boite.news.desk import NEWS
from boite.orientation.models import Answer, Question
from boite.settings import Settings
from tests.library.resources import draft as resource_draft
from tests.news.desks import draft as news_draft
from tests.newsletter.letters import begun
from tests.page_forms import PageForm, form_with
from tests.people import open_account
from tests.site.edit_routes import EDITS, EXEMPT, INES, Edit
from tests.site.test_gates import POSTS
from tests.visitors import Visitor, signed_in

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(600)]
TERRITORY = "SPRO-41"
ROUNDS = 3


def test_every_route_that_receives_something_is_in_the_table() -> None:
    """A new route says what it does to what others may be changing, or this fails."""
    assert set(EDITS) | set(EXEMPT) == set(POSTS)
    assert not set(EDITS) & set(EXEMPT)


@pytest.fixture
async def demonstration(settings: Settings) -> AsyncIterator[Starlette]:
    """The application over the demonstration's rows."""
    await seed(settings)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield app


async def pages(app: Starlette, samira: User, ines: User) -> dict[str, str]:
    """The address of one page of each route, over something that may be edited."""
    path_for = app.url_path_for
    structure = await Structure.get(slug="info-jeunes-tours")
    point = await ReceptionPoint.get(structure_id=structure.id, rank=0)
    service = await Service.filter(structure_id=structure.id).first()
    event = await Event.filter(ends_at__gt=now(), cancelled_at=None).first()
    question = await Question.get(slug="vae")
    answer = await Answer.filter(question_id=question.id).first()
    assert service is not None
    assert event is not None
    assert answer is not None
    article = await NEWS.begin(news_draft(territory=TERRITORY), by=samira)
    resource = await LIBRARY.begin(resource_draft(territory=TERRITORY), by=samira)
    letter = await begun(app, samira, TERRITORY)
    await NEWS.propose(article, by=samira)
    await LibraryDesk(app.state.store).propose(resource, by=samira)
    root = await Node.get(space__owner_id=ines.id, parent_id=None)
    note = await write(root, NodeKind.NOTE, "Mes idées", "Le texte du début.", app.state.store, by=ines)
    paper = {"node": note.id}
    return {
        "agenda:edit": path_for("agenda:edit", slug=event.slug),
        "agenda:edit_where": path_for("agenda:edit_where", slug=event.slug),
        "agenda:edit_seats": path_for("agenda:edit_seats", slug=event.slug),
        "orientation:question_words": path_for("orientation:question_words", slug=question.slug),
        "orientation:answer_edit": path_for("orientation:answer_edit", slug=question.slug, answer=answer.id),
        "directory:words": path_for("directory:words", slug=structure.slug),
        "directory:point": path_for("directory:point", slug=structure.slug, point=point.id),
        "directory:point_move": path_for("directory:point_move", slug=structure.slug, point=point.id),
        "directory:service": path_for("directory:service", slug=structure.slug, service=service.id),
        "news:edit": path_for("news:edit", article=article.id),
        "library:edit": path_for("library:edit", resource=resource.id),
        "newsletter:compose": path_for("newsletter:compose", issue=letter.id),
        "portraits:edit": path_for("portraits:edit", slug=TERRITORY.lower(), question="habitants"),
        "files:edit": path_for("files:edit", **paper),
        "files:rename": path_for("files:rename", **paper),
        "files:classify": path_for("files:classify", **paper),
    }


class Walk:
    """One route, and two people before its form."""

    def __init__(self, first: Visitor, second: Visitor, address: str, edit: Edit) -> None:
        self.first, self.second, self.address, self.edit = first, second, address, edit

    async def drawn(self, visitor: Visitor) -> PageForm:
        """The form as this person sees it now."""
        page = await visitor.get(self.address)
        assert page.status_code == 200, page.status_code
        form = form_with(page.text, "version")
        assert form is not None, "no form carries the version that was read"
        return form

    async def send(self, visitor: Visitor, form: PageForm, *, without: str = "", **changes: str) -> Response:
        """Send it, once these fields are changed."""
        fields = form.sent(**changes, **self.edit.always)
        fields.pop(without, None)
        return await visitor.submit(self.address, **fields)

    async def held(self, name: str) -> str:
        """What the field of a fresh page says."""
        return "\n".join((await self.drawn(self.first)).fields[name]).replace("\r\n", "\n").strip()

    async def one_after_the_other(self, *, without: str = "") -> None:
        """The second is told, sees both texts, and what they typed is in the form that comes back."""
        name, (his, hers) = self.edit.changed, self.edit.texts
        one, other = await self.drawn(self.first), await self.drawn(self.second)
        assert (await self.send(self.first, one, **{name: his})).status_code == 303
        refused = await self.send(self.second, other, without=without, **{name: hers})
        assert refused.status_code == 409, f"the second overwrites the first: {refused.status_code}"
        assert await self.told(his) in await self.held_words(name)
        said = unescape(refused.text)
        for text in self.edit.texts:
            assert await self.told(text) in said, f"{text} is not on the page"
        again = form_with(refused.text, "version")
        assert again is not None
        assert again.fields[name][-1].strip() == hers
        kept = await self.send(self.second, again)
        assert kept.status_code == 303, f"saved knowingly: {kept.status_code}"
        assert await self.told(hers) in await self.held_words(name)

    async def told(self, text: str) -> str:
        """A day is shown as the form holds it."""
        return text

    async def held_words(self, name: str) -> str:
        """What is kept: in the field, or, where the form starts blank, on the page."""
        page = await self.first.get(self.address)
        form = form_with(page.text, "version")
        assert form is not None
        return "\n".join(form.fields[name]) or unescape(page.text)

    async def beside(self) -> None:
        """What one changed alone is in the form of the other, who does not take it back by saving."""
        name, beside = self.edit.changed, self.edit.beside
        text = self._race(self.edit.texts[0], ROUNDS)
        one, other = await self.drawn(self.first), await self.drawn(self.second)
        assert (await self.send(self.first, one, **{name: text})).status_code == 303
        refused = await self.send(self.second, other, **{beside: self.edit.beside_text})
        assert refused.status_code == 409, refused.status_code
        again = form_with(refused.text, "version")
        assert again is not None
        assert again.fields[name][-1].strip() in {text, ""}
        assert again.fields[beside][-1].strip() == self.edit.beside_text

    async def at_the_same_instant(self) -> None:
        """Both are sent at once: one is kept, and the other is told."""
        name = self.edit.changed
        for number in range(ROUNDS):
            one, other = await self.drawn(self.first), await self.drawn(self.second)
            his, hers = (self._race(text, number) for text in self.edit.texts)
            answers = await asyncio.gather(
                self.send(self.first, one, **{name: his}), self.send(self.second, other, **{name: hers})
            )
            statuses = [answer.status_code for answer in answers]
            assert sorted(statuses) == [303, 409], f"at the same instant: {statuses}"
            winner = his if statuses[0] == 303 else hers
            assert winner in await self.held_words(name)
            assert winner in unescape(answers[statuses.index(409)].text), "the other's text is not shown"

    def _race(self, text: str, number: int) -> str:
        """Another text at each round; a day stays a day, a number a number."""
        plain = text.replace("-", "").isdigit()
        return f"{text[:-1]}{number + 1}" if plain else f"{text} {number}"


async def test_nothing_is_lost_on_any_edit_route(demonstration: Starlette) -> None:
    """One after the other, with and without the version, side by side, and at the same instant."""
    samira, ines = await User.get(handle="verveine-147"), await User.get(handle=INES)
    camille = await open_account(demonstration.state.settings, "Camille", AccountRole.COORDINATOR)
    await Coordination.create(user_id=camille.id, territory_id=REGION)
    addresses = await pages(demonstration, samira, ines)
    assert set(addresses) == set(EDITS)
    faults = []
    for route, edit in EDITS.items():
        two = (ines, ines) if edit.by == INES else (camille, samira)
        first, second = [await signed_in(demonstration, user) for user in two]
        walk = Walk(first, second, addresses[route], edit)
        steps = {"one after the other": walk.one_after_the_other(), "at the same instant": walk.at_the_same_instant()}
        steps["without the version"] = walk.one_after_the_other(without="version")
        if edit.beside:
            steps["side by side"] = walk.beside()
        for step, doing in steps.items():
            try:
                await doing
            except AssertionError as fault:
                faults.append(f"{route}, {step}: {str(fault).splitlines()[0] if str(fault) else fault!r}")
    assert not faults, "\n".join(faults)
