"""The composer of a letter: one page, one form. Whatever button is pressed, everything typed is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import newsletter as door
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.errors import Invalid, StaleVersion
from boite.groups.file_picker import FileChoices, Sought
from boite.newsletter import composer, desk, issue_forms, sources
from boite.newsletter.desk import Row
from boite.newsletter.models import Issue, IssueStage
from boite.newsletter.sections import ICONS, LABELS
from boite.publishing import choice_forms
from boite.publishing.file_forms import Keeper
from boite.web import forms, forms_with_files, versions
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import is_partial, render
from boite.web.versions import Reading, Saying, Sent

EXTRA = (*issue_forms.SAID_APART, "extra_section", "picture", "picture_alt", "file_words")
LOOKING = {"files", "drop"}
"""The buttons that save nothing."""
FOCUS = "ici"
"""In an address: the button that was pressed, which has the focus again without any script."""
PLACED = {"up", "down", "set"}
FURTHER = {"preview": "newsletter:preview_mail", "send": "newsletter:sending"}


async def compose(request: Request) -> Response:
    """Choose, put in order, write."""
    user = current_user(request)
    issue = await door.issue(user, request.path_params["issue"])
    if request.method != "POST":
        if issue.stage != IssueStage.DRAFT:
            return redirect(request, addresses(request.app)("newsletter:sending", issue=issue.id))
        rows = await desk.rows(await composer.items_of(issue))
        shown = _shown(issue, rows, focus=request.query_params.get(FOCUS, ""))
        return await _page(request, {"title": issue.title, "editorial": issue.editorial}, shown)
    form = await _sent(request, issue)
    if form.raw("gesture").partition(":")[0] in LOOKING:
        return await _refused(request, issue, form, None)
    try:
        await _keep(request, issue, form)
    except (Invalid, StaleVersion) as error:
        return await _refused(request, issue, form, error)
    return await _kept(request, issue, form)


async def _sent(request: Request, issue: Issue) -> Form:
    """What was sent, its picture already in the group's space. Raises Forbidden, Invalid."""
    state, user = request.app.state, current_user(request)
    keeper = Keeper(
        user=user, store=state.store, settings=state.settings, fitting=issue_forms.FITTING, territory=issue.territory_id
    )
    return await forms_with_files.read(request, keeper)


async def _keep(request: Request, issue: Issue, form: Form) -> None:
    """What was typed for this letter alone is never lost: whatever was pressed, it joins it with the page."""
    user, adding = current_user(request), not is_partial(request) and issue_forms.says_more(form)
    offered = await _files(user, issue_forms.typed(form, EXTRA)) if adding else None
    composition = issue_forms.composition(
        form,
        await composer.items_of(issue),
        offered.nodes if offered else (),
        adding=adding or form.raw("gesture") == "add",
    )
    await composer.keep(issue, composition, version=versions.number(form), by=user)


async def _files(user: User, values: Mapping[str, str]) -> FileChoices:
    """The pictures to choose from."""
    picked = {"picture": forms.identifiers([values["picture"]])}
    page = forms.page_number(values.get("file_page", ""))
    sought = Sought(fitting=issue_forms.FITTING, picked=picked, words=values["file_words"][:200], page=page)
    return await choice_forms.files(user, sought)


async def renew(request: Request) -> Response:
    """Look again for what was put on line."""
    user = current_user(request)
    issue = await door.issue(user, request.path_params["issue"])
    form = await forms.read(request)
    url = addresses(request.app)
    added, left_out = await composer.renew(issue, version=versions.number(form), by=user, url=url)
    words = f"Trouvé et ajouté : {added}." if added or left_out else "Rien de nouveau depuis."
    if left_out:
        words = f"{words} Pas de place pour {left_out} de plus : une lettre choisit parmi {composer.MOST} choses."
    return redirect(request, url("newsletter:compose", issue=issue.id), words)


