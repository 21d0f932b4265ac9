"""Choosing among the files of the groups' spaces for what they publish: those that fit, page by page or by words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from uuid import UUID

from tortoise.expressions import Q

from boite.database.long_lists import few
from boite.files.models import Node, Preview
from boite.files.preview_formats import DRAWN_IMAGES, INLINE_AUDIO, INLINE_IMAGES, INLINE_VIDEO
from boite.text.normalise import fold

PAGE = 60
"""Files offered at a time for each field: the latest ones, or those whose names have the words searched for."""
FILE = 1
"""The rank of files among nodes: folders come before them."""
WRONG_KIND = "« {name} » ne va pas ici. Choisissez un autre fichier."


@dataclass(frozen=True, slots=True)
class Fitting:
    """Which files a field takes: by what they are, by how their name ends, or all of them."""

    media_types: Collection[str] = ()
    but: Collection[str] = ()
    suffixes: tuple[str, ...] = ()
    accept: str = ""
    """The same for the file field of a browser, which only helps to choose."""
    refused: str = WRONG_KIND
    """What is said of another kind of file; `{name}` is its name."""
    pictures: bool = False
    """Whether they are pictures: what comes from a computer is then kept among the pictures of the group."""

    def takes(self, media_type: str, name: str) -> bool:
        """Whether a file of this type (sniffed from its bytes) and name fits."""
        if not (self.media_types or self.but or self.suffixes):
            return True
        ends = bool(self.suffixes) and fold(name).endswith(self.suffixes)
        return ends or media_type in self.media_types or (bool(self.but) and media_type not in self.but)

    @property
    def wanted(self) -> Q:
        """The same for the database."""
        asked = [Q(sort_key__endswith=suffix) for suffix in self.suffixes]
        asked += [Q(media_type__in=few(self.media_types))] if self.media_types else []
        asked += [~Q(media_type__in=few(self.but)), Q(media_type=None)] if self.but else []
        return reduce(or_, asked) if asked else Q(rank=FILE)


ANY = Fitting()
PICTURES = Fitting(
    media_types=INLINE_IMAGES | DRAWN_IMAGES,
    accept="image/*",
    refused="« {name} » n'est pas une image. Choisissez une photo ou un dessin : JPEG, PNG, WebP.",
    pictures=True,
)
VIDEOS = Fitting(
    media_types=INLINE_VIDEO,
    accept="video/mp4,video/webm,.mp4,.webm",
    refused="« {name} » n'est pas une vidéo que les navigateurs lisent. Choisissez un fichier MP4 ou WebM.",
)
SOUNDS = Fitting(
    media_types=INLINE_AUDIO,
    accept="audio/*",
    refused="« {name} » n'est pas un son que les navigateurs lisent. Choisissez un fichier MP3, M4A, OGG ou WAV.",
)
DOCUMENTS = Fitting(
    but=INLINE_VIDEO | INLINE_AUDIO,
    refused="« {name} » est une vidéo ou un son. Créez une ressource de cette sorte : il lui faut une transcription.",
)


@dataclass(frozen=True, slots=True)
class FileChoice:
    """One file that somebody may choose."""

    node: UUID
    title: str


@dataclass(frozen=True, slots=True)
class FileChoices:
    """What somebody may choose from, by field."""

    fields: Mapping[str, list[FileChoice]]
    found: int | None = None
    """How many have the words looked for; None where nothing was looked for."""
    page: int = 1
    more: bool = False
    """Whether another page follows."""
    thumbnails: Mapping[UUID, UUID] = field(default_factory=dict)
    """The small picture of each file that a field has already, where one is drawn: its preview, by node."""

    def of(self, name: str, node: object) -> FileChoice | None:
        """The file that a field has, if it may be chosen. `node`: its identifier, as a form holds it."""
        return next((choice for choice in self.fields[name] if str(choice.node) == str(node)), None)

    @property
    def nodes(self) -> list[UUID]:
        """All of them, each once."""
        return list(dict.fromkeys(choice.node for choices in self.fields.values() for choice in choices))

    @property
    def named(self) -> list[tuple[str, str]]:
        """Their identifiers and titles."""
        return list({str(each.node): each.title for choices in self.fields.values() for each in choices}.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for: what each field takes and holds, the words of names, the page."""

    fitting: Mapping[str, Fitting]
    kept: Collection[UUID] = ()
    """What the publication has already, wherever it is."""
    picked: Mapping[str, Collection[UUID]] = field(default_factory=dict)
    """What each field of the page has."""
    words: str = ""
    page: int = 1


async def choices(space_ids: Collection[UUID], sought: Sought) -> FileChoices:
    """The files of these spaces whose names have these words, else all of them, the latest first. Two queries by field.

    What is kept or picked already comes first, in these spaces only for what is not kept, and whatever is looked for.
    """
    here = Q(space_id__in=few(space_ids))
    named = reduce(lambda so_far, word: so_far & Q(sort_key__contains=word), fold(sought.words).split(), here)
    found = await _count(named, sought.fitting.values()) if sought.words.strip() and space_ids else None
    inside = named if found else here
    offered, more = dict[str, list[FileChoice]](), False
    for name, fitting in sought.fitting.items():
        rows = await _page(inside & fitting.wanted, sought.page) if space_ids else []
        more = more or len(rows) > PAGE
        own = await _own(name, fitting, here, sought)
        nodes = {node.id: node for node in [*own, *rows[:PAGE]]}
        offered[name] = [FileChoice(node.id, node.shown_name) for node in nodes.values()]
    found = None if not sought.words.strip() else found or 0
    chosen = [node for nodes in sought.picked.values() for node in nodes]
    return FileChoices(offered, found, sought.page, more, await _thumbnails(chosen))


async def _page(wanted: Q, page: int) -> list[Node]:
    living = Node.filter(wanted, rank=FILE, discard_row_id=None).order_by("-changed_at", "id")
    return await living.offset((page - 1) * PAGE).limit(PAGE + 1)


async def _own(name: str, fitting: Fitting, here: Q, sought: Sought) -> list[Node]:
    """What this field has already, and what it could take of the rest of the page."""
    every = {node for nodes in sought.picked.values() for node in nodes}
    if not every and not sought.kept:
        return []
    allowed = Q(id__in=few(sought.kept)) | (Q(id__in=few(every)) & here)
    fits = fitting.wanted | Q(id__in=few(sought.picked.get(name, ())))
    return await Node.filter(allowed & fits, rank=FILE, discard_row_id=None).order_by("-changed_at", "id")


async def _thumbnails(node_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The first drawn page of each of these."""
    nodes = await Node.filter(id__in=few(node_ids)).only("id", "blob_id") if node_ids else []
    drawn = await Preview.filter(blob_id__in=few(node.blob_id for node in nodes), page=0) if nodes else []
    previews = {row.blob_id: row.id for row in drawn}
    return {node.id: previews[node.blob_id] for node in nodes if node.blob_id in previews}


async def _count(wanted: Q, fitting: Iterable[Fitting]) -> int:
    fits = reduce(or_, [each.wanted for each in fitting])
    return await Node.filter(wanted & fits, rank=FILE, discard_row_id=None).count()
