"""What templates say in several languages: `_`, `ngettext`, and the marks around what is in another one.

A screen of `SCREENS` is translated. The middle of every other page stays French and is marked so, under a word that
says it.
"""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from boite.languages.catalogues import SourceText, bound, catalogue
from boite.languages.messages import translated
from boite.languages.offered import FRENCH, offered
from boite.languages.spoken import speaking, spoken
from boite.languages.translated_dates import ago_said, date_said, datetime_said, size_said
from boite.languages.values import FrenchValue
from boite.text.french import of_fr, typeset

_SOURCE = SourceText()
SCREENS = frozenset(
    {
        "site/welcome.html",
        "site/urgent.html",
        "site/help.html",
        "boxes/open.html",
        "boxes/card.html",
        "accounts/sign_in.html",
        "accounts/profile.html",
        "accounts/passphrase.html",
        "accounts/devices.html",
        "accounts/pause.html",
        "boxes/leave.html",
        "boxes/closing.html",
        "site/home.html",
        "site/search.html",
        "files/add.html",
        "files/home.html",
        "files/paper.html",
        "files/browse.html",
        "files/search.html",
        "files/_results.html",
        "files/picker.html",
        "files/classify.html",
        "files/rename.html",
        "files/folder-new.html",
        "files/note.html",
        "files/link.html",
        "files/contact.html",
        "files/erase.html",
        "files/version-purge.html",
        "files/trash.html",
        "files/trash-empty.html",
        "files/uploads.html",
        "files/_sight.html",
        "orientation/home.html",
        "orientation/where.html",
        "orientation/who.html",
        "orientation/question.html",
        "notifications/messages.html",
        "notifications/settings.html",
        "notifications/pause.html",
        "notifications/rhythm.html",
        "notifications/end.html",
        "notifications/keep.html",
        "notifications/proof-address.html",
        "notifications/proof-code.html",
        "support/commune.html",
        "support/mine.html",
        "support/support.html",
    }
)
"""The screens of a person's way: all that they say is in the catalogues."""


def install(environment: Environment) -> None:
    """Give these words to the templates."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        french_part=french_part, in_language=in_language, offered=offered, spoken=spoken, page_speaks=page_speaks
    )
    environment.filters.update(
        said=said,
        french=french,
        typeset=_typeset,
        said_plain=said_plain,
        said_or_own=said_or_own,
        own=own,
        size_said=_late(size_said),
        date_said=_late(date_said),
        ago_said=_late(ago_said),
        datetime_said=_late(datetime_said),
        of_said=of_said,
    )


def _gettext(source: str) -> str:
    known = _known()
    return bound(known, known.gettext(source))


def _ngettext(source: str, many: str, num: int) -> str:
    known = _known()
    return bound(known, known.ngettext(source, many, num))


def _known() -> NullTranslations:
    return catalogue(spoken().code) if spoken() is not FRENCH else _SOURCE


def page_speaks(template: str) -> str:
    """The code of the language in which the middle of this page is drawn."""
    return spoken().code if template in SCREENS or template.startswith("errors/") else FRENCH.code


def in_language(code: str, caller: Callable[[], str]) -> str:
    """A part of a page in the language of this code. Also `{% call in_language(code) %}`."""
    with speaking(code):
        return caller()


def french_part() -> Markup:
    """The attributes of an element whose content stays French; none where the page is French."""
    return Markup("") if spoken() is FRENCH else Markup(' lang="fr" dir="ltr"')


@pass_context
def french(_: Context, text: Any) -> Any:
    """What is French whatever the page speaks, such as a title that somebody wrote."""
    return text if spoken() is FRENCH or not text else Markup('<span lang="fr" dir="ltr">{}</span>').format(text)


def _late(filter_: Callable[..., str]) -> Callable[..., str]:
    """The filter, never worked out while a template is compiled: what it says depends on the language."""

    @pass_context
    def late(_: Context, value: Any) -> str:
        return filter_(value)

    return late


@pass_context
def own(_: Context, text: Any) -> Any:
    """What its reader wrote, in whatever language: it keeps its direction, and no machine translates it."""
    return text if spoken() is FRENCH or not text else Markup('<bdi translate="no">{}</bdi>').format(text)


@pass_context
def of_said(context: Context, name: str) -> Any:
    """« d'Orléans » in French, whose sentences have no « de » before it; elsewhere the name alone."""
    return of_fr(name) if spoken() is FRENCH else french(context, name)


@pass_context
def said(context: Context, text: Any) -> Any:
    """A sentence of Python code, in the language of the page; marked as French where that is not known."""
    known = translated(text, _marked)
    if known is None:
        return french(context, typeset(text))
    return typeset(known) if spoken() is FRENCH else Markup(known)  # noqa: S704 - a catalogue has no markup (tests)


def _marked(value: Any) -> Any:
    """A value inside a sentence of another language: somebody's own words, or French ones."""
    if isinstance(value, FrenchValue):
        return Markup('<span lang="fr" dir="ltr">{}</span>').format(value)
    return Markup('<bdi translate="no">{}</bdi>').format(value) if isinstance(value, str) else value


@pass_context
def said_plain(_: Context, text: Any) -> Any:
    """The same where no markup may stand, such as a line of a list to choose from."""
    return translated(text) or text


@pass_context
def said_or_own(context: Context, text: Any) -> Any:
    """A sentence of ours, else what somebody wrote."""
    known = None if isinstance(text, Markup) else translated(text)
    return text if isinstance(text, Markup) else own(context, text) if known is None else known


def _typeset(text: Any) -> Any:
    """`typeset`, which leaves markup what it is."""
    return Markup(typeset(text)) if isinstance(text, Markup) else typeset(text)  # noqa: S704 - it was markup already
