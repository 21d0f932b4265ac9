"""People type `/agenda`: one redirect, and the page."""

from __future__ import annotations

import pytest
from starlette.routing import Mount

from boite.routes import site_map
from boite.settings import Settings
from tests.visitors import Visitor

DOMAINS = ("/annuaire", "/actualites", "/agenda", "/ressources", "/lettre", "/portraits", "/qui-peut-m-aider")


@pytest.mark.parametrize("path", DOMAINS)
async def test_an_address_without_its_slash_leads_to_the_page(client: Visitor, path: str) -> None:
    answer = await client.get(f"{path}?x=1&y=", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, f"{path}/?x=1&y=")
    assert (await client.get(answer.headers["location"])).status_code == 200


async def test_every_domain_with_a_first_page_has_it(client: Visitor) -> None:
    for mount in site_map(Settings(environment="dev")):
        if isinstance(mount, Mount) and mount.path and any(getattr(one, "path", "") == "/" for one in mount.routes):
            answer = await client.get(mount.path, follow_redirects=False)
            assert answer.status_code == 301, mount.path


@pytest.mark.parametrize("path", ["/medias", "/nulle-part", "//exemple.fr", "/agenda/rien", "/agendas"])
async def test_no_other_address_is_redirected(client: Visitor, path: str) -> None:
    assert (await client.get(f"http://testserver{path}", follow_redirects=False)).status_code == 404


async def test_what_is_sent_is_not_redirected(client: Visitor) -> None:
    assert (await client.request("POST", "/agenda")).status_code in {403, 404, 405}
