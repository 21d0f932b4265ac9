"""What these pages read of a request: ticked papers, where to come back."""

from __future__ import annotations

from starlette.requests import Request

from boite.errors import Invalid, NotFound
from boite.languages.messages import _
from boite.web.forms import Form

MANY = 200
"""Papers in one action: their identifiers travel in an address."""


def identifiers(request: Request, name: str) -> list[str]:
    """The identifiers of the address. Raises NotFound where there are none, or too many."""
    found = [value for value in request.path_params[name].split(",") if value]
    if not 0 < len(found) <= MANY:
        raise NotFound
    return found


def chosen(form: Form) -> list[str]:
    """The ticked papers. Raises Invalid for too many."""
    found = form.all("node")
    if len(found) > MANY:
        raise Invalid(_("C'est beaucoup à la fois. Cochez %(most)s papiers au plus.", most=MANY))
    return found


def back(form: Form, otherwise: str) -> str:
    """Where the person was: a page of their space, never another site."""
    path = form.raw("retour")
    ours = path.startswith("/espace") and not {"\\", "\n", "\r"} & set(path)
    return path if ours and len(path) < 2000 else otherwise
