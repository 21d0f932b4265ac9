"""A link and its door say the same: no link of a page that one may read leads to a refusal."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION, Coordination, Membership, Structure
from tests.conftest import OpenAccount, SignIn
from tests.orientation.guide_rows import TOURS, make_answer, make_question, make_region
from tests.visitors import Visitor

MOST = 160
"""Pages read for each person."""
FIRST = (
    *("/", "/annuaire/", "/annuaire/?ou=Tours", "/annuaire/structures/ml-tours", "/qui-peut-m-aider/"),
    *("/qui-peut-m-aider/financer?ou=Tours", "/qui-peut-m-aider/accueil?mots=formation&ou=Tours"),
)
LEFT = re.compile(
    r"/static/|/deconnexion|/media/|/telechargement|\.(?:csv|json|pdf|zip|xlsx|ods|vcf|ics|xml|geojson)\b"
)
"""What is no page, or ends the visit."""
PEOPLE = {
    "a person": (AccountRole.PERSON, "", ""),
    "an agent of nowhere": (AccountRole.PROFESSIONAL, "", ""),
    "an agent": (AccountRole.PROFESSIONAL, "ml-tours", ""),
    "a coordinator of nowhere": (AccountRole.COORDINATOR, "", ""),
    "a coordinator": (AccountRole.COORDINATOR, "", TOURS),
    "a coordinator who is an agent too": (AccountRole.COORDINATOR, "ml-tours", TOURS),
    "the coordination of the region": (AccountRole.COORDINATOR, "", REGION),
}


@pytest.fixture
async def rows(app: Starlette) -> dict[str, Structure]:
    """The region, and a question that two networks answer."""
    made = await make_region()
    question = await make_question()
    await make_answer(question, "mission-locale")
    await make_answer(question, "apec")
    return made


async def posted(user: User, structure: Structure | None, territory: str) -> User:
    """This person with their posts."""
    if structure:
        await Membership.create(structure_id=structure.id, user_id=user.id)
    if territory:
        await Coordination.create(territory_id=territory, user_id=user.id)
    return user


async def refused(visitor: Visitor) -> list[str]:
    """The links that are refused, each with the page that shows it."""
    waiting, seen, found = [(each, "") for each in FIRST], set[str](), list[str]()
    while waiting and len(seen) < MOST:
        address, shown = waiting.pop(0)
        if (path := address.partition("?")[0]) in seen and shown:
            continue
        seen.add(path)
        answer = await visitor.get(address)
        if answer.status_code == 403 and shown:
            found.append(f"{address}, on {shown}")
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            hrefs = (urljoin(address, unescape(href)) for href in re.findall(r'<a [^>]*href="([^"#]+)', answer.text))
            waiting += [(href, address) for href in hrefs if href.startswith("/") and not LEFT.search(href)]
    return found


@pytest.mark.parametrize("who", PEOPLE)
async def test_no_link_leads_to_a_refusal(
    who: str, rows: dict[str, Structure], new_person: OpenAccount, sign_in: SignIn
) -> None:
    role, structure, territory = PEOPLE[who]
    visitor = await sign_in(await posted(await new_person("Zoé", role), rows.get(structure), territory))
    assert await refused(visitor) == []
