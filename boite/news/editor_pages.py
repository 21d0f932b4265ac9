"""The editor: one page to write, look, and save. Whatever happens, what was typed comes back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from boite.access import groups as groups_door
from boite.access import news as news_door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.directory.models import REGION, Scale, Territory
from boite.directory.sheet.publics import ASKED
from boite.errors import Forbidden, Invalid, StaleVersion
from boite.groups import file_picker
from boite.news import forms
from boite.news.desk import NEWS
from boite.news.drafts import Draft
from boite.news.editor_forms import FORM, typed, values_of, words_of
from boite.news.models import Article, ArticleRevision
from boite.publishing import prose, topics
from boite.publishing.stages import Stage, Step
from boite.publishing.workflow import MovedOn
from boite.web import forms as web_forms
from boite.web import versions
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import is_partial, render
from boite.web.versions import Reading, Sent

AUTOSAVE = "x-autosave"
"""The header of what the script saves by itself while somebody types."""
CLOSED = "Cette actualité n'est plus un brouillon. Votre texte est gardé ci-dessous. Reprenez-la, puis recollez-le."


async def new(request: Request) -> Response:
    """A blank page; once sent, a draft."""
    user = current_user(request)
    desk = await news_door.desk(user)
    if request.method != "POST":
        blank = values_of(Draft(title="", territory=desk[0].code if desk else None))
        return await _page(request, user, None, blank | {"draft": str(uuid4())}, _blank(blank))
    form = await web_forms.read(request)
    if form.raw("gesture") in LOOKING:
        return await LOOKING[form.raw("gesture")](request, user, None, form)
    begun = await _begun(form, user)
    try:
        if begun is not None:
            await NEWS.keep(begun, await _draft(request, user, form, begun), version=versions.number(form), by=user)
        article = begun or await NEWS.begin(await _draft(request, user, form), by=user, identifier=forms.blank(form))
    except (Invalid, StaleVersion) as error:
        return await _refused(request, user, begun, form, error)
    return _saved(request, article, "Votre brouillon est enregistré.")


def _blank(values: dict[str, Any]) -> Reading:
    """The first version is the one that this page begins."""
    return Reading(values=words_of(values), version=1)


async def _begun(form: Form, user: User) -> Article | None:
    """The draft that this very page began already: it was sent twice, or saved by itself just before."""
    article = await Article.get_or_none(id=forms.blank(form), author_id=user.id)
    return article if article is not None and Step.WRITTEN in await news_door.steps(user, article) else None


async def edit(request: Request) -> Response:
    """The text of a draft, of a proposal for those who decide, or of what is on line, to correct it."""
    user = current_user(request)
    article = await news_door.article(user, request.path_params["article"])
    allowed = await news_door.steps(user, article) & {Step.WRITTEN, Step.CORRECTED}
    if request.method != "POST":
        if not allowed:
            raise Forbidden
        values = values_of(await NEWS.draft_of(article))
        return await _page(request, user, article, values, Reading(values=words_of(values), version=article.version))
    form = await web_forms.read(request)
    if form.raw("gesture") in LOOKING:
        return await LOOKING[form.raw("gesture")](request, user, article, form)
    try:
        if not allowed:
            raise MovedOn(CLOSED)
        await _write(request, user, article, form)
    except (Invalid, StaleVersion) as error:
        return await _refused(request, user, article, form, error)
    return _saved(request, article, "Le texte est enregistré.")


async def _write(request: Request, user: User, article: Article, form: Form) -> None:
    draft, version = await _draft(request, user, form, article), versions.number(form)
    if article.stage != Stage.PUBLISHED:
        await NEWS.keep(article, draft, version=version, by=user)
        return
    note = forms.reason(form, "note")
    if not note:
        raise Invalid(fields={"note": "Dites en quelques mots ce que vous corrigez. Les lecteurs le verront."})
    await NEWS.correct(article, draft, version=version, note=note, by=user)


async def _draft(request: Request, user: User, form: Form, article: Article | None = None) -> Draft:
    desk = [row.code for row in await news_door.desk(user)]
    if article is not None:
        desk.append(article.territory_id or REGION)
    locals_ = await Territory.filter(scale=Scale.LOCAL).values_list("code", flat=True)
    files = [file.node for file in (await _files(user, article, form)).files]
    return forms.draft(form, desk, [str(code) for code in locals_], files)


async def _files(user: User, article: Article | None, form: Form | None = None) -> file_picker.FileChoices:
    """What may go with it: the files of the groups where this person reads, and those that it already has."""
    spaces = [place.space.id for place in await groups_door.groups(user) if place.group is not None]
    words, picked = (form.raw("file_words")[:200], forms.picked(form)) if form else ("", [])
    return await file_picker.choices(spaces, (await NEWS.draft_of(article)).files if article else (), picked, words)


def _saved(request: Request, article: Article, words: str) -> Response:
    path_for = request.app.url_path_for
    if AUTOSAVE in request.headers:
        address = str(path_for("news:edit", article=article.id))
        return JSONResponse({"version": article.version, "address": address, "words": "Enregistré"})
    return redirect(request, path_for("news:desk", article=article.id), words)


async def _refused(
    request: Request, user: User, article: Article | None, form: Form, error: Invalid | StaleVersion
) -> Response:
    """The same page with what was typed; beside it, what whoever was quicker wrote."""
    if AUTOSAVE in request.headers:
        return JSONResponse({"words": error.message}, 422 if isinstance(error, Invalid) else 409)
    values, again = typed(form), versions.sent(form)
    if isinstance(error, Invalid):
        return await _page(request, user, article, values, again, form=form, status=422, errors=error.fields)
    if article is None or isinstance(error, MovedOn):
        return await _page(request, user, article, values, again, form=form, status=409, moved=error.message)
    theirs = await _reading(await news_door.article(user, article.id), user)
    labels = {name: form.raw(name) for name in theirs.values if name.startswith("label-")}
    said = versions.saying(FORM, await _answers(user, article, form))
    mine, both = versions.together(form, values | labels, theirs, said)
    links = {name: words for name, words in mine.items() if name.startswith("label-")}
    mine["labels"] |= {name.removeprefix("label-"): words for name, words in links.items()}
    return await _page(request, user, article, mine, theirs, form=form, status=409, both=both)


async def _reading(article: Article, user: User) -> Reading:
    """What is kept now, and who wrote it."""
    values = values_of(await NEWS.draft_of(article))
    last = await ArticleRevision.filter(article_id=article.id, version=article.version).order_by("-id").first()
    by = await User.get_or_none(id=last.by_id) if last and last.by_id else None
    return Reading(
        values=words_of(values),
        version=article.version,
        author=by.shown_name if by else "",
        own=by is not None and by.id == user.id,
        at=last.at if last else None,
    )


async def _answers(user: User, article: Article, form: Form) -> dict[str, list[tuple[str, str]]]:
    """The answers that the form offers, by field."""
    names = [(row.code, row.name) for row in await Territory.all()]
    files = [(str(file.node), file.name) for file in (await _files(user, article, form)).files]
    subjects = [(topic.code, topic.label) for topic in topics.TOPICS.values()]
    same = {"territory": names, "places": names, "picture": files, "attachments": files}
    return same | {"topic": subjects, "publics": list(ASKED.items())}


async def _preview(request: Request, user: User, article: Article | None, form: Form) -> Response:
    """How readers will see it, without saving: alone for a script, above the form without one."""
    values = typed(form)
    seen = {
        "title": values["title"] or "Sans titre",
        "summary": values["summary"],
        "topic": topics.TOPICS.get(values["topic"]),
        "html": await prose.rendered(values["body"]),
    }
    if is_partial(request):
        return render(request, "news/_preview.html", seen=seen)
    return await _page(request, user, article, values, versions.sent(form), form=form, seen=seen)


async def _look_for_files(request: Request, user: User, article: Article | None, form: Form) -> Response:
    """The files of the group whose names have the words typed, without saving: alone for a script."""
    values = typed(form)
    if is_partial(request):
        choices, here = await _files(user, article, form), request.url.path
        return render(request, "news/_files.html", values=values, errors={}, choices=choices, here=here)
    return await _page(request, user, article, values, versions.sent(form), form=form)


LOOKING = {"preview": _preview, "files": _look_for_files}
"""The buttons that save nothing, by their value."""


async def _page(
    request: Request,
    user: User,
    article: Article | None,
    values: dict[str, Any],
    read: Reading | Sent,
    *,
    form: Form | None = None,
    status: int = 200,
    **context: Any,
) -> Response:
    desk = await news_door.desk(user)
    mine = {row.code: row.name for row in desk}
    if article is not None and (article.territory_id or REGION) not in mine:
        own = await Territory.get_or_none(code=article.territory_id or REGION)
        mine |= {own.code: own.name} if own else {}
    locals_ = await Territory.filter(scale=Scale.LOCAL).order_by("name")
    shown: dict[str, Any] = {"errors": {}, "seen": None, "moved": "", "both": None} | context
    return render(
        request,
        "news/editor.html",
        status=status,
        article=article,
        correcting=article is not None and article.stage == Stage.PUBLISHED,
        values=values,
        read=read,
        desk=list(mine.items()),
        locals=[(row.code, row.name) for row in locals_],
        topics=[(topic.code, topic.label) for topic in topics.TOPICS.values()],
        publics=list(ASKED.items()),
        choices=await _files(user, article, form),
        **shown,
    )
