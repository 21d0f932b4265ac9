"""From the author to the coordination and back: proposed, taken back, accepted, sent back with a reason."""

from __future__ import annotations

from boite.accounts.models import User
from boite.clock import today
from boite.database.connection import transaction
from boite.errors import Invalid
from boite.news.models import Article
from boite.news.steps import take
from boite.publishing.stages import Step


def check(article: Article) -> None:
    """Raises Invalid with each thing that readers would miss."""
    missing: dict[str, str] = {}
    if not article.summary:
        missing["summary"] = "Écrivez un résumé : c'est ce que l'on voit en premier."
    if not article.body.strip():
        missing["body"] = "Écrivez le texte."
    if not article.topic:
        missing["topic"] = "Choisissez un thème."
    if article.picture_id and not article.picture_alt:
        missing["picture_alt"] = "Décrivez l'image pour les personnes qui ne la voient pas."
    if article.ends_on and article.ends_on < today():
        missing["ends_on"] = "La date de fin est passée. Choisissez-en une autre."
    if missing:
        raise Invalid(fields=missing)


async def propose(article: Article, *, by: User) -> None:
    """Ask the coordination of its territory to decide. Raises Invalid where something is missing, MovedOn."""
    check(article)
    async with transaction():
        await take(article, Step.PROPOSED, by=by, read=article.version)


async def take_back(article: Article, *, by: User) -> None:
    """Its author wants to change it: it is a draft again, and what was accepted is no longer. Raises MovedOn."""
    async with transaction():
        await take(article, Step.TAKEN_BACK, by=by)


async def accept(article: Article, *, version: int, by: User) -> None:
    """The coordination says yes to the version that it read. Raises Invalid, MovedOn."""
    check(article)
    async with transaction():
        await take(article, Step.ACCEPTED, by=by, read=version)


async def send_back(article: Article, reason: str, *, by: User) -> None:
    """The coordination asks for changes. Raises Invalid without a reason, MovedOn."""
    if not reason:
        raise Invalid(fields={"reason": "Dites ce qu'il faut changer."})
    async with transaction():
        await take(article, Step.SENT_BACK, by=by, note=reason)


async def set_aside(article: Article, *, by: User) -> None:
    """A draft that is no longer wanted. Its text is kept. Raises MovedOn."""
    async with transaction():
        await take(article, Step.SET_ASIDE, by=by)


async def recover(article: Article, *, by: User) -> None:
    """A draft that was set aside is wanted again. Raises MovedOn."""
    async with transaction():
        await take(article, Step.RECOVERED, by=by)
