"""Composing: already filled, put in order, never over somebody else's gesture, sent at a decent hour."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.clock import PARIS, advance, now, today
from boite.directory.models import REGION, Territory
from boite.errors import Invalid
from boite.journal.models import Entry
from boite.news.models import Article
from boite.newsletter import composer, item_order, schedule, sources
from boite.newsletter.composer import Choice, Composition, Extra, LetterMovedOn
from boite.newsletter.item_order import ItemPosition, Move
from boite.newsletter.models import Issue, IssueItem, IssueRevision, IssueStage, Section
from boite.newsletter.schedule import AlreadyLeaving, Wish
from boite.web.addresses import addresses
from tests.agenda.events import make_event
from tests.conftest import OpenAccount, SignIn
from tests.files.test_query_counts import counted
from tests.library.resources import make_resource
from tests.news.desks import ELSEWHERE, HERE, agent, coordinator, published
from tests.newsletter.letters import as_it_is, begun, item, on_line, outline

pytestmark = pytest.mark.anyio
ANYWAY = Wish(at=None, anyway=True)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


@pytest.fixture
async def issue(app: Starlette, nadia: User) -> Issue:
    await on_line(nadia, app)
    return await begun(app, nadia)


async def test_it_begins_filled(app: Starlette, nadia: User, issue: Issue) -> None:
    assert await outline(issue) == {
        "formation": ["Valider son expérience", "Portes ouvertes", "Le site des métiers"],
        "emploi": ["Blois aussi vous invite", "Un forum à Orléans"],
    }
    event = await item(issue, "Portes ouvertes")
    assert (event.address, event.summary) == ("/agenda/rendez-vous/portes-ouvertes", "Entrez.")
    assert "Salle des fêtes" in event.detail
    region = await begun(app, nadia, REGION)
    assert await outline(region) == {"formation": ["Valider son expérience"]}
    aside = (await outline(region, kept=False)).values()
    assert "Rien que pour Blois" in [title for titles in aside for title in titles]


async def test_every_gesture_is_kept(app: Starlette, nadia: User, issue: Issue) -> None:
    forum, site = await item(issue, "Un forum à Orléans"), await item(issue, "Le site des métiers")
    typed = await as_it_is(issue, editorial="Bonjour **à tous**.", move=(forum.id, Move.UP))
    words = Choice(kept=True, section=Section.WORK, own_words="Trois minutes pour choisir.")
    typed = replace(typed, choices={**typed.choices, site.id: words})
    await composer.keep(issue, typed, version=1, by=nadia)
    await issue.refresh_from_db()
    assert "<strong>à tous</strong>" in issue.editorial_html
    assert (await outline(issue))["emploi"] == ["Un forum à Orléans", "Blois aussi vous invite", "Le site des métiers"]
    untick = {forum.id: Choice(kept=False, section=forum.section)}
    own = Extra(title="Le groupe vous écoute", address="https://example.org/a", section=Section.ORIENTATION)
    await composer.keep(issue, await as_it_is(issue, choices=untick, extra=own), version=2, by=nadia)
    assert (await outline(issue))["orientation"] == ["Le groupe vous écoute"]
    assert (await outline(issue, kept=False)) == {"emploi": ["Un forum à Orléans"]}
    assert (await item(issue, "Le site des métiers")).own_words == "Trois minutes pour choisir."
    kinds = [row.kind for row in await Entry.filter(owner_id=nadia.id, kind__startswith="newsletter.")]
    assert kinds == ["newsletter.begun", "newsletter.composed"], "one entry for one sitting"


async def test_the_second_is_told_and_loses_nothing(app: Starlette, nadia: User, issue: Issue, sign_in: SignIn) -> None:
    await composer.keep(issue, await as_it_is(issue, title="Celle de Nadia"), version=1, by=nadia)
    with pytest.raises(LetterMovedOn):
        await composer.keep(issue, await as_it_is(issue, title="Trop tard"), version=1, by=nadia)
    visitor = await sign_in(nadia)
    page = visitor.address("newsletter:compose", issue=issue.id)
    late = {"version": "1", "title": "La mienne", "editorial": "Mes mots, longuement pesés.", "gesture": "save"}
    answer = await visitor.submit(page, **late)
    assert answer.status_code == 409
    assert "Celle de Nadia" in answer.text
    assert "Mes mots, longuement pesés." in answer.text
    assert 'name="version" value="2"' in answer.text
    assert (await visitor.submit(page, **late | {"version": "2"})).status_code == 303
    refused = await visitor.submit(page, **late | {"version": "3", "title": " "})
    assert refused.status_code == 422
    assert "Écrivez l&#39;objet de la lettre." in refused.text
    await issue.refresh_from_db()
    assert issue.title == "La mienne"


async def test_what_was_written_is_kept_with_who_and_when(
    nadia: User, issue: Issue, new_person: OpenAccount, sign_in: SignIn
) -> None:
    """One revision for one sitting of one person; what only orders things is none."""
    claire = await coordinator(new_person, first_name="Claire")
    began = issue.title
    for by, editorial, later in ((nadia, "Bonjour.", 0), (nadia, "Bonjour à tous.", 5), (claire, "Bonsoir.", 5)):
        advance(timedelta(minutes=later))
        words = replace(await as_it_is(issue), title="Avril", editorial=editorial)
        await composer.keep(issue, words, version=issue.version, by=by)
    await composer.keep(issue, await as_it_is(issue), version=issue.version, by=claire)
    first, last = await IssueRevision.filter(issue_id=issue.id).order_by("id")
    assert (first.by_id, last.by_id) == (nadia.id, claire.id)
    assert first.changes == [
        {"field": "title", "before": began, "after": "Avril"},
        {"field": "editorial", "before": "", "after": "Bonjour à tous."},
    ]
    assert last.changes == [{"field": "editorial", "before": "Bonjour à tous.", "after": "Bonsoir."}]
    desk = await sign_in(nadia)
    page = unescape((await desk.get(desk.address("newsletter:compose", issue=issue.id))).text)
    history = page.split('id="histoire"')[1].replace("\u00a0", " ")
    assert history.index("par Claire") < history.index("par Nadia")
    for said in ("A changé : l'objet, l'éditorial", "A changé : l'éditorial", "Bonjour à tous.", "Bonsoir."):
        assert said in history


async def test_what_was_taken_back_at_once_leaves_no_revision(nadia: User, issue: Issue) -> None:
    for editorial in ("Bonjour.", ""):
        await composer.keep(issue, await as_it_is(issue, editorial=editorial), version=issue.version, by=nadia)
    assert await IssueRevision.filter(issue_id=issue.id).count() == 0


async def test_without_a_script_the_button_pressed_has_the_focus_again(
    nadia: User, issue: Issue, sign_in: SignIn
) -> None:
    visitor, forum = await sign_in(nadia), await item(issue, "Un forum à Orléans")
    page = visitor.address("newsletter:compose", issue=issue.id)
    shown = await visitor.get(page)
    ids = re.findall(r'name="shown" value="(\w+)"', shown.text)
    fields = {"version": "1", "title": "Lettre", "editorial": "", "shown": ids, "kept": ids}
    key = item_order.key(forum.id)
    answer = await visitor.submit(page, **fields, gesture=f"up:{key}")
    assert answer.status_code == 303
    after = (await visitor.get(answer.headers["location"])).text.replace("\u00a0", " ")
    [button] = re.findall(r"<button[^>]*autofocus[^>]*>", after)
    assert f'id="up-{key}"' in button
    assert "« Un forum à Orléans » : 1re sur 2 dans Emploi." in after
    part = await visitor.post(
        page,
        data={**fields, "version": "2", "gesture": f"down:{key}", "csrf": visitor.csrf_token()},
        headers={"hx-request": "true"},
    )
    assert part.status_code == 200
    assert "<html" not in part.text
    assert 'data-said="« Un forum à Orléans » : 2e sur 2 dans Emploi."' in part.text


async def test_what_is_new_is_found_once(app: Starlette, nadia: User, issue: Issue) -> None:
    await published(nadia, title="Parue depuis", topic="orientation")
    assert await composer.renew(issue, version=1, by=nadia, url=addresses(app)) == (1, 0)
    assert await composer.renew(issue, version=2, by=nadia, url=addresses(app)) == (0, 0)
    assert (await outline(issue))["orientation"] == ["Parue depuis"]


async def test_all_that_is_gathered_has_room_and_one_s_own_words_too(
    app: Starlette, nadia: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(sources.MOST):
        await published(nadia, title=f"Nouvelle {number}")
        await make_event(nadia, territory_id=HERE, title=f"Atelier {number}")
        await make_resource(nadia, app.state.store, title=f"Ressource {number}")
    made = await begun(app, nadia)
    assert len(await composer.items_of(made)) == 3 * sources.MOST
    extra = Extra(title="De notre main")
    await composer.keep(made, await as_it_is(made, extra=extra), version=1, by=nadia)
    assert len(await composer.items_of(made)) == 3 * sources.MOST + 1
    # What has no room is said.
    monkeypatch.setattr(composer, "MOST", 3 * sources.MOST + 2)
    for number in range(2):
        await published(nadia, title=f"Encore {number}")
    visitor = await sign_in(nadia)
    await visitor.submit(visitor.address("newsletter:renew", issue=made.id), version="2")
    page = await visitor.get(visitor.address("newsletter:compose", issue=made.id))
    assert "Trouvé et ajouté : 1. Pas de place pour 1 de plus" in page.text.replace("\xa0", " ")


async def test_when_it_may_leave(app: Starlette, nadia: User, issue: Issue) -> None:
    settings = app.state.settings
    sunday = datetime.combine(_next(6), datetime.min.time(), PARIS)
    refused = {
        "to": Wish(at=None, to_asked=False, to_professionals=False, anyway=True),
        "send_on": Wish(at=now() - timedelta(minutes=1), anyway=True),
        "anyway": Wish(at=sunday.replace(hour=10)),
    }
    for name, wish in refused.items():
        with pytest.raises(Invalid) as caught:
            await schedule.schedule(issue, wish, version=1, settings=settings, by=nadia)
        assert set(caught.value.fields) == {name}
    hours = {7: True, 8: False, 19: False, 20: True}
    monday = datetime.combine(_next(0), datetime.min.time(), PARIS)
    assert {hour: schedule.at_rest(monday.replace(hour=hour)) for hour in hours} == hours
    await schedule.schedule(issue, Wish(at=monday.replace(hour=9)), version=1, settings=settings, by=nadia)
    with pytest.raises(LetterMovedOn):
        await composer.keep(issue, Composition(title="Après coup"), version=2, by=nadia)
    await schedule.unschedule(issue, by=nadia)
    empty = {row.id: Choice(kept=False, section=row.section) for row in await composer.items_of(issue)}
    await composer.keep(issue, Composition(title="Vide", choices=empty), version=issue.version, by=nadia)
    with pytest.raises(Invalid, match="vide"):
        await schedule.schedule(issue, ANYWAY, version=issue.version, settings=settings, by=nadia)
    await composer.keep(issue, Composition(title="Un mot", editorial="Bonjour."), version=issue.version, by=nadia)
    await schedule.schedule(issue, ANYWAY, version=issue.version, settings=settings, by=nadia)
    await Issue.filter(id=issue.id).update(stage=IssueStage.SENDING)
    with pytest.raises(AlreadyLeaving):
        await schedule.unschedule(issue, by=nadia)


def _next(weekday: int) -> date:
    day = today() + timedelta(days=1)
    while day.weekday() != weekday:
        day += timedelta(days=1)
    return day


async def test_a_letter_that_mailboxes_would_cut_is_refused(app: Starlette, nadia: User, issue: Issue) -> None:
    rows = [
        IssueItem(
            issue_id=issue.id, section=Section.WORK, kind="free", of=uuid4(), title="T" * 150, own_words="é" * 400
        )
        for _ in range(75)
    ]
    await IssueItem.bulk_create(rows)
    with pytest.raises(Invalid, match="trop longue"):
        await schedule.schedule(issue, ANYWAY, version=1, settings=app.state.settings, by=nadia)


async def test_what_will_happen_is_said_before(nadia: User, issue: Issue, sign_in: SignIn) -> None:
    visitor = await sign_in(nadia)
    page = visitor.address("newsletter:sending", issue=issue.id)
    shown = await visitor.get(page)
    assert re.search(r"0\s*personne et 0\s*professionnel</strong> recevront cette lettre", shown.text)
    night = {"version": "1", "to": ["asked"], "send_on": _next(6).isoformat(), "send_time": "10:00"}
    refused = await visitor.submit(page, **night, gesture="schedule")
    assert refused.status_code == 422
    assert "Envoyer même la nuit ou le dimanche" in refused.text
    assert _next(6).isoformat() in refused.text
    assert (await visitor.submit(page, **night, anyway="oui", gesture="schedule")).status_code == 303
    waiting = await visitor.get(page)
    assert "Elle partira le" in waiting.text
    await Article.filter(title="Un forum à Orléans").update(stage="withdrawn")
    assert "ce ne partira pas" in (await visitor.get(page)).text
    assert "Un forum à Orléans" in (await visitor.get(page)).text
    desk = await visitor.get(visitor.address("newsletter:desk"))
    assert "Programmée" in desk.text


STEPS = {
    "compose": IssueStage.DRAFT,
    "renew": IssueStage.DRAFT,
    "sending": IssueStage.DRAFT,
    "unschedule": IssueStage.SCHEDULED,
    "set_aside": IssueStage.DRAFT,
    "recover": IssueStage.ASIDE,
    "withdraw": IssueStage.SENT,
    "restore": IssueStage.SENT,
    "stop": IssueStage.SENDING,
    "resume": IssueStage.PAUSED,
}
"""The gestures, and the stage where each is possible."""
SEEN = ("preview_mail", "preview_mail_body", "preview_text", "preview_page", "preview_paper", "sending", "compose")
FIELDS = {"version": "1", "title": "Lettre", "editorial": "Bonjour.", "to": "asked", "gesture": "now", "anyway": "oui"}


async def test_six_questions(app: Starlette, nadia: User, new_person: OpenAccount, sign_in: SignIn) -> None:
    mine = await sign_in(nadia)
    strangers = [await coordinator(new_person, ELSEWHERE), await agent(new_person)]
    strangers += [
        await new_person("Hugo", role) for role in (AccountRole.PERSON, AccountRole.OBSERVER, AccountRole.ADMINISTRATOR)
    ]
    others = [await sign_in(user) for user in strangers]
    orleans = await Territory.get(code=HERE)
    for name, stage in STEPS.items():
        row = await Issue.create(territory=orleans, title=f"Essai de {name}", editorial="Bonjour.", stage=stage)
        address = mine.address(f"newsletter:{name}", issue=row.id)
        for other in others:
            assert (await other.submit(address, **FIELDS)).status_code == 404, name
        fresh = await Issue.get(id=row.id)
        assert (fresh.stage, fresh.version) == (stage, 1)
        assert (await mine.post(address, data=FIELDS)).status_code == 403, "without its token"
        assert (await mine.submit(address, **FIELDS)).status_code == 303, name
        assert (await mine.submit(address, **FIELDS)).status_code in {303, 409}, f"{name}, twice"
        for senseless in ("0", str(uuid4()), "é"):
            assert (await mine.submit(mine.address(f"newsletter:{name}", issue=senseless))).status_code == 404
        assert (await mine.delete(address)).status_code == 405
    draft = await Issue.create(territory=orleans, title="Aperçus", editorial="Bonjour.")
    for name in SEEN:
        address = mine.address(f"newsletter:{name}", issue=draft.id)
        assert (await mine.get(address)).status_code == 200, name
        assert {(await other.get(address)).status_code for other in others} == {404}, name
    for name in ("desk", "new"):
        address = mine.address(f"newsletter:{name}")
        assert (await mine.get(address)).status_code == 200
        # Whoever coordinates Blois has a desk of their own; it shows nothing of this one.
        assert [(await other.get(address)).status_code for other in others] == [200, 403, 403, 403, 403]
        assert "Aperçus" not in (await others[0].get(address)).text


async def test_a_new_letter_from_the_page(app: Starlette, nadia: User, issue: Issue, sign_in: SignIn) -> None:
    visitor = await sign_in(nadia)
    page = visitor.address("newsletter:new")
    assert (await visitor.submit(page, territory=ELSEWHERE, period="7")).status_code == 422
    assert (await visitor.submit(page, territory=HERE, period="8")).status_code == 422
    await Issue.filter(id=issue.id).update(stage=IssueStage.SENT, number=1, published_at=now() - timedelta(days=3))
    for period, first in {"derniere": 3, "15": 15}.items():
        assert (await visitor.submit(page, territory=HERE, period=period)).status_code == 303
        made = await Issue.filter(stage=IssueStage.DRAFT).order_by("-created_at").first()
        assert made is not None
        assert made.begins_on == today() - timedelta(days=first)


async def test_the_number_of_queries_does_not_grow(app: Starlette, nadia: User, issue: Issue, sign_in: SignIn) -> None:
    visitor = await sign_in(nadia)
    names = ("compose", "preview_page", "preview_mail_body", "sending")
    counts = []
    for more in (0, 25):
        for number in range(more):
            await published(nadia, title=f"Nouvelle {number}")
        if more:
            await composer.renew(issue, version=1, by=nadia, url=addresses(app))
        seen = []
        for name in names:
            with counted() as asked:
                assert (await visitor.get(visitor.address(f"newsletter:{name}", issue=issue.id))).status_code == 200
            seen.append(len(asked))
        counts.append(seen)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 16, counts


places = st.lists(
    st.builds(ItemPosition, st.uuids(version=4), st.sampled_from(Section), st.booleans()),
    max_size=12,
    unique_by=lambda p: p.id,
)


@tried(max_examples=40, deadline=None)
@given(places, st.lists(st.tuples(st.integers(0, 11), st.sampled_from(Move)), max_size=8))
def test_moving_loses_nothing_and_can_be_undone(before: list[ItemPosition], moves: list[tuple[int, Move]]) -> None:
    now_ = item_order.arranged(before, {})
    for at, step in moves:
        if at >= len(now_):
            continue
        id: UUID = now_[at].id
        rank, count = item_order.rank(now_, id)
        after = item_order.moved(now_, id, step)
        assert sorted(map(str, after)) == sorted(map(str, before))
        new, _ = item_order.rank(after, id)
        edge = rank == 0 or (rank == 1 and step == Move.UP) or (rank == count and step == Move.DOWN)
        assert new == rank if edge else new == rank + (1 if step == Move.DOWN else -1)
        back = Move.UP if step == Move.DOWN else Move.DOWN
        if not edge:
            assert item_order.moved(after, id, back) == now_
        now_ = after
