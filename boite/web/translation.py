"""What templates say in several languages: `_`, `ngettext`, and the marks around what is in another one.

A screen of `SCREENS` is translated. The middle of every other page stays French and is marked so, under a word that
says it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from boite.languages.catalogues import SourceText, catalogue
from boite.languages.messages import translated
from boite.languages.offered import FRENCH, offered
from boite.languages.spoken import speaking, spoken
from boite.text.french import MONTHS, NARROW, date_fr, of_fr, size, typeset

_SOURCE = SourceText()
SCREENS = frozenset(
    {
        "site/welcome.html",
        "site/urgent.html",
        "site/help.html",
        "boxes/open.html",
        "boxes/card.html",
        "accounts/sign_in.html",
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
        size_said=_size,
        date_said=_date,
        of_said=of_said,
    )
    environment.filters["of_said"] = of_said


def _gettext(source: str) -> str:
    return (catalogue(spoken().code) if spoken() is not FRENCH else _SOURCE).gettext(source)


def _ngettext(source: str, many: str, num: int) -> str:
    return (catalogue(spoken().code) if spoken() is not FRENCH else _SOURCE).ngettext(source, many, num)


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


@pass_context
def of_said(context: Context, name: str) -> Any:
    """« d'Orléans » in French, whose sentences have no « de » before it; elsewhere the name alone."""
    return of_fr(name) if spoken() is FRENCH else french(context, name)


@pass_context
def said(context: Context, text: Any) -> Any:
    """A sentence of Python code, in the language of the page; marked as French where that is not known."""
    known = translated(text)
    return french(context, typeset(text)) if known is None else typeset(known)


def _typeset(text: Any) -> Any:
    """`typeset`, which leaves markup what it is."""
    return Markup(typeset(text)) if isinstance(text, Markup) else typeset(text)  # noqa: S704 - it was markup already


@pass_context
def _size(_: Context, value: int) -> str:
    """« 1 Go », "1 GB"."""
    amount, unit = size(value).split(NARROW)
    if spoken() is FRENCH:
        return f"{amount}{NARROW}{unit}"
    return f"{amount.replace(',', '.')}\u00a0{_gettext(unit)}"


@pass_context
def _date(_: Context, value: date) -> str:
    """« 3 mars 2026 », in the words of the language: the order is the same in ours."""
    return date_fr(value) if spoken() is FRENCH else f"{value.day} {_gettext(MONTHS[value.month - 1])} {value.year}"
