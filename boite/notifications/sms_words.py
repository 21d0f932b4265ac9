"""What an SMS says: words of outside alone, one segment, and the page where such messages are stopped."""

from __future__ import annotations

from collections.abc import Sequence

from boite.accounts.models import User
from boite.languages.messages import _, filled, translated
from boite.languages.spoken import speaking
from boite.notifications.message_kind import MessageKind
from boite.settings import Settings
from boite.sms.gsm7 import is_writable, one_segment
from boite.web.addresses import of_site

NAME = "Ma boite SPRO"
CODE = _("Votre code : %(code)s. Il vaut 10 minutes. Ne le donnez à personne.")
SEVERAL = _("Plusieurs messages vous attendent.")
STOP = _("Stop : %(page)s")


def said(settings: Settings, user: User, kinds: Sequence[MessageKind]) -> str:
    """The text for messages of these kinds: what is said of one, or that there are several."""
    sentence = kinds[0].outside if len(set(kinds)) == 1 else SEVERAL
    page = settings.base_url + of_site(settings)("notifications:settings")
    stop = filled(STOP, page=page)
    return one_segment(f"{NAME} : {_spoken(user.language, sentence)}", _spoken(user.language, stop))


def code_said(user: User, code: str) -> str:
    """The text that carries a code."""
    return one_segment(f"{NAME} : {_spoken(user.language, filled(CODE, code=code))}")


def _spoken(language: str, sentence: str) -> str:
    """The sentence in the language of its reader, where a telephone writes it in one segment; else in French."""
    with speaking(language or "fr"):
        known = translated(sentence)
    return known if known is not None and is_writable(known) else sentence
