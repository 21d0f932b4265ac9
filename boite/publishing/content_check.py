"""What a text must have before it is put on line, whatever its kind; a kind adds its own (`missing` of its desk)."""

from __future__ import annotations

from boite.publishing.drafts import Draft
from boite.text import rich_text


def missing(draft: Draft, text: str | None, field: str) -> dict[str, str]:
    """What readers would miss, by field, in words. `text`: what is said in `field`; None where none is needed."""
    wrong = {} if draft.summary else {"summary": "Écrivez un résumé : c'est ce que l'on voit en premier."}
    if not draft.topic:
        wrong["topic"] = "Choisissez un thème."
    if text is not None and not rich_text.says_something(text):
        wrong[field] = "Écrivez le texte."
    if draft.picture and not draft.picture_alt:
        wrong["picture_alt"] = "Décrivez l'image pour les personnes qui ne la voient pas."
    return wrong
