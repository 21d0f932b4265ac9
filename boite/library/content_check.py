"""The files of the groups' spaces that make a resource: chosen for it, looked at, public as long as it is on line."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import User
from boite.errors import Invalid, NotFound
from boite.files import widths
from boite.files.damage import beginning
from boite.files.media_types import viewer_for
from boite.files.models import Node
from boite.groups.public_files import Showing, Use, expose, withdraw
from boite.library import subtitles
from boite.library.drafts import Draft
from boite.library.models import Kind, Resource
from storage.store import BlobStore

VIEWERS = {Kind.VIDEO: "video", Kind.AUDIO: "audio"}
"""What plays each kind in a page (`boite.files.media_types.viewer_for`)."""
NOT_PLAYED = {
    Kind.VIDEO: "« {name} » n'est pas une vidéo que les navigateurs lisent. Choisissez un fichier MP4 ou WebM.",
    Kind.AUDIO: "« {name} » n'est pas un son que les navigateurs lisent. Choisissez un fichier MP3, M4A, OGG ou WAV.",
}
WRONG_KIND = "« {name} » est une vidéo ou un son. Créez une ressource de cette sorte : il lui faut une transcription."
GONE = "Ce fichier n'est plus dans l'espace du groupe. Choisissez-en un autre."
NEEDED = {
    Kind.DOCUMENT: "Choisissez le document.",
    Kind.VIDEO: "Choisissez la vidéo.",
    Kind.AUDIO: "Choisissez le son.",
}


async def check(draft: Draft, store: BlobStore) -> None:
    """Look at what readers would miss, and at what the files are. Raises Invalid with each thing that is wrong.

    By their bytes, never by their names: a film has to be one that browsers play, subtitles have to be subtitles.
    """
    wrong = missing(draft)
    if draft.kind != Kind.LINK and draft.node:
        wrong |= await _wrong_content(draft)
    if draft.kind == Kind.VIDEO and draft.subtitles:
        try:
            subtitles.check(await subtitles_of(draft.subtitles, store))
        except NotFound:
            wrong["subtitles"] = GONE
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(fields=wrong)


def missing(draft: Draft) -> dict[str, str]:
    """What readers would miss, by field."""
    wrong: dict[str, str] = {}
    if not draft.summary:
        wrong["summary"] = "Écrivez un résumé : c'est ce que l'on voit en premier."
    if not draft.topic:
        wrong["topic"] = "Choisissez un thème."
    if draft.kind == Kind.LINK and not draft.link:
        wrong["link"] = "Écrivez l'adresse de la page."
    if draft.kind != Kind.LINK and not draft.node:
        wrong["node"] = NEEDED[draft.kind]
    if draft.kind in VIEWERS and not draft.transcript.strip():
        wrong["transcript"] = "Écrivez la transcription : tout le monde ne peut pas voir ou entendre."
    if draft.picture and not draft.picture_alt:
        wrong["picture_alt"] = "Décrivez l'image pour les personnes qui ne la voient pas."
    return wrong


async def _wrong_content(draft: Draft) -> dict[str, str]:
    node = await Node.get_or_none(id=draft.node, discard_row_id=None)
    if node is None or node.blob_id is None:
        return {"node": GONE}
    viewer = viewer_for(node.media_type or "")
    if draft.kind in VIEWERS and viewer != VIEWERS[draft.kind]:
        return {"node": NOT_PLAYED[draft.kind].format(name=node.name)}
    if draft.kind == Kind.DOCUMENT and viewer in VIEWERS.values():
        return {"node": WRONG_KIND.format(name=node.name)}
    return {}


async def subtitles_of(node_id: UUID, store: BlobStore) -> bytes:
    """The bytes of a file of subtitles, and no more than it takes to know that it is too heavy. Raises NotFound."""
    node = await Node.get_or_none(id=node_id, discard_row_id=None)
    if node is None:
        raise NotFound
    return await beginning(node, await node.content(), store, subtitles.LIMIT + 1)


async def order_widths(draft: Draft) -> None:
    """Ask for the picture in its widths as soon as it is chosen: it is there when the resource goes on line."""
    if draft.picture:
        await widths.order(await Node.filter(id=draft.picture))


async def show(resource: Resource, *, by: User | None) -> None:
    """Make public exactly the files of this resource, inside the caller's transaction. Raises Conflict, Forbidden."""
    wanted = [node for node in (resource.node_id, resource.subtitles_id, resource.picture_id) if node]
    found = {node.id: node for node in await Node.filter(id__in=wanted)} if wanted else {}
    showings = [Showing(found[node]) for node in wanted if node in found and node != resource.picture_id]
    if resource.picture_id in found:
        # Last, so that a picture which is also the document is drawn.
        showings.append(Showing(found[resource.picture_id], resource.picture_alt))
    await expose(_use(resource), showings, by=by)


async def hide(resource: Resource, *, by: User | None) -> None:
    """None of its files is public for its sake any more."""
    await withdraw(_use(resource), by=by)


def _use(resource: Resource) -> Use:
    return Use("resource", resource.id, resource.title)
