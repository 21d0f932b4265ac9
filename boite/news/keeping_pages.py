"""« Ajouter à ma boîte »: the address of a piece of news, kept among one's own papers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as files_door
from boite.access import news as news_door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.files import web_links, writings
from boite.files.models import NodeKind
from boite.web import forms
from boite.web.flash import redirect


async def keep(request: Request) -> Response:
    """A link in the person's box, which « Annuler » takes back."""
    user = current_user(request)
    await forms.read(request)
    article = await news_door.published(request.path_params["slug"])
    root = await files_door.root(user, Right.ADD)
    page = str(request.app.url_path_for("news:article", slug=article.slug))
    text = web_links.compose(request.app.state.settings.base_url.rstrip("/") + page)
    made = await writings.write(root, NodeKind.LINK, article.title, text, request.app.state.store, by=user)
    undo = request.app.url_path_for("files:discard", nodes=made.id)
    return redirect(request, page, "Cette actualité est dans votre boîte.", undo=undo)
