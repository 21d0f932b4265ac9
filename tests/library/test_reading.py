"""What readers see: lists by an address, searches, one resource, its film by parts, its subtitles, views counted."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from boite.accounts.models import User
from boite.clock import today
from boite.files import previews
from boite.library import resource_lists
from boite.library.desk import LIBRARY
from boite.library.models import Level, LinkWatch, Resource, ResourceKind, ResourceViews
from boite.library.resource_lists import WantedResources
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.files.test_query_counts import counted
from tests.library.resources import VTT, make_resource, put, some_jobs
from tests.library.test_publishing import WEBM
from tests.news.desks import ELSEWHERE, HERE, coordinator
from tests.pictures import png
from tests.visitors import FIREFOX, Visitor


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


async def shown(client: Visitor, query: str = "") -> list[str]:
    """The titles of a list."""
    page = (await client.get(f"{client.address('library:resources')}?{query}")).text
    return [re.sub(r"\s+", " ", title) for title in re.findall(r'class="resource-title"><a [^>]*>([^<]*)</a>', page)]


async def test_lists_by_an_address_and_words(
    nadia: User, new_person: OpenAccount, store: BlobStore, client: Visitor
) -> None:
    await some_jobs()
    sound = await put(store, "Émission.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40))
    await make_resource(nadia, store, title="Le pain", jobs=("D1102",), publics=("jeunes",))
    await make_resource(nadia, store, title="Partout", territory=None, topic="droits", level=Level.EASY)
    heard = {"kind": ResourceKind.AUDIO, "link": "", "node": sound.id, "transcript": "Parlons de l'**orthophoniste**."}
    await make_resource(nadia, store, title="Les élèves", level=Level.ADVANCED, **heard)
    blois = await coordinator(new_person, ELSEWHERE)
    await make_resource(blois, store, title="À Blois", territory=ELSEWHERE, places=(HERE,))
    await make_resource(blois, store, title="Seulement à Blois", territory=ELSEWHERE)
    everything = ["Seulement à Blois", "À Blois", "Les élèves", "Partout", "Le pain"]
    for query, expected in {
        "": everything,
        f"territoire={HERE}": ["À Blois", "Les élèves", "Partout", "Le pain"],
        "territoire=R24": ["Partout"],
        "theme=droits": ["Partout"],
        "type=audio&type=video": ["Les élèves"],
        "niveau=facile": ["Partout"],
        "metier=d1102": ["Le pain"],
        "public=etudiant": ["Seulement à Blois", "À Blois", "Les élèves", "Partout"],
        "mots=boulangère": ["Le pain"],
        "mots=BOULANGER": ["Le pain"],
        "mots=eleve": ["Les élèves"],
        "mots=orthophonistes": ["Les élèves"],
        "mots=pain+inconnu": ["Le pain"],
        "mots=%22)+OR+*+%26+%27": [],
        "metier=%27&type=x&page=0&niveau=%00": everything,
    }.items():
        assert await shown(client, query) == expected, query
    assert 'value="D1102" selected' in (await client.get("/ressources/?metier=D1102")).text


async def test_a_film_by_parts_its_subtitles_and_its_words(
    nadia: User, store: BlobStore, client: Visitor, settings: Settings
) -> None:
    node, captions = await put(store, "L'atelier.webm", WEBM + bytes(5000)), await put(store, "Atelier.vtt", VTT)
    values = {"kind": ResourceKind.VIDEO, "title": "L'atelier </script>", "link": "", "node": node.id}
    resource = await make_resource(nadia, store, **values, subtitles=captions.id, transcript="Elle **ponce**.<script>")
    page = (await client.get(f"/ressources/{resource.slug}")).text
    [source] = re.findall(r'<source src="([^"]+)"', page)
    part = await client.get(source, headers={"range": "bytes=100-199"})
    assert (part.status_code, len(part.content), part.headers["content-type"]) == (206, 100, "video/webm")
    assert "<strong>ponce</strong>" in page
    assert re.search(r"atelier\.webm \(5\s?ko\)", page)
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    said: dict[str, Any] = json.loads(data)
    assert (said["@type"], said["name"]) == (["LearningResource", "VideoObject"], "L'atelier </script>")
    [track] = re.findall(r'<track kind="captions"[^>]* src="([^"]+)" default>', page)
    answer = await client.get(track)
    assert (answer.status_code, answer.content) == (200, VTT)
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none';")
    await LIBRARY.withdraw(resource, "Non.", by=nadia)
    assert (await client.get(f"/ressources/{resource.slug}")).status_code == 410
    assert (await client.get(track)).status_code == 410
    assert (await client.get(source)).status_code == 404
    assert (await client.get("/ressources/inconnue")).status_code == 404


async def test_the_first_page_of_a_document_stands_for_it(
    nadia: User, store: BlobStore, client: Visitor, settings: Settings
) -> None:
    node = await put(store, "Affiche.png", png(640, 400))
    await make_resource(nadia, store, kind=ResourceKind.DOCUMENT, link="", node=node.id)
    page = (await client.get("/ressources/")).text
    assert "resource-title" in page
    assert "resource-picture" not in page, "no hole, nor stripes, where there is no picture"
    while await previews.make_due(settings, store):
        pass
    page = (await client.get("/ressources/")).text
    [address] = re.findall(r'<img class="resource-picture resource-page" src="([^"]+)"', page)
    answer = await client.get(address.replace("&amp;", "&"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")


async def test_unchanged_pages_are_answered_304_and_views_have_no_identity(
    nadia: User, store: BlobStore, client: Visitor, sign_in: SignIn, person: User
) -> None:
    resource = await make_resource(nadia, store)
    address = f"/ressources/{resource.slug}"
    for page in (address, "/ressources/"):
        first = await client.get(page, headers=FIREFOX)
        again = await client.get(page, headers={"if-none-match": first.headers["etag"]} | FIREFOX)
        assert (first.status_code, again.status_code) == (200, 304), page
        assert first.headers["cache-control"].startswith("public")
    for headers in ({"user-agent": "Googlebot/2.1"}, {**FIREFOX, "sec-purpose": "prefetch"}, {"user-agent": ""}):
        await client.get(address, headers=headers)
    await (await sign_in(nadia)).get(address, headers=FIREFOX)
    await (await sign_in(person)).get(address, headers=FIREFOX)
    await client.app.state.tally.write()
    [row] = await ResourceViews.all()
    assert (row.resource_id, row.times) == (resource.id, 2)
    before = (await client.get(address)).headers["etag"]
    await LinkWatch.filter(resource_id=resource.id).update(state="dead")
    dead = await client.get(address)
    assert dead.headers["etag"] != before
    assert "ne répondait plus" in dead.text


async def test_pages_ask_no_more_for_many_than_for_one(
    nadia: User, store: BlobStore, client: Visitor, sign_in: SignIn
) -> None:
    desk = await sign_in(nadia)
    last = await make_resource(nadia, store)
    await Resource.filter(id=last.id).update(next_check=today())
    counts = []
    for number in range(5):
        if number in {0, 4}:
            pages = [(client, "/ressources/?mots=site"), (client, "/ressources/"), (client, f"/ressources/{last.slug}")]
            pages += [(desk, desk.address(f"library:{name}")) for name in ("mine", "queue", "upkeep")]
            asked = []
            for visitor, page in pages:
                with counted() as seen:
                    assert (await visitor.get(page)).status_code == 200
                asked.append(len(seen))
            counts.append(asked)
        last = await make_resource(nadia, store, title=f"Le site numéro {number}", places=(ELSEWHERE,))
        await Resource.filter(id=last.id).update(next_check=today())
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 14, counts


async def test_what_others_build_on(nadia: User, store: BlobStore) -> None:
    for number in range(3):
        await make_resource(nadia, store, title=f"Numéro {number}", topic="emploi" if number else "droits")
    newest = await resource_lists.published(today(), today(), territory=HERE, topic="emploi")
    assert [row["title"] for row in newest] == ["Numéro 2", "Numéro 1"]
    rows = (await resource_lists.LISTS.page(WantedResources())).rows
    assert [row["title"] for row in await resource_lists.by_ids([row["id"] for row in rows][::-1])] == [
        row["title"] for row in rows[::-1]
    ]
    assert [row["title"] for row in await resource_lists.of_topic("droits")] == ["Numéro 0"]
    assert not await resource_lists.published(today() - timedelta(days=2), today() - timedelta(days=1))
