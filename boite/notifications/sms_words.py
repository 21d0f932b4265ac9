"""What an SMS says: words of outside alone, one segment, and the page where such messages are stopped."""

from __future__ import annotations

from collections.abc import Sequence

from boite.languages.messages import _, filled, translated
from boite.languages.spoken import speaking
from boite.notifications.end_links import short_ending
from boite.notifications.message_kind import MessageKind
from boite.notifications.models import ContactPoint
from boite.settings import Settings
from boite.sms.gsm7 import is_writable, one_segment

NAME = "Ma boite SPRO"
CODE = _("Votre code : %(code)s. Il vaut 10 minutes. Ne le donnez à personne.")
SEVERAL = _("Plusieurs messages vous attendent.")
STOP = _("Stop : %(page)s")


def said(settings: Settings, contact: ContactPoint, kinds: Sequence[MessageKind], language: str) -> str:
    """The text for messages of these kinds: what is said of one, or that there are several. Then how to stop: whoever
    holds this telephone may, without signing in.
    """
    sentence = kinds[0].outside if len(set(kinds)) == 1 else SEVERAL
    stop = filled(STOP, page=short_ending(settings, contact))
    return one_segment(f"{NAME} : {_spoken(language, sentence)}", _spoken(language, stop))


def code_said(code: str, language: str) -> str:
    """The text that carries a code."""
    return one_segment(f"{NAME} : {_spoken(language, filled(CODE, code=code))}")


def _spoken(language: str, sentence: str) -> str:
    """The sentence in the language of its reader, where a telephone writes it in one segment; else in French."""
    with speaking(language):
        known = translated(sentence)
    return known if known is not None and is_writable(known) else sentence
