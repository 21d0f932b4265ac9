"""What is on line around a letter, and letters, written by the verbs themselves."""

from __future__ import annotations

from datetime import timedelta

from starlette.applications import Starlette

from boite.accounts.models import User
from boite.agenda import publication as agenda_publishing
from boite.agenda.models import EventKind
from boite.clock import today
from boite.directory.models import Territory
from boite.news.models import Article
from boite.newsletter import composer
from boite.newsletter.composer import Choice, Composition
from boite.newsletter.models import Issue, IssueItem
from boite.newsletter.sources import Period
from boite.web.addresses import addresses
from tests.agenda.events import make_event
from tests.library.resources import make_resource
from tests.news.desks import ELSEWHERE, HERE, published

MONTH = Period(first=today() - timedelta(days=30), last=today())


async def on_line(by: User, app: Starlette) -> None:
    """Three pieces of news, an event and a resource for Orléans or the region; others that its letter leaves out."""
    await published(by, title="Un forum à Orléans", topic="emploi")
    await published(by, title="Valider son expérience", topic="formation", territory=None)
    await published(by, title="Blois aussi vous invite", topic="emploi", territory=ELSEWHERE, places=(HERE,))
    await published(by, title="Rien que pour Blois", territory=ELSEWHERE)
    old = await published(by, title="Une vieille nouvelle")
    await Article.filter(id=old.id).update(published_at=old.created_at - timedelta(days=40))
    over = await published(by, title="Déjà finie", ends_on=today())
    await Article.filter(id=over.id).update(ends_on=today() - timedelta(days=1))
    await make_event(by, territory_id=HERE, title="Portes ouvertes", kind=EventKind.OPEN_DAY, summary="Entrez.")
    await make_event(by, territory_id=HERE, title="Dans deux mois", begins_in=timedelta(days=60))
    await make_event(by, territory_id=HERE, title="Pas encore publié", published=False)
    cancelled = await make_event(by, territory_id=HERE, title="Annulé")
    await agenda_publishing.cancel(cancelled, "La salle est prise.", by=by)
    await make_resource(by, app.state.store, title="Le site des métiers", topic="numerique")


async def begun(app: Starlette, by: User, territory: str = HERE, period: Period = MONTH) -> Issue:
    """A draft for this territory."""
    place = await Territory.get(code=territory)
    return await composer.begin(place, period, by=by, url=addresses(app))


async def outline(issue: Issue, *, kept: bool = True) -> dict[str, list[str]]:
    """The titles by section, in their order."""
    found: dict[str, list[str]] = {}
    for item in await composer.items_of(issue):
        if item.kept == kept:
            found.setdefault(item.section.value, []).append(item.title)
    return found


async def item(issue: Issue, title: str) -> IssueItem:
    """The item of this title."""
    return next(row for row in await composer.items_of(issue) if row.title == title)


async def as_it_is(issue: Issue, **values: object) -> Composition:
    """What the composer holds where nothing was touched, but for these values."""
    rows = await composer.items_of(issue)
    choices = {row.id: Choice(kept=row.kept, section=row.section, own_words=row.own_words) for row in rows}
    usual = {"title": issue.title, "editorial": issue.editorial, "choices": choices}
    return Composition(**(usual | values))  # type: ignore[arg-type]
