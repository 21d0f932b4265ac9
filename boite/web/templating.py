"""Pages: the Jinja environment and `render`, the only way to make one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.ext import Extension
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from boite.languages.spoken import speaking, spoken
from boite.text.french import FILTERS
from boite.web import badge_place, csrf, flash, rich_filters, styles, translation
from boite.web.addresses import Addresses, addresses
from boite.web.stamps import stamped

ICONS = "img/icons.svg"
Context = Callable[[Request], dict[str, Any]]


def folder() -> Path:
    """Where the templates are: beside the code in a checkout, inside the package once installed."""
    inside = Path(__file__).parent.parent / "_templates"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "templates"


class _Template(Template):
    """One of ours. Its macros know the globals of the environment, which are those of every page.

    Jinja compares the names of both at each `import` of each page: a tenth of the time that a page takes.
    """

    def _get_default_module(self, ctx: Any = None) -> Any:
        return super()._get_default_module()


class _WithoutIndentation(Extension):
    """What leads the lines of a template is for who writes it: a tenth of a page is not sent, nor drawn."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The same lines, one space before each that had some: after a tag of a template, it alone parts two words."""
        return _INDENTATION.sub(" ", source)


_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class _Environment(Environment):
    template_class = _Template


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one environment: everything escaped, an undefined variable fails."""
    made = _Environment(
        loader=FileSystemLoader(folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,  # all that was read: there are more than the four hundred that Jinja keeps
        extensions=[_WithoutIndentation],
    )
    made.filters.update(FILTERS | rich_filters.FILTERS)
    made.globals["static"] = stamped
    made.globals["styles"] = styles.address
    translation.install(made)
    made.globals["new_messages"] = badge_place.PLACE
    return made


@lru_cache(maxsize=128)
def _places(url: Addresses, here: str, who: str, stamp: str, language: str) -> Markup:
    """The menu at one place, the same for everybody there: forty links and icons are drawn once.

    `stamp` renews it; `language` is the one spoken now.
    """
    drawn = environment().get_template("site/_menu.html").render(url=url, here=here, who=who)
    return Markup(drawn)  # noqa: S704 - drawn by the environment that escapes everything


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page, with what every page knows: the person, addresses, the form token, the words to say."""
    user = getattr(request.state, "user", None)
    shared = {
        "request": request,
        "user": user,
        "theme": user.theme if user else "",
        "session": getattr(request.state, "session", None),
        "settings": request.app.state.settings,
        "url": addresses(request.app),
        "csrf_field": lambda: csrf.field(request),
        "csrf_token": lambda: csrf.token(request),
        "flash": flash.take(request),
        # A form that was refused: its title says so first. The pages of errors are only about that.
        "refused_form": bool((status == 422 and not template.startswith("errors/")) or context.get("errors")),
        "page_language": translation.page_speaks(template),
        "site_places": lambda: _places(
            addresses(request.app), request.url.path, user.role if user else "visitor", stamped(ICONS), spoken().code
        ),
    }
    # A page speaks by parts, as base.html says; a part that is asked for alone, as the middle of its page.
    with speaking(translation.page_speaks(template) if is_partial(request) else spoken().code):
        html = environment().get_template(template).render(shared | context)
    response = HTMLResponse(html, status_code=status)
    csrf.remember(request, response)
    flash.forget(request, response)
    return response


def is_partial(request: Request) -> bool:
    """Whether only a part of the page is asked for (htmx)."""
    return "hx-request" in request.headers
