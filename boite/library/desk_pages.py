"""The working pages of the resources: the desk of everything that is published, and what is to be looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import library as door
from boite.accounts.guard import current_user
from boite.database.long_lists import few
from boite.directory.sheet.languages import LANGUAGES
from boite.files.models import Node
from boite.library import jobs, resource_lines
from boite.library.desk import LibraryDesk
from boite.library.drafts import ResourceDraft
from boite.library.models import RESOURCES, Resource
from boite.library.resource_lines import Line
from boite.library.wording import FIELDS, KINDS, LEVELS, LINKS
from boite.publishing.desk_pages import DeskPages
from boite.publishing.gesture_forms import COMMON, Asked, Gesture
from boite.publishing.page_words import Words
from boite.publishing.stages import Step
from boite.web.templating import render


def desk_of(request: Request) -> LibraryDesk:
    """The desk that serves a request: it looks at files, and knows when what is checked is checked again."""
    state = request.app.state
    return LibraryDesk(state.store, state.settings.check_months)


async def _confirm(asked: Asked) -> None:
    if isinstance(asked.desk, LibraryDesk):
        await asked.desk.confirm(asked.it, by=asked.by)


class LibraryPages(DeskPages[Resource, ResourceDraft]):
    """What only resources have: a kind, a level, jobs, a link that is tried, a day when they are looked at again."""

    tables, fields = RESOURCES, FIELDS
    routes, front, page = "library", "resources", "resource"
    words = Words.of(
        RESOURCES.noun,
        add="Ajouter une ressource",
        add_icon="add",
        queue="Ressources à valider",
        counted="consultation",
        edit="Modifier",
        hint="Un mot, un métier : boulangère, CV, logement…",
        other_words="Essayez un autre mot, ou un nom de métier.",
    )
    tabs = (("À vérifier", "upkeep", "clock"),)
    own_line, own_details, one_template = "library/_line.html", "library/_link.html", "library/desk.html"
    gestures = COMMON | {"check": Gesture(Step.CHECKED, _confirm, "« {title} » est vérifiée aujourd'hui.")}

    async def lines(self, rows: Sequence[Resource]) -> list[Line]:
        """With their views, and what the last try said of each link."""
        return await resource_lines.lines(rows)

    async def facts(self, request: Request, publication: Resource, draft: ResourceDraft) -> dict[str, Any]:
        """Its content, in words."""
        names = {node.id: node.name for node in await Node.filter(id__in=few(draft.files))} if draft.files else {}
        return {
            "level": LEVELS[publication.level],
            "language": LANGUAGES.get(publication.language, publication.language),
            "file_name": names.get(publication.node_id, "À choisir") if publication.node_id else "À choisir",
            "captions": names.get(publication.subtitles_id, "") if publication.subtitles_id else "",
            "jobs": await jobs.named(draft.jobs),
        }

    def about(self, request: Request, at: str, *, reviews: bool = True) -> dict[str, Any]:
        """With the words of kinds and of links."""
        return super().about(request, at, reviews=reviews) | {"kinds": KINDS, "links": LINKS}

    async def upkeep(self, request: Request) -> Response:
        """Dead links, and what nobody looked at for long."""
        codes = await door.review(current_user(request))
        about = self.about(request, "upkeep")
        return render(request, "library/upkeep.html", upkeep=await resource_lines.upkeep(codes), **about)


PAGES = LibraryPages(desk_of, door.RESOURCES)
mine, queue, show, gesture, upkeep = PAGES.mine, PAGES.queue, PAGES.show, PAGES.gesture, PAGES.upkeep
