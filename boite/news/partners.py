"""What somebody without an account proposes: kept once, decided by the coordination, its address of mail forgotten."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from datetime import timedelta

from boite.accounts.models import User
from boite.clock import now, today
from boite.database.connection import transaction
from boite.errors import Conflict, Invalid
from boite.journal.record import record
from boite.mail import links, outbox
from boite.mail.addresses import checked
from boite.mail.messages import render
from boite.news import journal_kinds as kinds
from boite.news.desk import NEWS
from boite.news.drafts import ArticleDraft
from boite.news.models import Article, PartnerProposal
from boite.publishing.prose import rendered

KEPT = timedelta(days=90)
"""How long an address of mail waits for a decision."""


class Decided(Conflict):
    """Somebody else was quicker."""

    message = "Cette proposition a déjà sa réponse."


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the form of a partner says."""

    territory: str | None
    structure: str
    title: str
    text: str
    link: str = ""
    email: str = ""


async def offer(given: Offer) -> None:
    """Keep a proposal. The same form sent twice in a day is one proposal, whatever happens in between."""
    said = "\n".join(map(str, (*astuple(given), today())))
    digest = hashlib.sha256(said.encode(errors="replace")).hexdigest()
    values = {name: getattr(given, name) for name in Offer.__dataclass_fields__ if name != "territory"}
    await PartnerProposal.get_or_create({**values, "territory_id": given.territory, "at": now()}, digest=digest)


async def adopt(proposal: PartnerProposal, *, by: User) -> Article:
    """Make a draft of it, whose author is the coordinator who takes it in charge. Raises Decided."""
    body = f"{proposal.text}\n\n<{proposal.link}>" if proposal.link else proposal.text
    draft = ArticleDraft(title=proposal.title, body=body, territory=proposal.territory_id)
    html = await rendered(draft.body)
    async with transaction():
        await _decide(proposal, accepted=True, by=by)
        article = await NEWS.begin_within(draft, html, by=by, signed=proposal.structure, told=None)
        await PartnerProposal.filter(id=proposal.id).update(article_id=article.id)
        happening = kinds.PartnerAccepted(title=proposal.title, article=str(article.id))
        await record(happening, owner=by.id, by=by.id)
    return article


async def refuse(proposal: PartnerProposal, reason: str, *, by: User) -> None:
    """Set it aside, with a reason for the colleagues and for who proposed it. Raises Invalid without one, Decided."""
    if not reason:
        raise Invalid(fields={"reason": "Dites pourquoi."})
    async with transaction():
        await _decide(proposal, accepted=False, by=by, reason=reason)
        await record(kinds.PartnerRefused(title=proposal.title, proposal=str(proposal.id)), owner=by.id, by=by.id)


async def _decide(proposal: PartnerProposal, *, accepted: bool, by: User, reason: str = "") -> None:
    decided = await PartnerProposal.filter(id=proposal.id, decided_at=None).update(
        decided_at=now(), decided_by_id=by.id, accepted=accepted, reason=reason, email=""
    )
    if not decided:
        raise Decided
    await _answer(proposal, accepted=accepted, reason=reason)


async def _answer(proposal: PartnerProposal, *, accepted: bool, reason: str) -> None:
    """By mail, to who left an address: it is the only time that it is used."""
    try:
        address = checked(proposal.email) if proposal.email else ""
    except Invalid:  # typed before addresses were checked
        address = ""
    if address:
        letter = render("proposal", title=proposal.title, accepted=accepted, reason=reason, site=links.to("site:home"))
        await outbox.post(address, letter)


async def forget_addresses() -> int:
    """Erase the addresses of mail that waited too long (a chore). Returns how many."""
    return await PartnerProposal.filter(at__lte=now() - KEPT).exclude(email="").update(email="")
