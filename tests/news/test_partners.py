"""What partners propose without an account: moderated, once, and robots are refused by ourselves."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from boite.accounts.models import User
from boite.clock import advance
from boite.directory.models import REGION
from boite.journal.models import Entry
from boite.news import partners
from boite.news.models import Article, PartnerProposal
from boite.publishing.stages import Stage
from boite.web import honeypot
from tests.conftest import OpenAccount, SignIn
from tests.news.desks import ELSEWHERE, HERE, agent, coordinator, places
from tests.page_forms import form_with
from tests.visitors import Visitor

LATER = timedelta(seconds=honeypot.SOONEST + 1)


def filled(visitor: Visitor, **values: Any) -> dict[str, Any]:
    """The form as somebody fills it, given now."""
    return {
        "territory": HERE,
        "structure": "Association Coup de pouce",
        "title": "Une bourse aux vélos",
        "text": "Samedi, sur la place.\n\nVenez !",
        "link": "exemple.fr/velos",
        "email": "contact@exemple.fr",
        honeypot.STAMP: honeypot.ReadingTime(visitor.app.state.settings).stamp,
        **values,
    }


@pytest.fixture
async def partner(client: Visitor) -> Visitor:
    """Somebody without an account, once the territories are known."""
    await places()
    return client


async def send(visitor: Visitor, **values: Any) -> Any:
    fields = filled(visitor, **values)
    advance(LATER)
    return await visitor.submit(visitor.address("news:propose_as_partner"), **fields)


async def test_proposed_then_made_a_draft(partner: Visitor, new_person: OpenAccount, sign_in: SignIn) -> None:
    answer = await send(partner)
    assert answer.headers["location"] == partner.address("news:thanks")
    assert (await partner.get(answer.headers["location"])).status_code == 200
    [proposal] = await PartnerProposal.all()
    nadia = await coordinator(new_person)
    desk = await sign_in(nadia)
    assert "Une bourse aux vélos" in (await desk.get(desk.address("news:queue"))).text
    page = await desk.get(desk.address("news:offer", proposal=proposal.id))
    assert "contact@exemple.fr" in page.text
    answer = await desk.submit(desk.address("news:offer_adopt", proposal=proposal.id))
    [article] = await Article.all()
    assert (article.stage, article.author_id, article.signature) == (Stage.DRAFT, nadia.id, "Association Coup de pouce")
    assert 'href="https://exemple.fr/velos"' in article.body_html
    assert answer.headers["location"] == desk.address("news:edit", article=article.id)
    await proposal.refresh_from_db()
    assert (proposal.accepted, proposal.email, proposal.article_id) == (True, "", article.id)
    assert await Entry.filter(owner_id=nadia.id, kind="news.proposal_accepted").count() == 1
    assert (await desk.submit(desk.address("news:offer_adopt", proposal=proposal.id))).status_code == 409


async def test_refused_with_a_reason(partner: Visitor, new_person: OpenAccount, sign_in: SignIn) -> None:
    await send(partner)
    [proposal] = await PartnerProposal.all()
    desk = await sign_in(await coordinator(new_person))
    address = desk.address("news:offer_refuse", proposal=proposal.id)
    assert (await desk.submit(address, reason=" ")).status_code == 422
    assert (await desk.submit(address, reason="Ce n'est pas le sujet.")).status_code == 303
    await proposal.refresh_from_db()
    assert (proposal.accepted, proposal.reason, proposal.email) == (False, "Ce n'est pas le sujet.", "")
    assert not await Article.exists()


async def test_the_same_form_twice_is_one_proposal(partner: Visitor) -> None:
    for _ in range(3):
        assert (await send(partner)).status_code == 303
    assert await PartnerProposal.all().count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "titre"),
        ({"text": ""}, "actualité"),
        ({"territory": "ATLANTIDE"}, "liste"),
        ({"email": "pas une adresse"}, "adresse entière"),
        ({"link": "javascript:alert(1)"}, "adresse de site"),
        ({"structure": "x" * 300}, "trop long"),
        ({honeypot.TRAP: "http://spam.test"}, "Relisez, puis envoyez"),
        ({honeypot.STAMP: ""}, "longtemps"),
        ({honeypot.STAMP: "faux.jeton"}, "longtemps"),
    ],
)
async def test_what_is_wrong_is_said_and_kept(values: dict[str, str], field: str, partner: Visitor) -> None:
    answer = await send(partner, **values)
    assert answer.status_code == 422
    assert field in unescape(answer.text)
    assert "Association Coup de pouce" in answer.text or "structure" in values
    assert not await PartnerProposal.exists()


async def test_who_is_helped_to_fill_it_sends_it_at_once(partner: Visitor) -> None:
    """A program that fills forms is fast, and fills what nobody sees: nobody is accused, nor refused twice."""
    fields = filled(partner) | {honeypot.TRAP: "Zoé"}
    answer = await partner.submit(partner.address("news:propose_as_partner"), **fields)
    assert answer.status_code == 422
    assert "Relisez, puis envoyez" in answer.text
    assert "robot" not in answer.text.lower()
    back = form_with(answer.text, honeypot.AGAIN)
    assert back
    again = back.sent(**{honeypot.TRAP: "Zoé"})
    assert (await partner.submit(partner.address("news:propose_as_partner"), **again)).status_code == 303


async def test_a_page_of_yesterday_is_sent_again(partner: Visitor) -> None:
    fields = filled(partner)
    advance(timedelta(days=1, seconds=1))
    answer = await partner.submit(partner.address("news:propose_as_partner"), **fields)
    assert answer.status_code == 422
    fields[honeypot.STAMP] = hour(answer)
    advance(LATER)
    assert (await partner.submit(partner.address("news:propose_as_partner"), **fields)).status_code == 303


def hour(answer: Any) -> str:
    """The hidden field of the form that came back."""
    found = re.search(rf'name="{honeypot.STAMP}" value="([^"]+)"', answer.text)
    assert answer.status_code == 422
    assert found
    return found[1]


async def test_a_flood_is_stopped(partner: Visitor) -> None:
    most = partner.app.state.settings.proposals_per_address
    answers = [await send(partner, title=f"N° {number}") for number in range(most + 1)]
    assert [answer.status_code for answer in answers[-2:]] == [303, 429]


async def test_without_the_token_nothing_is_sent(partner: Visitor) -> None:
    answer = await partner.post(partner.address("news:propose_as_partner"), data=filled(partner))
    assert answer.status_code == 403


async def test_only_its_coordination_sees_it(
    partner: Visitor, new_person: OpenAccount, sign_in: SignIn, person: User
) -> None:
    await send(partner)
    [proposal] = await PartnerProposal.all()
    strangers = [person, await agent(new_person), await coordinator(new_person, ELSEWHERE)]
    for name in ("news:offer", "news:offer_adopt", "news:offer_refuse"):
        address = partner.address(name, proposal=proposal.id)
        for stranger in strangers:
            visitor = await sign_in(stranger)
            answer = await (visitor.get(address) if name == "news:offer" else visitor.submit(address, reason="x"))
            assert answer.status_code == 404, (name, stranger.role)
    region = await sign_in(await coordinator(new_person, REGION))
    assert (await region.get(region.address("news:offer", proposal=proposal.id))).status_code == 200


async def test_scripts_are_only_words(partner: Visitor, new_person: OpenAccount, sign_in: SignIn) -> None:
    await send(partner, title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    [proposal] = await PartnerProposal.all()
    desk = await sign_in(await coordinator(new_person))
    page = (await desk.get(desk.address("news:offer", proposal=proposal.id))).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    await desk.submit(desk.address("news:offer_adopt", proposal=proposal.id))
    assert "<img" not in (await Article.get()).body_html


async def test_addresses_of_mail_do_not_wait_for_ever(partner: Visitor) -> None:
    await send(partner)
    assert await partners.forget_addresses() == 0
    advance(partners.KEPT + timedelta(days=1))
    assert await partners.forget_addresses() == 1
    assert (await PartnerProposal.get()).email == ""
