"""« Mes choix »: a territory, a public and topics that a device remembers, because a button was pressed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.directory.sheet import publics
from boite.news import forms, reader_choices_pages
from boite.news.list_versions import ask_standing
from boite.publishing import address_forms
from boite.publishing.listing import Wanted
from boite.publishing.topics import TOPICS
from boite.web import forms as web_forms
from boite.web import page_cache
from boite.web.flash import redirect
from boite.web.templating import render


async def choices(request: Request) -> Response:
    """The choices of the address, else those remembered; once sent, remembered or forgotten."""
    standing = await page_cache.fact(request, "news", ask_standing)
    before = reader_choices_pages.remembered(request, standing.codes)
    if request.method == "POST":
        form = await web_forms.read(request)
        wanted = forms.wanted(form, standing.codes, Wanted())
        return _forgotten(request) if form.raw("gesture") == "forget" else _remembered(request, wanted)
    wanted = forms.wanted(web_forms.query(request), standing.codes, before or Wanted())
    return render(
        request,
        "news/choices.html",
        wanted=wanted,
        remembers=before is not None,
        shared=_is_shared(request),
        territories=standing.places,
        topics=TOPICS,
        publics=publics,
    )


def _is_shared(request: Request) -> bool:
    """Whether this device is somebody else's the minute after."""
    return bool(request.state.session and request.state.session.shared)


def _remembered(request: Request, wanted: Wanted) -> Response:
    front = request.app.url_path_for("news:front")
    if _is_shared(request):
        words = "Sur un ordinateur partagé, rien n'est retenu."
        return redirect(request, f"{front}?{address_forms.query_of(wanted)}", words, kind="warning")
    answer = redirect(request, front, "Vos choix sont retenus sur cet appareil.")
    reader_choices_pages.remember(request, answer, wanted)
    return answer


def _forgotten(request: Request) -> Response:
    answer = redirect(request, request.app.url_path_for("news:front"), "Vos choix ne sont plus retenus.")
    reader_choices_pages.forget(answer)
    return answer
