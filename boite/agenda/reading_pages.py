"""The pages of the agenda that anybody reads, and its calendars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from boite.access import agenda as agenda_door
from boite.access import files as files_door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.agenda import calendar, chosen_filters, event_lists, event_words, nearby
from boite.agenda.event_lists import MONTH, Filters
from boite.agenda.models import Event, EventKind, VisitStop
from boite.agenda.month_view import month_view
from boite.agenda.registration import living_of
from boite.agenda.structured import asked, structured
from boite.clock import today
from boite.directory.models import REGION, Scale, Territory
from boite.directory.places.lookup import Place, find_place, place_asked
from boite.directory.sheet import publics
from boite.files import web_links, writings
from boite.files.content_response_pages import disposition
from boite.files.models import NodeKind
from boite.groups.file_views import pictures
from boite.text.rich_text import render as rich
from boite.web import forms, kept_place
from boite.web.addresses import addresses
from boite.web.caching import is_for_anybody, mark, shared, unchanged
from boite.web.flash import redirect
from boite.web.templating import render

MOST_PAGES = 1000
LONGEST_PLACE = 100
"""Most characters read of « Où ? »."""
CALENDAR = "text/calendar; charset=utf-8"


def page_address(request: Request, event: Event) -> str:
    """The whole address of an event's page."""
    return f"{site(request)}{request.app.url_path_for('agenda:event', slug=event.slug)}"


def site(request: Request) -> str:
    """The public address of the service, without a slash at the end."""
    base: str = request.app.state.settings.base_url
    return base.rstrip("/")


def kept(request: Request, response: Response) -> Response:
    """The same answer, that anybody may keep; 304 where the other side has it already."""
    if not is_for_anybody(request) or "set-cookie" in response.headers:
        return response
    tag = mark(bytes(response.body))
    return unchanged(request, tag) or shared(response, tag)


async def index(request: Request) -> Response:
    """What is to come, by date, narrowed by the address."""
    query = forms.query(request)
    territories = await Territory.all().order_by("scale", "name").values("code", "name", "scale")
    where = await place_asked(query.raw("ou").strip()[:LONGEST_PLACE])
    filters = Filters(
        place=where.place,
        near=await nearby.around(where.place) if where.place else None,
        territory=query.choice("territoire", ["", *(row["code"] for row in territories)]),
        public=publics.checked(query.raw("public"), *query.all("aussi")),
        kind=query.choice("genre", ["", *EventKind]),
        month=_month(query.text("mois", 10)),
    )
    number = query.integer("page", 1, MOST_PAGES) or 1
    found, more = await event_lists.events(filters, number)
    shown = replace(filters, month=filters.month or f"{_first_day(found):%Y-%m}")
    page = render(
        request,
        "agenda/index.html",
        filters=filters,
        where=where,
        chosen=chosen_filters.chosen(filters, {row["code"]: row["name"] for row in territories}),
        near=chosen_filters.near(filters, await _home(request)),
        around=lambda place: asked(replace(filters, place=place)),
        opens=where.lost or "pres" in query.names(),
        days=event_lists.by_day(found),
        before=asked(filters, number - 1) if number > 1 else None,
        after=asked(filters, number + 1) if more else None,
        territories=[(row["code"], row["name"]) for row in territories if row["scale"] == Scale.LOCAL],
        region=next((row for row in territories if row["scale"] == Scale.REGION), None),
        months=await event_lists.months(filters.territory),
        month=month_view(shown.month, await event_lists.days_of_month(shown)),
        of_month=lambda code, page=1: asked(replace(filters, month=code), page),
        today=today(),
        publics=publics,
        words=event_words,
        writes=await _writes(request),
        webcal=_webcal(request, filters.territory or REGION),
        feed=request.app.url_path_for("agenda:feed", code=filters.territory or REGION),
    )
    kept_place.keep(request, page, where.place.code if where.place else "")
    return kept(request, page)


async def _home(request: Request) -> Place | None:
    """Where this person lives, or where this visitor looked from."""
    user = request.state.user
    code = user.commune_code if user else kept_place.kept(request)
    return await find_place(code) if code else None


def _webcal(request: Request, code: str) -> str:
    """The address that a calendar program subscribes to."""
    return f"webcal://{site(request).partition('://')[2]}{request.app.url_path_for('agenda:feed', code=code)}"


def _first_day(found: Sequence[Event]) -> date:
    """The day of the first event listed, whose month is shown beside; today where there is none."""
    return min(map(event_lists.shown_day, found), default=today())


def _month(text: str) -> str:
    return text if MONTH.fullmatch(text) else ""


async def _writes(request: Request) -> bool:
    """Whether this person has an agenda to keep."""
    return request.state.user is not None and bool(await agenda_door.desk_codes(request.state.user))


async def event(request: Request) -> Response:
    """One event, at its lasting address."""
    shown = await agenda_door.published(request.path_params["slug"])
    user = request.state.user
    structures = await event_lists.structures(shown)
    page = render(
        request,
        "agenda/event.html",
        event=shown,
        structures=structures,
        steps=await VisitStop.filter(event_id=shown.id).count(),
        description=rich(shown.description),
        picture=(await pictures(addresses(request.app), [shown.picture])).get(shown.picture) if shown.picture else None,
        data=structured(shown, structures, page_address(request, shown)),
        mine=await living_of(shown, user) if user else None,
        rights=await agenda_door.rights(user, shown),
        words=event_words,
    )
    return kept(request, page)


async def event_file(request: Request) -> Response:
    """The event for a calendar."""
    shown = await agenda_door.published(request.path_params["slug"])
    body = calendar.one(shown, lambda each: page_address(request, each))
    return kept(request, _calendar(body, f"{shown.slug}.ics"))


async def feed(request: Request) -> Response:
    """The calendar of a territory, which programs ask for again and again."""
    territory = await agenda_door.territory(request.path_params["code"])
    found = await event_lists.calendar_events(territory.code)
    body = calendar.feed(found, f"SPRO {territory.name}", lambda each: page_address(request, each))
    return kept(request, _calendar(body, f"agenda-{territory.code.lower()}.ics"))


def _calendar(body: bytes, name: str) -> Response:
    return Response(body, media_type=CALENDAR, headers={"content-disposition": disposition("inline", name)})


async def keep(request: Request) -> Response:
    """« Ajouter à ma boîte »: a link to the event."""
    shown = await agenda_door.published(request.path_params["slug"])
    user = current_user(request)
    await forms.read(request)
    root = await files_door.root(user, Right.ADD)
    text = web_links.compose(page_address(request, shown))
    store = request.app.state.store
    made = await writings.write(root, NodeKind.LINK, shown.title, text, store, by=user)
    undo = request.app.url_path_for("files:discard", nodes=made.id)
    back = request.app.url_path_for("agenda:event", slug=shown.slug)
    return redirect(request, back, f"« {made.name} » est dans votre boîte.", undo=undo)
