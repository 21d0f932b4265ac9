"""The addresses of the letters: the desk, then readers. The code of a territory comes last."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

archive_pages = PageModule("boite.newsletter.archive_pages")
desk_pages = PageModule("boite.newsletter.desk_pages")
issue_pages = PageModule("boite.newsletter.issue_pages")
preview_pages = PageModule("boite.newsletter.preview_pages")
sending_pages = PageModule("boite.newsletter.sending_pages")


class PlaceConvertor(Convertor[str]):
    """The code of a territory, in capitals: no other word of our addresses is taken for one."""

    regex = "[A-Z][A-Z0-9-]{0,39}"

    def convert(self, value: str) -> str:
        """As it is."""
        return value

    def to_string(self, value: str) -> str:
        """As it is."""
        return str(value)


register_url_convertor("place", PlaceConvertor())
ONE = "/redaction/{issue}"
SEEN = f"{ONE}/apercu"


def _post(path: str, name: str) -> Route:
    return Route(path, desk_pages.made_by("gesture", name), methods=["POST"], name=name)


routes: list[BaseRoute] = [
    Route("/", archive_pages.index, name="index"),
    Route("/redaction", desk_pages.mine, name="desk"),
    Route("/redaction/nouvelle", desk_pages.new, methods=["GET", "POST"], name="new"),
    Route(ONE, issue_pages.compose, methods=["GET", "POST"], name="compose"),
    Route(f"{ONE}/nouveautes", issue_pages.renew, methods=["POST"], name="renew"),
    Route(f"{SEEN}/courriel", preview_pages.preview_mail, name="preview_mail"),
    Route(f"{SEEN}/courriel/contenu", preview_pages.preview_mail_body, name="preview_mail_body"),
    Route(f"{SEEN}/texte", preview_pages.preview_text, name="preview_text"),
    Route(f"{SEEN}/page", preview_pages.preview_page, name="preview_page"),
    Route(f"{SEEN}/papier", preview_pages.preview_paper, name="preview_paper"),
    Route(f"{ONE}/envoi", sending_pages.sending, methods=["GET", "POST"], name="sending"),
    _post(f"{ONE}/envoi/annulation", "unschedule"),
    _post(f"{ONE}/envoi/arret", "stop"),
    _post(f"{ONE}/envoi/reprise", "resume"),
    _post(f"{ONE}/envoi/incertains", "doubtful"),
    _post(f"{ONE}/essai", "trial"),
    _post(f"{ONE}/ecart", "set_aside"),
    _post(f"{ONE}/ecart/annulation", "recover"),
    _post(f"{ONE}/retrait", "withdraw"),
    _post(f"{ONE}/retrait/annulation", "restore"),
    Route("/{territory:place}", archive_pages.territory, name="territory"),
    Route("/{territory:place}/{slug}", archive_pages.issue, name="issue"),
]
