"""The addresses of a desk, the same for every kind: `/redaction`, what waits, one publication, its gestures."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

GESTURES = {
    "propose": "proposition",
    "take_back": "proposition/annulation",
    "send_back": "renvoi",
    "publish": "publication",
    "withdraw": "retrait",
    "restore": "retrait/annulation",
    "set_aside": "ecart",
    "recover": "ecart/annulation",
}
"""The end of the address of each gesture of `boite.publishing.gesture_forms.COMMON`."""


def desk_routes(
    pages: PageModule, editor: PageModule, parameter: str, gestures: Mapping[str, str] | None = None
) -> list[BaseRoute]:
    """The routes of a desk: its working pages, and its editor.

    `parameter` names a publication in an address; `gestures` are those that only this kind has.
    """
    one = f"/redaction/{{{parameter}}}"
    return [
        Route("/redaction", pages.mine, name="mine"),
        Route("/redaction/a-valider", pages.queue, name="queue"),
        Route("/redaction/nouvelle", editor.new, methods=["GET", "POST"], name="new"),
        Route(one, pages.show, name="desk"),
        Route(f"{one}/texte", editor.edit, methods=["GET", "POST"], name="edit"),
        *(
            Route(f"{one}/{end}", pages.made_by("gesture", name), methods=["POST"], name=name)
            for name, end in {**GESTURES, **(gestures or {})}.items()
        ),
    ]
