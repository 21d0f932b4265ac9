"""What the content of a resource has to be before readers see it: there, and what its kind says."""

from __future__ import annotations

from uuid import UUID

from boite.errors import Invalid, NotFound
from boite.files.corruption import beginning
from boite.files.models import Node
from boite.files.preview_formats import PERHAPS_VIDEO, viewer_for
from boite.library import subtitles
from boite.library.drafts import ResourceDraft
from boite.library.models import ResourceKind
from boite.text import rich_text
from storage.store import BlobStore

VIEWERS = {ResourceKind.VIDEO: "video", ResourceKind.AUDIO: "audio"}
"""What plays each kind in a page (`boite.files.preview_formats.viewer_for`)."""
NOT_PLAYED = {
    ResourceKind.VIDEO: "« {name} » n'est pas une vidéo que les navigateurs lisent. Choisissez un fichier MP4 ou WebM.",
    ResourceKind.AUDIO: (
        "« {name} » n'est pas un son que les navigateurs lisent. Choisissez un fichier MP3, M4A, OGG ou WAV."
    ),
}
WRONG_KIND = "« {name} » est une vidéo ou un son. Créez une ressource de cette sorte : il lui faut une transcription."
GONE = "Ce fichier n'est plus dans l'espace du groupe. Choisissez-en un autre."
NEEDED = {
    ResourceKind.DOCUMENT: "Choisissez le document.",
    ResourceKind.VIDEO: "Choisissez la vidéo.",
    ResourceKind.AUDIO: "Choisissez le son.",
}


def missing(draft: ResourceDraft) -> dict[str, str]:
    """What readers would miss of its content, by field."""
    wrong: dict[str, str] = {}
    if draft.kind == ResourceKind.LINK and not draft.link:
        wrong["link"] = "Écrivez l'adresse de la page."
    if draft.kind != ResourceKind.LINK and not draft.node:
        wrong["node"] = NEEDED[draft.kind]
    if draft.kind in VIEWERS and not rich_text.says_something(draft.transcript):
        wrong["transcript"] = "Écrivez la transcription : tout le monde ne peut pas voir ou entendre."
    return wrong


async def wrong_files(draft: ResourceDraft, store: BlobStore) -> dict[str, str]:
    """Look at its files by their bytes, never by their names: browsers have to play a film, subtitles to be some.

    Returns what is wrong, by field.
    """
    wrong = await _wrong_content(draft) if draft.kind != ResourceKind.LINK and draft.node else {}
    if draft.kind == ResourceKind.VIDEO and draft.subtitles:
        try:
            subtitles.webvtt(await subtitles_of(draft.subtitles, store))
        except NotFound:
            wrong["subtitles"] = GONE
        except Invalid as error:
            wrong |= error.fields
    return wrong


async def _wrong_content(draft: ResourceDraft) -> dict[str, str]:
    node = await Node.get_or_none(id=draft.node, discard_row_id=None)
    if node is None or node.blob_id is None:
        return {"node": GONE}
    viewer = "none" if node.media_type in PERHAPS_VIDEO else viewer_for(node.media_type or "")
    if draft.kind in VIEWERS and viewer != VIEWERS[draft.kind]:
        return {"node": NOT_PLAYED[draft.kind].format(name=node.name)}
    if draft.kind == ResourceKind.DOCUMENT and viewer in VIEWERS.values():
        return {"node": WRONG_KIND.format(name=node.name)}
    return {}


async def subtitles_of(node_id: UUID, store: BlobStore) -> bytes:
    """The bytes of a file of subtitles, and no more than it takes to know that it is too heavy. Raises NotFound."""
    node = await Node.get_or_none(id=node_id, discard_row_id=None)
    if node is None:
        raise NotFound
    return await beginning(node, await node.content(), store, subtitles.LIMIT + 1)