async def _kept(request: Request, issue: Issue, form: Form) -> Response:
    """Where the gesture leads: the same place, the preview, the sending."""
    name, _, target = form.raw("gesture").partition(":")
    url = addresses(request.app)
    if name in FURTHER:
        return redirect(request, url(FURTHER[name], issue=issue.id))
    rows = await desk.rows(await composer.items_of(issue))
    row = next((row for row in rows if row.key == target), None) if name in PLACED else None
    said = f"« {row.title} » : {row.place}." if row else "La lettre est enregistrée."
    if is_partial(request):
        return render(request, "newsletter/_composition.html", said=said, **_shown(issue, rows))
    page = url("newsletter:compose", issue=issue.id)
    return redirect(request, f"{page}?{FOCUS}={name}-{row.key}" if row else page, said)


async def _refused(request: Request, issue: Issue, form: Form, error: Invalid | StaleVersion | None) -> Response:
    """The same page with what was typed; what somebody else did in the meantime is in the lists, beside it.

    Without `error`, somebody only looked among the pictures.
    """
    await issue.refresh_from_db()
    if issue.stage != IssueStage.DRAFT:
        raise error or composer.LetterMovedOn
    rows = await desk.rows(await composer.items_of(issue))
    names = ("title", "editorial", *(f"words-{key}" for key in form.all("shown")))
    typed = {name: form.raw(name) for name in names} | issue_forms.typed(form, EXTRA)
    if not isinstance(error, StaleVersion):
        name, _, end = form.raw("gesture").partition(":")
        typed |= {"picture": ""} if (name, end) == ("drop", "picture") else {"file_page": end}
        shown, wrong = _shown(issue, rows, typed, read=versions.sent(form)), error.fields if error else form.faults
        status = 422 if error else 200
        return await _page(request, typed, shown, status=status, errors=wrong, adding=error is None)
    theirs = _reading(issue, rows)
    known = replace(theirs, values={name: text for name, text in theirs.values.items() if name in names})
    values, both = versions.together(form, typed, known, _said(rows))
    return await _page(request, values, _shown(issue, rows, values), status=409, both=both)


def _reading(issue: Issue, rows: Sequence[Row]) -> Reading:
    """The words of the letter that somebody may be changing, and their version."""
    words = {f"words-{row.key}": row.own_words for row in rows}
    return Reading(values={"title": issue.title, "editorial": issue.editorial, **words}, version=issue.version)


def _said(rows: Sequence[Row]) -> Saying:
    names = {f"words-{row.key}": f"Vos mots pour « {row.title} »" for row in rows}
    return versions.saying({"title": "Objet du courriel", "editorial": "Éditorial", **names})


async def _page(
    request: Request, values: Mapping[str, str], shown: dict[str, Any], *, status: int = 200, **context: Any
) -> Response:
    more: dict[str, Any] = {"errors": {}, "both": None, "said": "", "adding": False} | context
    more["history"] = await composer.history(shown["issue"])
    filled = dict.fromkeys(EXTRA, "") | dict(values)
    more |= {"choices": await _files(current_user(request), filled), "fitting": issue_forms.FITTING}
    return render(request, "newsletter/compose.html", status=status, values=filled, **shown, **more)


def _shown(
    issue: Issue,
    rows: Sequence[Row],
    typed: Mapping[str, str] | None = None,
    focus: str = "",
    *,
    read: Sent | None = None,
) -> dict[str, Any]:
    """What the lists of the composer need; over it, the words that were typed and not kept."""
    said = typed or {}
    return {
        "issue": issue,
        "rows": rows,
        "read": read or _reading(issue, rows),
        "own": {row.key: said.get(f"words-{row.key}", row.own_words) for row in rows},
        "sections": list(LABELS.items()),
        "icons": ICONS,
        "focus": focus,
        "most": sources.MOST,
        "full": max(Counter(row.kind for row in rows).values(), default=0) >= sources.MOST,
    }
