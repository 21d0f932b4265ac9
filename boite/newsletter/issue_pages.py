"""The composer of a letter: one page, one form. Whatever button is pressed, everything typed is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite import access
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.errors import Invalid, Refusal
from boite.newsletter import composing, desk, issue_forms
from boite.newsletter.composing import LetterMovedOn
from boite.newsletter.desk import Row
from boite.newsletter.models import Issue, IssueStage
from boite.newsletter.sections import ICONS, LABELS
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import is_partial, render

EXTRA = ("extra_title", "extra_words", "extra_address", "extra_section")
FOCUS = "ici"
"""In an address: the button that was pressed, which has the focus again without any script."""
PLACED = {"up", "down", "set"}
FURTHER = {"preview": "newsletter:preview_mail", "send": "newsletter:sending"}


async def compose(request: Request) -> Response:
    """Choose, put in order, write."""
    user = current_user(request)
    issue = await access.letter_issue(user, request.path_params["issue"])
    if request.method != "POST":
        if issue.stage != IssueStage.DRAFT:
            return redirect(request, addresses(request.app)("newsletter:sending", issue=issue.id))
        return await _page(request, issue, {"title": issue.title, "editorial": issue.editorial})
    form = await forms.read(request)
    try:
        await _keep(issue, form, user)
    except (Invalid, LetterMovedOn) as error:
        return await _refused(request, issue, form, error)
    return await _kept(request, issue, form)


async def _keep(issue: Issue, form: Form, user: User) -> None:
    composition = issue_forms.composition(form, await composing.items_of(issue))
    await composing.keep(issue, composition, version=issue_forms.version(form), by=user)


async def renew(request: Request) -> Response:
    """Look again for what was put on line."""
    user = current_user(request)
    issue = await access.letter_issue(user, request.path_params["issue"])
    form = await forms.read(request)
    url = addresses(request.app)
    added = await composing.renew(issue, version=issue_forms.version(form), by=user, url=url)
    words = f"Trouvé et ajouté : {added}." if added else "Rien de nouveau depuis."
    return redirect(request, url("newsletter:compose", issue=issue.id), words)


async def _kept(request: Request, issue: Issue, form: Form) -> Response:
    """Where the gesture leads: the same place, the preview, the sending."""
    name, _, target = form.raw("gesture").partition(":")
    url = addresses(request.app)
    if name in FURTHER:
        return redirect(request, url(FURTHER[name], issue=issue.id))
    rows = await desk.rows(await composing.items_of(issue))
    row = next((row for row in rows if row.key == target), None) if name in PLACED else None
    said = f"« {row.title} » : {row.place}." if row else "La lettre est enregistrée."
    if is_partial(request):
        return render(request, "newsletter/_composition.html", said=said, **_shown(issue, rows))
    page = url("newsletter:compose", issue=issue.id)
    return redirect(request, f"{page}?{FOCUS}={name}-{row.key}" if row else page, said)


async def _refused(request: Request, issue: Issue, form: Form, error: Refusal) -> Response:
    """The same page with what was typed; what somebody else did in the meantime is in the lists."""
    status = 422 if isinstance(error, Invalid) else 409
    await issue.refresh_from_db()
    if issue.stage != IssueStage.DRAFT:
        raise error
    fields = error.fields if isinstance(error, Invalid) else {}
    moved = "" if isinstance(error, Invalid) else error.message
    theirs = issue if moved else None
    values = issue_forms.typed(form, ("title", "editorial", *EXTRA))
    return await _page(request, issue, values, status=status, errors=fields, moved=moved, theirs=theirs, form=form)


async def _page(
    request: Request,
    issue: Issue,
    values: dict[str, str],
    *,
    status: int = 200,
    form: Form | None = None,
    **context: Any,
) -> Response:
    rows = await desk.rows(await composing.items_of(issue))
    shown: dict[str, Any] = {"errors": {}, "moved": "", "theirs": None, "said": ""} | context
    blank = dict.fromkeys(EXTRA, "")
    return render(
        request,
        "newsletter/compose.html",
        status=status,
        values=blank | values,
        **_shown(issue, rows, form, request.query_params.get(FOCUS, "")),
        **shown,
    )


def _shown(issue: Issue, rows: Sequence[Row], form: Form | None = None, focus: str = "") -> dict[str, Any]:
    """What the lists of the composer need; over it, the words that were typed and not kept."""
    words = {row.key: row.own_words for row in rows}
    if form is not None:
        words |= {key: form.raw(f"words-{key}") for key in words.keys() & set(form.all("shown"))}
    return {
        "issue": issue,
        "rows": rows,
        "own": words,
        "sections": list(LABELS.items()),
        "icons": ICONS,
        "focus": focus,
    }
