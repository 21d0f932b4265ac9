"""The page of one paper: seen without leaving, its facts, its versions, its actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.errors import Damaged
from boite.files import home_pages
from boite.files.corruption import beginning
from boite.files.list_rows import sort_of, validity
from boite.files.media_types import decode
from boite.files.models import Blob, Node, NodeKind, Preview
from boite.files.preview_formats import INLINE_SAFE, viewer_for
from boite.files.writing_forms import TEMPLATES, values_of
from boite.web import forms
from boite.web.templating import is_partial, render
from storage.store import BlobStore

EXCERPT = 100_000
"""Bytes of a text that are shown in its page."""
PAGES = 10
"""Pictures of pages that are made, and shown."""
LOOKS = 20
"""How many times a page asks by itself whether a preview is ready."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How a paper is shown: by which viewer, with what."""

    viewer: str
    pictures: list[Preview] = field(default_factory=list)
    text: str = ""
    cut: bool = False
    values: dict[str, str] = field(default_factory=dict)


async def paper(request: Request) -> Response:
    """One paper; the part of its preview alone for a partial request."""
    user = current_user(request)
    node = await door.paper(user, request.path_params["node"], Right.READ)
    blob = await node.content()
    sight = await _sight(node, blob, request.app.state.store)
    looks = forms.query(request).integer("regard", 0, LOOKS) or 0
    context: dict[str, Any] = {"node": node, "blob": blob, "sight": sight, "looks": looks, "last_look": LOOKS}
    context["in_browser"] = blob.media_type in INLINE_SAFE
    if is_partial(request):
        return render(request, "files/_sight.html", **context)
    return render(
        request,
        "files/paper.html",
        home=await home_pages.home(request, node.space),
        path=await node.path(),
        history=await node.history(),
        type_label=sort_of(node.kind, node.document_type),
        validity_state=validity(node.valid_until),
        **context,
    )


async def _sight(node: Node, blob: Blob, store: BlobStore) -> Sight:
    kind = NodeKind(node.kind)
    if blob.damaged_at is not None:  # perhaps further than an excerpt would read
        return Sight("damaged")
    try:
        if kind in TEMPLATES:
            return await _written(node, blob, kind, store)
        viewer = viewer_for(node.media_type)
        if viewer == "text":
            return await _text(node, blob, store)
    except Damaged:
        return Sight("damaged")
    pictures = await Preview.filter(blob_id=blob.key, page__gt=0).order_by("page").limit(PAGES)
    return Sight(viewer, pictures)


async def _written(node: Node, blob: Blob, kind: NodeKind, store: BlobStore) -> Sight:
    text = (await beginning(node, blob, store, EXCERPT)).decode(errors="replace")
    return Sight(kind.value, text=text, values=values_of(kind, text))


async def _text(node: Node, blob: Blob, store: BlobStore) -> Sight:
    text = decode(await beginning(node, blob, store, EXCERPT))
    if text is None:
        return Sight("none")
    return Sight("text", text=text, cut=blob.size > EXCERPT)
