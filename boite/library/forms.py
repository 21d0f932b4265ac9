"""What the address of the list of resources asks for."""

from __future__ import annotations

from collections.abc import Collection

from boite.library.jobs import CODE
from boite.library.models import Level, ResourceKind
from boite.library.resource_lists import WantedResources
from boite.publishing import address_forms
from boite.web.forms import Form


def wanted(query: Form, territories: Collection[str], default: WantedResources) -> WantedResources:
    """What an address asks for: a kind, a level and a job too."""
    job = query.raw("metier").upper()
    return WantedResources(
        **address_forms.fields(query, territories, default),
        kinds=tuple(kind for kind in ResourceKind if kind in query.all("type")),
        levels=tuple(level for level in Level if level in query.all("niveau")),
        job=job if CODE.fullmatch(job) else "",
    )


def query_of(wanted: WantedResources) -> str:
    """What is wanted, as the shareable end of an address, less its page."""
    own = [("type", str(kind)) for kind in wanted.kinds]
    own += [("niveau", str(level)) for level in wanted.levels]
    own += [("metier", wanted.job)] if wanted.job else []
    return address_forms.query_of(wanted, own)
