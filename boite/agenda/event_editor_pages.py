"""An event is written in three steps, each with its address: what and when, where and for whom, who registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from tortoise.exceptions import IntegrityError

from boite.access import agenda as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.agenda import (
    editor_forms,
    event_editing,
    event_words,
    notices,
    occurrence_forms,
    occurrences,
)
from boite.agenda.editor_forms import FITTING, STEPS, EventStep, Offered
from boite.agenda.event_card import card
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Change, Doing, Event
from boite.clock import day_of
from boite.errors import Invalid, StaleVersion
from boite.groups.file_picker import FileChoices, Sought
from boite.mail.connection import reachable
from boite.publishing import choice_forms
from boite.publishing.editor_forms import APART, blank
from boite.publishing.editor_refusal_pages import AUTOSAVE
from boite.publishing.file_forms import Keeper
from boite.text.french import plural
from boite.web import forms, forms_with_files, versions
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import is_partial, render
from boite.web.versions import Reading, Sent, Values

SOON = "C'est dit dans dix minutes : corrigez encore d'ici là, ce sera dit une fois."
LOOKING = frozenset({"files", "drop", "preview"})
"""The buttons that save nothing."""


@dataclass(frozen=True, slots=True)
class StepRequest:
    """A step of an event, by somebody. Without `event`, it is a new one."""

    request: Request
    step: EventStep
    event: Event | None
    user: User
    offered: Offered

    @property
    def here(self) -> str:
        """The address of this step."""
        return address(self.request, self.step, self.event)


def address(request: Request, step: EventStep, event: Event | None) -> str:
    """Where one writes it."""
    url = addresses(request.app)
    return url(f"agenda:{step.route}", slug=event.slug) if event else url("agenda:new")


async def new(request: Request) -> Response:
    """The first step of a new event; once sent, a draft."""
    return await _answer(await _asked(request, STEPS[0], None))


async def _step(number: int, request: Request) -> Response:
    event = await door.event(current_user(request), request.path_params["slug"])
    return await _answer(await _asked(request, STEPS[number], event))


edit, edit_where, edit_seats = (partial(_step, number) for number in range(len(STEPS)))


async def _asked(request: Request, step: EventStep, event: Event | None) -> StepRequest:
    """What the event says already may stay, even where this person could not have chosen it."""
    user = current_user(request)
    territories = await door.desk(user)
    organisers = await door.organisers(user, territories)
    if event is not None and event.territory_id not in {row.code for row in territories}:
        territories = [*territories, event.territory]
    if event is not None and event.organiser is not None and event.organiser_id not in {row.id for row in organisers}:
        organisers = [*organisers, event.organiser]
    return StepRequest(request, step, event, user, Offered(territories=territories, organisers=organisers))


async def _answer(asked: StepRequest) -> Response:
    request, step = asked.request, asked.step
    if request.method != "POST":
        read = await _reading(step, asked.event, asked.user)
        return await _page(asked, dict(read.values) | _apart(None), read)
    state = request.app.state
    group = asked.event.territory_id if asked.event else asked.offered.territories[0].code
    keeper = Keeper(user=asked.user, store=state.store, settings=state.settings, fitting=FITTING, territory=group or "")
    form = await forms_with_files.read(request, keeper)
    if asked.event is None and (begun := await Event.get_or_none(id=blank(form), by_id=asked.user.id)):
        asked = replace(asked, event=await door.event(asked.user, begun.slug))  # sent twice, or saved by itself before
    blank_fields = editor_forms.shown(None)
    values = versions.typed(form, {name: blank_fields[name] for name in step.fields}) | _apart(form)
    if form.raw("gesture").partition(":")[0] in LOOKING:
        return await _look(asked, form, values)
    try:
        saved = await _save(asked, form, await _files(asked, values))
    except Invalid as error:
        return await _page(asked, values, versions.sent(form), status=422, errors=error.fields)
    except StaleVersion:
        theirs = await _reading(step, asked.event, asked.user)
        said = versions.saying(event_words.FORM, asked.offered.answers)
        mine, both = versions.together(form, {name: values[name] for name in step.fields}, theirs, said)
        return await _page(asked, values | mine, theirs, status=409, both=both)
    return await _saved(asked, form, *saved)


def _apart(form: Form | None) -> Values:
    """What the page holds that says nothing of the event."""
    if form is None:
        return dict.fromkeys(APART, "") | {"draft": str(uuid4())} | occurrence_forms.BLANK
    return {name: form.raw(name) for name in APART} | occurrence_forms.typed(form)


async def _save(asked: StepRequest, form: Form, files: FileChoices) -> tuple[Event, str]:
    """Keep this step of it. Returns the event, and what is said of what follows. Raises Invalid, StaleVersion."""
    event, user = asked.event, asked.user
    values = await asked.step.read(form, event, replace(asked.offered, files=files.nodes))
    _others(asked, form)
    if event is None:
        try:
            return await event_editing.create(_first(asked.offered, values), by=user, identifier=blank(form)), ""
        except IntegrityError as error:
            raise StaleVersion from error
    draft = replace(event_editing.draft_of(event), **values)
    by_itself, read = AUTOSAVE in asked.request.headers, versions.number(form)
    changes = await event_editing.edit(event, draft, version=read, by=user, draft_only=by_itself)
    told = event.public and not event.over and notices.moves([change["field"] for change in changes])
    reach = await notices.reach(event, mails=reachable(asked.request.app.state.settings)) if told else None
    saved = await Event.get(id=event.id)
    saved.version = read + bool(changes)  # the one written here: somebody may have written since
    return saved, f"{reach.words} {SOON}" if reach and reach.words else ""


def _others(asked: StepRequest, form: Form) -> list[date]:
    """The other days on which it takes place too; none but at the last step. Raises Invalid."""
    if asked.event is None or asked.step != STEPS[-1] or AUTOSAVE in asked.request.headers:
        return []
    return occurrence_forms.days(occurrence_forms.typed(form), day_of(asked.event.begins_at))


def _first(offered: Offered, values: Mapping[str, Any]) -> EventDraft:
    """What is not asked yet of a new one: whose it is, until the second step."""
    organisers = offered.organisers
    organiser = organisers[0].id if len(organisers) == 1 else None
    return EventDraft(territory_id=offered.territories[0].code, organiser_id=organiser, **values)


async def _saved(asked: StepRequest, form: Form, event: Event, told: str) -> Response:
    """The next step, everybody, or the page where one works on it."""
    request, gesture = asked.request, form.raw("gesture")
    if AUTOSAVE in request.headers:
        here = address(request, asked.step, event)
        return JSONResponse({"words": "Gardé tout seul", "address": here, "version": event.version})
    page = addresses(request.app)("agenda:kept", slug=event.slug)
    if gesture == "next" and asked.step != STEPS[-1]:
        return redirect(request, address(request, STEPS[STEPS.index(asked.step) + 1], event))
    others = _others(asked, form)
    if gesture == "publish" and not event.public:
        return await publish_now(request, event, others, _apart(form))
    try:
        made = await occurrences.repeat(event, others, by=asked.user)
    except Invalid as error:
        return await _refused(request, event, error, _apart(form))
    words = f"L'événement est à jour. {told}".strip() if event.public else "Le brouillon est gardé."
    return redirect(request, page, f"{words} {_said_of(made)}".strip())


def _said_of(made: Sequence[Event]) -> str:
    """What is said of the other dates."""
    if not made:
        return ""
    state = "publiées" if made[0].public else "gardées en brouillon"
    return f"Avec lui, {plural(len(made), 'autre date', 'autres dates')}, {state} à part."


async def publish_now(
    request: Request, event: Event, others: Sequence[date] = (), typed: Values | None = None
) -> Response:
    """Show it to everybody, on these other days too; where something is missing, the step that asks for it.

    `typed`: what gave the other days, to be shown again.
    """
    user, url = current_user(request), addresses(request.app)
    try:
        made = await occurrences.publish(event, others, by=user)
    except Invalid as error:
        return await _refused(request, event, error, typed or _apart(None))
    undo = "" if made else url("agenda:withdraw", slug=event.slug)
    words = f"L'événement est publié. {_said_of(made)}".strip()
    return redirect(request, url("agenda:kept", slug=event.slug), words, undo=undo or None)


async def _refused(request: Request, event: Event, error: Invalid, typed: Values) -> Response:
    """The step that asks for what is refused, or the last one, which asks for the other days. What was saved stays."""
    user = current_user(request)
    step = next((step for step in STEPS if set(error.fields) & set(step.fields)), STEPS[-1])
    event = await door.event(user, event.slug)
    read = await _reading(step, event, user)
    asked = await _asked(request, step, event)
    return await _page(asked, dict(read.values) | typed, read, status=422, errors=error.fields)


async def _reading(step: EventStep, event: Event | None, user: User) -> Reading:
    """What this step says of the event now, and who said it last."""
    if event is None:
        values = editor_forms.shown(None)
        return Reading(values={name: values[name] for name in step.fields}, version=1)
    kept = await Event.get(id=event.id)
    values = editor_forms.shown(kept)
    last = await Change.filter(event_id=event.id, doing=Doing.EDITED).order_by("-id").first().select_related("by")
    return Reading(
        values={name: values[name] for name in step.fields},
        version=kept.version,
        author=last.by.shown_name if last and last.by else "",
        own=last is not None and last.by_id == user.id,
        at=last.at if last else None,
    )


async def _files(asked: StepRequest, values: Values) -> FileChoices:
    """The pictures to choose from."""
    picked = forms.identifiers([values.get("picture", "")])
    kept = [asked.event.picture] if asked.event and asked.event.picture else []
    page = forms.page_number(str(values.get("file_page", "")))
    words = values["file_words"][:200]
    sought = Sought(fitting=FITTING, kept=kept, picked={"picture": picked}, words=words, page=page)
    return await choice_forms.files(asked.user, sought)


async def _look(asked: StepRequest, form: Form, values: Values) -> Response:
    """What a button shows without saving: its part alone for a script, in the whole page without one."""
    name, _, end = form.raw("gesture").partition(":")
    values |= {"picture": ""} if (name, end) == ("drop", "picture") else {"file_page": end}
    if not is_partial(asked.request):
        return await _page(asked, values, versions.sent(form), errors=form.faults)
    choices = await _files(asked, values)
    everything = editor_forms.shown(asked.event) | values
    part = "agenda/desk/_card.html" if name == "preview" else "publishing/_files.html"
    context: dict[str, Any] = {"choices": choices, "fitting": FITTING, "here": asked.here, "seen": card(everything)}
    return render(asked.request, part, values=everything, errors=form.faults, event=asked.event, **context)


async def _page(
    asked: StepRequest, values: Values, read: Reading | Sent, *, status: int = 200, **context: Any
) -> Response:
    """The page of a step, with these values."""
    event, number = asked.event, STEPS.index(asked.step)
    everything = editor_forms.shown(event) | values
    shown = {
        "event": event,
        "step": asked.step,
        "number": number + 1,
        "steps": [(step.title, address(asked.request, step, event) if event else "") for step in STEPS],
        "following": STEPS[number + 1].title if number + 1 < len(STEPS) else "",
        "here": asked.here,
        "values": everything,
        "read": read,
        "choices": await _files(asked, everything),
        "fitting": FITTING,
        "seen": card(everything),
        "repeating": occurrence_forms.REPEATS,
        "day_fields": max(occurrence_forms.FIELDS, len(values["also_on"]) + 3),
        **asked.offered.answers,
        **{"errors": {}, "both": None},
    }
    return render(asked.request, "agenda/desk/write.html", status=status, **shown | context)
