"""The pages by which papers come in: choose them, see the deposits to finish, give one up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.clock import today
from boite.errors import Forbidden, Full, Invalid
from boite.files import (
    abandonment,
    ceiling,
    classification,
    document_types,
    home_pages,
    names,
    node_lists,
    unsized_deposits,
    uploads,
)
from boite.files.document_types import DocumentType
from boite.files.models import Node, NodeKind, OnConflict, Space
from boite.files.paper_edit_pages import page_of
from boite.files.quota import QuotaExceeded
from boite.languages.messages import _, counted, joined
from boite.web import csrf, forms
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.multipart import Part, parts
from boite.web.templating import render

FILES = {"papers", "photo"}
"""The names of the two file fields of the form."""
NO_FILE = _("Choisissez au moins un papier.")
BEFORE = {"folder", "conflict"}
"""Fields that decide where a file goes: it cannot wait for them."""
BESIDE = _("Un papier s'appelait déjà ainsi : les deux sont gardés.")
FIRST_TYPES = 6
"""Types of papers offered at once; the others are behind « Autre »."""
TOO_LATE = _("Dites-le avant de choisir les papiers. Ceux que vous avez envoyés sont rangés.")


async def add(request: Request) -> Response:
    """Choose papers or take a photograph; `dossier` and `type` in the address choose in advance."""
    asked = forms.query(request)
    values = {"folder": asked.text("dossier"), "document_type": asked.text("type")}
    return await _page(request, values, {})


async def _page(request: Request, values: dict[str, str], faults: dict[str, str], kept: Sequence[str] = ()) -> Response:
    """The form, with what to correct; `kept` are the papers before it, which are not to be sent again."""
    folder = await _folder(request, values.get("folder", ""))
    space = folder.space
    chosen = values.get("document_type", "")
    return render(
        request,
        "files/add.html",
        status=422 if faults else 200,
        errors=faults,
        kept=kept,
        values=values,
        folder=folder,
        folders=await _folders(folder),
        chosen=chosen if chosen in document_types.BY_CODE else document_types.OTHER.code,
        types=await _types(space),
        first_types=FIRST_TYPES,
        heaviest=await space.heaviest(),
        waiting=len(await uploads.unfinished(current_user(request).id)),
        home=await home_pages.home(request, space),
        space=space,
        today=today(),
        held=await ceiling.nearly(space.id),
    )


async def _types(space: Space) -> list[DocumentType]:
    counts = {row["code"]: int(row["count"]) for row in await node_lists.type_counts(space.id)}
    return document_types.likeliest_first(counts)


async def _folders(folder: Node) -> list[tuple[str, str]]:
    """Where a paper may go: the folder one comes from, the top, and the folders of the top."""
    root = folder if folder.is_root else await Node.get(space_id=folder.space_id, parent_id=None)
    offered = {str(root.id): root.name, str(folder.id): folder.name}
    offered |= {row["id"]: row["name"] for row in await node_lists.children(root.id)}
    return list(offered.items())


async def _folder(request: Request, folder: str, right: Right = Right.ADD) -> Node:
    user = current_user(request)
    return await door.folder(user, folder, right) if folder else await door.root(user, right)


@dataclass(slots=True)
class _Sent:
    """What a plain form has said and given so far."""

    fields: list[tuple[str, str]]
    papers: list[tuple[Node | None, uploads.UploadRequest]]
    verified: bool = False

    @property
    def form(self) -> Form:
        """The fields read so far."""
        return Form(self.fields)

    @property
    def names(self) -> list[str]:
        """What the papers that are kept are called."""
        return [names.title(node.name if node else wish.name, NodeKind.FILE) for node, wish in self.papers]

    @property
    def beside(self) -> bool:
        """Whether one of them has a number, for its name was taken."""
        both = [(node, wish) for node, wish in self.papers if node and wish.on_conflict == OnConflict.KEEP_BOTH]
        return any(names.key(node.name) != names.key(names.clean(wish.name)) for node, wish in both)


async def deposit_form(request: Request) -> Response:
    """The form without script: each file goes to the store as it comes. Raises Forbidden, QuotaExceeded."""
    sent = _Sent([], [])
    try:
        async for part in parts(request):
            await _take(request, part, sent)
        await _classify_again(request, sent)
    except Invalid as error:
        if not sent.verified or not error.fields:
            raise
        return await _page(request, dict(sent.fields), error.fields, sent.names)
    if not sent.verified:
        raise Forbidden(csrf.REFUSAL)
    if not sent.papers:
        return await _page(request, dict(sent.fields), {"papers": NO_FILE})
    folder = await _folder(request, sent.form.text("folder"))
    place = await home_pages.home(request, folder.space)
    said = _said(sent.names, place.where)
    return redirect(request, page_of(request, folder), joined(said, BESIDE) if sent.beside else said)


async def _take(request: Request, part: Part, sent: _Sent) -> None:
    """One part. The token comes first: not one byte of a file is taken before it is verified."""
    if part.name == csrf.FIELD and part.filename is None:
        csrf.verify(request, await part.text())
        sent.verified = True
        return
    if not sent.verified:
        raise Forbidden(csrf.REFUSAL)
    if part.filename is None:
        await _note(part, sent)
    elif part.name in FILES and part.filename:
        store, user = request.app.state.store, current_user(request)
        folder, wish = await _wish(request, part, sent.form)
        try:
            node = await unsized_deposits.deposit(folder, wish, part.chunks, store, by=user.id)
        except QuotaExceeded as error:
            raise await _no_room(request, folder, error) from error
        sent.papers.append((node, wish))


async def _note(part: Part, sent: _Sent) -> None:
    """One field. Raises Invalid where it comes too late to be obeyed: the papers before it are already kept."""
    before = sent.form.text(part.name) or (OnConflict.KEEP_BOTH if part.name == "conflict" else "")
    sent.fields.append((part.name, await part.text()))
    if part.name in BEFORE and sent.papers and sent.form.text(part.name) != before:
        raise Invalid(fields={part.name: TOO_LATE})


async def _classify_again(request: Request, sent: _Sent) -> None:
    """What was said of the papers after them counts as well. Raises Invalid."""
    if not sent.papers:
        return
    said = details(sent.form)
    for node, wish in sent.papers:
        former = (wish.document_type, wish.valid_until)
        if node and said != former:
            await classification.say_again(node, former, said, by=current_user(request))


def details(form: Form) -> tuple[str, date | None]:
    """The type and the end of validity that a form says. Raises Invalid."""
    chosen = form.text("document_type") or document_types.OTHER.code
    return document_types.known(chosen), form.day("valid_until")


async def _no_room(request: Request, folder: Node, error: QuotaExceeded) -> Full:
    """In one's own box, what to delete; in a group's space, whom to ask."""
    place = await home_pages.home(request, folder.space)
    return error if place.mine else Full(place.lack(error.lack))


async def _wish(request: Request, part: Part, form: Form) -> tuple[Node, uploads.UploadRequest]:
    """Where a file goes and what the fields before it said of it. Raises Invalid, NotFound."""
    document_type, valid_until = details(form)
    wish = uploads.UploadRequest(
        name=part.filename or "",
        size=part.at_most,
        document_type=document_type,
        valid_until=valid_until,
        on_conflict=OnConflict(form.choice("conflict", tuple(OnConflict), OnConflict.KEEP_BOTH)),
    )
    return await _folder(request, form.text("folder"), door.deposit_right(wish.on_conflict)), wish


def _said(names: list[str], where: str) -> str:
    if len(names) == 1:
        return _("« %(name)s » est rangé %(where)s.", name=names[0], where=where)
    return counted(
        "%(num)s papier est rangé %(where)s.", "%(num)s papiers sont rangés %(where)s.", len(names), where=where
    )


async def unfinished(request: Request) -> Response:
    """« Dépôts à terminer »: uploads in progress, from any device."""
    space = await door.space(current_user(request))
    return render(request, "files/uploads.html", rows=await uploads.unfinished(current_user(request).id), space=space)


async def abandon(request: Request) -> Response:
    """Give a deposit up and its room back."""
    user = current_user(request)
    await forms.read(request)
    upload = await door.upload(user, request.path_params["upload"], Right.ADD)
    await abandonment.abandon(upload, request.app.state.store, by=user.id)
    address = request.app.url_path_for("files:uploads")
    return redirect(request, address, _("Le dépôt de « %(name)s » est abandonné.", name=upload.name))
