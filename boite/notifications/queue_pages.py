"""The queue of messages, for administrators: what waits, what failed, no word and no person."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import administration as door
from boite.accounts.guard import current_user
from boite.mail import outbox
from boite.notifications import queue_retry, traffic, traffic_words
from boite.text.french import plural
from boite.web import forms
from boite.web.flash import redirect
from boite.web.templating import render


async def queue(request: Request) -> Response:
    """How messages leave."""
    door.administrator(current_user(request))
    found = await traffic.traffic()
    return render(
        request,
        "notifications/queue.html",
        channels=found,
        failures=traffic_words.failures(found),
        withdrawn=traffic_words.withdrawn(found),
        mails_late=await outbox.late(),
        words=traffic_words,
    )


async def retry(request: Request) -> Response:
    """« Réessayer maintenant »."""
    door.administrator(current_user(request))
    await forms.read(request)
    count = await queue_retry.retry(request.app.state.settings)
    said = f"{plural(count, 'envoi repart', 'envois repartent')}." if count else "Rien n'attend un nouvel essai."
    return redirect(request, request.app.url_path_for("notifications:queue"), said)
