"""The editor: a kind is chosen, then one page to write and save. Whatever happens, what was typed comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from boite.access import groups as groups_door
from boite.access import library as library_door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.directory.models import REGION, Scale, Territory
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.publics import ASKED
from boite.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, StaleVersion
from boite.groups import file_picker
from boite.library import forms, jobs
from boite.library.desk import LIBRARY, LibraryDesk
from boite.library.drafts import Draft
from boite.library.editor_forms import FORM, typed, values_of, words_of
from boite.library.models import Kind, Resource, ResourceRevision
from boite.library.wording import KINDS, LEVEL_HINTS, LEVELS
from boite.publishing import topics
from boite.publishing.stages import Stage, Step
from boite.publishing.workflow import MovedOn
from boite.web import forms as web_forms
from boite.web import versions
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import is_partial, render
from boite.web.versions import Reading, Sent

CLOSED = "Cette ressource n'est plus un brouillon. Votre texte est gardé ci-dessous. Reprenez-la, puis recollez-le."


async def new(request: Request) -> Response:
    """The four kinds to choose from; one chosen, a blank page; once sent, a draft."""
    user = current_user(request)
    desk = await library_door.desk(user)
    sort = web_forms.query(request).raw("sorte")
    if sort not in list(Kind):
        if request.method == "POST":
            await web_forms.read(request)
        return render(request, "library/new.html", kinds=KINDS, places=desk)
    kind = Kind(sort)
    if request.method != "POST":
        blank = values_of(Draft(kind=kind, title="", territory=desk[0].code if desk else None))
        read = Reading(values=words_of(blank), version=1)
        return await _page(request, user, kind, None, blank | {"draft": str(uuid4())}, read)
    form = await web_forms.read(request)
    if form.raw("gesture") in LOOKING:
        return await LOOKING[form.raw("gesture")](request, user, kind, None, form)
    try:
        draft = await _draft(user, kind, form)
        resource = await LIBRARY.begin(draft, by=user, identifier=forms.blank(form))
    except (Invalid, Conflict) as error:
        return await _refused(request, user, kind, None, form, error)
    return _saved(request, resource, "Votre brouillon est enregistré.")


async def edit(request: Request) -> Response:
    """The text of a draft, of a proposal for those who decide, or of what is on line, to correct it."""
    user = current_user(request)
    resource = await library_door.resource(user, request.path_params["resource"])
    allowed = await library_door.steps(user, resource) & {Step.WRITTEN, Step.CORRECTED}
    if request.method != "POST":
        if not allowed:
            raise Forbidden
        kept = values_of(await LIBRARY.draft_of(resource))
        read = Reading(values=words_of(kept), version=resource.version)
        return await _page(request, user, resource.kind, resource, kept, read)
    form = await web_forms.read(request)
    if form.raw("gesture") in LOOKING:
        return await LOOKING[form.raw("gesture")](request, user, resource.kind, resource, form)
    try:
        if not allowed:
            raise MovedOn(CLOSED)
        await _write(request, user, resource, form)
    except (Invalid, Conflict) as error:
        return await _refused(request, user, resource.kind, resource, form, error)
    return _saved(request, resource, "La ressource est enregistrée.")


async def _write(request: Request, user: User, resource: Resource, form: Form) -> None:
    draft, version = await _draft(user, resource.kind, form, resource), versions.number(form)
    if resource.stage != Stage.PUBLISHED:
        await LIBRARY.keep(resource, draft, version=version, by=user)
        return
    note = forms.reason(form, "note")
    if not note:
        raise Invalid(fields={"note": "Dites en quelques mots ce que vous corrigez. Les lecteurs le verront."})
    await LibraryDesk(request.app.state.store).correct(resource, draft, version=version, note=note, by=user)


async def _draft(user: User, kind: Kind, form: Form, resource: Resource | None = None) -> Draft:
    desk = [row.code for row in await library_door.desk(user)]
    if resource is not None:
        desk.append(resource.territory_id or REGION)
    locals_ = await Territory.filter(scale=Scale.LOCAL).values_list("code", flat=True)
    files = [file.node for file in (await _files(user, resource, typed(form))).files]
    known = [found.code for found in await jobs.named(forms.job_codes(form))]
    choices = forms.Choices(desk=desk, locals=[str(code) for code in locals_], files=files, jobs=known)
    return forms.draft(form, kind, choices)


async def _files(user: User, resource: Resource | None, typed: Mapping[str, Any]) -> file_picker.FileChoices:
    """What may make it: the files of the groups where this person reads, and those that it already has."""
    spaces = [place.space.id for place in await groups_door.groups(user) if place.group is not None]
    kept = (await LIBRARY.draft_of(resource)).files if resource else ()
    return await file_picker.choices(spaces, kept, forms.picked(typed), typed["file_words"][:200])


def _saved(request: Request, resource: Resource, words: str) -> Response:
    return redirect(request, request.app.url_path_for("library:desk", resource=resource.id), words)


async def _refused(
    request: Request, user: User, kind: Kind, resource: Resource | None, form: Form, error: Refusal
) -> Response:
    """The same page with what was typed; beside it, what whoever was quicker wrote."""
    values, again = typed(form), versions.sent(form)
    if isinstance(error, Invalid):
        return await _page(request, user, kind, resource, values, again, status=422, errors=error.fields)
    if resource is None or isinstance(error, MovedOn) or not isinstance(error, StaleVersion):
        return await _page(request, user, kind, resource, values, again, status=409, moved=error.message)
    theirs = await _reading(await library_door.resource(user, resource.id), user)
    said = versions.saying(FORM, await _answers(user, resource, values))
    mine, both = versions.together(form, values, theirs, said)
    return await _page(request, user, kind, resource, mine, theirs, status=409, both=both)


async def _reading(resource: Resource, user: User) -> Reading:
    """What is kept now, and who wrote it."""
    values = values_of(await LIBRARY.draft_of(resource))
    last = await ResourceRevision.filter(resource_id=resource.id, version=resource.version).order_by("-id").first()
    by = await User.get_or_none(id=last.by_id) if last and last.by_id else None
    return Reading(
        values=words_of(values),
        version=resource.version,
        author=by.shown_name if by else "",
        own=by is not None and by.id == user.id,
        at=last.at if last else None,
    )


async def _answers(user: User, resource: Resource, values: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """The answers that the form offers, by field."""
    names = [(row.code, row.name) for row in await Territory.all()]
    files = [(str(file.node), file.name) for file in (await _files(user, resource, values)).files]
    subjects = [(topic.code, topic.label) for topic in topics.TOPICS.values()]
    same = {"territory": names, "places": names, **dict.fromkeys(("node", "subtitles", "picture"), files)}
    spoken = {"language": [(code, name.capitalize()) for code, name in LANGUAGES.items()]}
    return same | spoken | {"topic": subjects, "publics": list(ASKED.items()), "level": list(LEVELS.items())}


async def _jobs(request: Request, user: User, kind: Kind, resource: Resource | None, form: Form) -> Response:
    """The jobs that have the words typed, without saving: alone for a script, in the whole form without one."""
    values = typed(form)
    if not is_partial(request):
        return await _page(request, user, kind, resource, values, versions.sent(form), searched=True)
    chosen, found = await _around_jobs(values)
    return render(request, "library/_jobs.html", values=values, chosen=chosen, found=found, searched=True, errors={})


async def _look_for_files(request: Request, user: User, kind: Kind, resource: Resource | None, form: Form) -> Response:
    """The files of the group whose names have the words typed, without saving: alone for a script."""
    values = typed(form)
    if not is_partial(request):
        return await _page(request, user, kind, resource, values, versions.sent(form))
    choices, here = await _files(user, resource, values), _here(request, kind, resource)
    return render(request, "library/_file.html", values=values, errors={}, choices=choices, here=here, kind=kind)


def _here(request: Request, kind: Kind, resource: Resource | None) -> str:
    """The address of this page."""
    path_for = request.app.url_path_for
    if resource is None:
        return f"{path_for('library:new')}?sorte={kind}"
    return str(path_for("library:edit", resource=resource.id))


LOOKING = {"jobs": _jobs, "files": _look_for_files}
"""The buttons that save nothing, by their value."""


async def _around_jobs(values: dict[str, Any]) -> tuple[list[jobs.Found], list[jobs.Found]]:
    """The jobs that are ticked, and those that the words typed find."""
    chosen = await jobs.named([code for code in values["jobs"] if jobs.CODE.fullmatch(code)][:100])
    found = await jobs.search(values["job_words"]) if values["job_words"] else []
    return chosen, [job for job in found if all(job.code != ticked.code for ticked in chosen)]


async def _page(
    request: Request,
    user: User,
    kind: Kind,
    resource: Resource | None,
    values: dict[str, Any],
    read: Reading | Sent,
    *,
    status: int = 200,
    **context: Any,
) -> Response:
    if kind not in KINDS:
        raise NotFound
    mine = {row.code: row.name for row in await library_door.desk(user)}
    if resource is not None and (resource.territory_id or REGION) not in mine:
        own = await Territory.get_or_none(code=resource.territory_id or REGION)
        mine |= {own.code: own.name} if own else {}
    locals_ = await Territory.filter(scale=Scale.LOCAL).order_by("name")
    chosen, found = await _around_jobs(values)
    shown: dict[str, Any] = {"errors": {}, "moved": "", "both": None, "searched": False} | context
    return render(
        request,
        "library/editor.html",
        status=status,
        resource=resource,
        kind=kind,
        here=_here(request, kind, resource),
        words=KINDS[kind],
        correcting=resource is not None and resource.stage == Stage.PUBLISHED,
        values=values,
        read=read,
        desk=list(mine.items()),
        locals=[(row.code, row.name) for row in locals_],
        topics=[(topic.code, topic.label) for topic in topics.TOPICS.values()],
        levels=[(code, label, LEVEL_HINTS[code]) for code, label in LEVELS.items()],
        languages=[(code, name.capitalize()) for code, name in LANGUAGES.items()],
        publics=list(ASKED.items()),
        choices=await _files(user, resource, values),
        chosen=chosen,
        found=found,
        **shown,
    )
