"""A resource from its author to readers and back: what is refused, in which words, and who may do what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.routing import Route

from boite.accounts.models import AccountRole, User
from boite.clock import months_later, today
from boite.errors import Conflict, Invalid, StaleVersion
from boite.files.models import Node
from boite.groups import file_picker
from boite.groups.models import PublicFile
from boite.journal.models import Entry
from boite.library.desk import LIBRARY, LibraryDesk
from boite.library.desk_pages import PAGES
from boite.library.models import LinkWatch, Resource, ResourceDocument, ResourceKind, ResourceRevision
from boite.library.routes import routes
from boite.publishing.stages import Stage, Step
from boite.publishing.workflow import MovedOn
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.library.resources import MONTHS, VTT, draft, make_resource, proposed, put, sent, some_jobs
from tests.news.desks import ELSEWHERE, HERE, agent, coordinator
from tests.pictures import png
from tests.visitors import Visitor

WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


@pytest.fixture
async def paul(new_person: OpenAccount) -> User:
    return await agent(new_person)


async def film(store: BlobStore, **values: Any) -> dict[str, Any]:
    """The values of a video that lacks nothing."""
    node = await put(store, "Atelier.webm", WEBM)
    return {
        "kind": ResourceKind.VIDEO,
        "title": "L'atelier",
        "link": "",
        "node": node.id,
        "transcript": "Bonjour.",
        **values,
    }


async def test_written_proposed_published_corrected_checked_withdrawn_restored(
    nadia: User, paul: User, store: BlobStore
) -> None:
    await some_jobs()
    captions = await put(store, "Atelier.vtt", VTT)
    picture = await put(store, "Atelier.png", png())
    values = await film(store, subtitles=captions.id, picture=picture.id, picture_alt="Une planche.", jobs=("H2206",))
    resource = await proposed(paul, store, **values)
    assert not await PublicFile.exists()
    await LibraryDesk(store, MONTHS).publish(resource, version=1, by=nadia)
    kept = await Resource.get(id=resource.id)
    assert (kept.stage, kept.slug, kept.signature) == (Stage.PUBLISHED, "l-atelier", "Mission locale")
    assert (kept.checked_on, kept.checked_by_id, kept.next_check) == (today(), nadia.id, months_later(today(), MONTHS))
    assert await PublicFile.all().count() == 3
    with pytest.raises(Conflict):
        await (await Node.get(id=captions.id)).discard(by=nadia, days=30)
    await Resource.filter(id=kept.id).update(checked_on=None, next_check=None)
    corrected = draft(**{**values, "title": "L'atelier de bois", "subtitles": None})
    await LibraryDesk(store).correct(kept, corrected, version=1, note="Le titre.", by=nadia)
    assert (await Resource.get(id=kept.id)).slug == "l-atelier"
    assert await PublicFile.all().count() == 2
    await LibraryDesk(months=MONTHS).confirm(kept, by=paul)
    assert (await Resource.get(id=kept.id)).checked_by_id == paul.id
    with pytest.raises(Invalid):
        await LIBRARY.withdraw(kept, "", by=nadia)
    await LIBRARY.withdraw(kept, "Elle est fausse.", by=nadia)
    assert not await PublicFile.exists()
    assert not await ResourceDocument.exists()
    await LibraryDesk(store).restore(kept, by=nadia)
    assert await PublicFile.all().count() == 2
    steps = [Step.WRITTEN, Step.PROPOSED, Step.PUBLISHED, Step.CORRECTED, Step.CHECKED, Step.WITHDRAWN, Step.RESTORED]
    rows = await ResourceRevision.all().order_by("id")
    assert [row.step for row in rows] == steps
    assert [change["field"] for change in rows[3].changes] == ["title", "subtitles"]
    kinds = {entry.kind async for entry in Entry.filter(kind__startswith="library.")}
    assert kinds == {f"library.{step}" for step in steps}


async def test_two_decisions_have_one_winner(nadia: User, paul: User, store: BlobStore) -> None:
    resource = await proposed(paul, store)
    other = await Resource.get(id=resource.id)
    await LibraryDesk(store, MONTHS).publish(resource, version=1, by=nadia)
    assert await LinkWatch.filter(resource_id=resource.id, address=resource.link).exists()
    with pytest.raises(MovedOn):
        await LIBRARY.send_back(other, "Trop long.", by=nadia)
    with pytest.raises(StaleVersion):
        await LIBRARY.keep(other, draft(title="Autre"), version=1, by=paul)
    twin = await make_resource(nadia, store)
    assert twin.slug != resource.slug


async def test_no_title_takes_an_address_of_ours(nadia: User, store: BlobStore) -> None:
    firsts = {route.path.split("/")[1] for route in routes if isinstance(route, Route)}
    assert firsts - {"", "{slug}"} == LIBRARY.reserved
    resource = await make_resource(nadia, store, title="Rédaction")
    assert resource.slug == "redaction-2"


async def test_what_readers_would_miss_and_what_files_are_not(nadia: User, store: BlobStore) -> None:
    pdf = await put(store, "Film.mp4", b"%PDF-1.7 a lie")
    svg = await put(store, "Image.png", SVG)
    heavy = await put(store, "Lourd.vtt", b"WEBVTT\n\n" + b"x" * 1_000_001)
    page = await put(store, "Page.vtt", b"<!doctype html><script>alert(1)</script>")
    gone = await put(store, "Parti.webm", WEBM)
    await gone.discard(by=nadia, days=30)
    whole = await film(store)
    for field, values, words in [
        ("transcript", {**whole, "transcript": " "}, "Écrivez la transcription"),
        ("node", {**whole, "node": pdf.id}, "« Film.mp4 » n'est pas une vidéo"),
        ("node", {**whole, "kind": ResourceKind.AUDIO}, "« Atelier.webm » n'est pas un son"),
        ("node", {**whole, "kind": ResourceKind.DOCUMENT, "transcript": ""}, "est une vidéo ou un son"),
        ("node", {**whole, "node": gone.id}, "n'est plus dans l'espace du groupe"),
        ("node", {**whole, "node": None}, "Choisissez la vidéo"),
        ("subtitles", {**whole, "subtitles": page.id}, "WebVTT"),
        ("subtitles", {**whole, "subtitles": heavy.id}, "trop lourds"),
        ("picture_alt", {**whole, "picture": svg.id}, "Décrivez l'image"),
        ("link", {"link": ""}, "Écrivez l'adresse"),
        ("summary", {"summary": ""}, "Écrivez un résumé"),
        ("topic", {"topic": ""}, "Choisissez un thème"),
    ]:
        resource = await LIBRARY.begin(draft(**values), by=nadia)
        with pytest.raises(Invalid) as refused:
            await LibraryDesk(store, MONTHS).publish(resource, version=1, by=nadia)
        assert words in refused.value.fields[field], field
    drawing = await LIBRARY.begin(draft(**whole | {"picture": svg.id, "picture_alt": "Un piège."}), by=nadia)
    with pytest.raises(Conflict, match="n'est pas une image"):
        await LibraryDesk(store, MONTHS).publish(drawing, version=1, by=nadia)
    assert not await Resource.exists(stage=Stage.PUBLISHED)
    assert not await PublicFile.exists()


AUTHORS = {"propose", "take_back", "set_aside", "recover"}


async def at(name: str, paul: User, nadia: User, store: BlobStore) -> Resource:
    """A resource of Paul's at the stage where this gesture is possible."""
    if name in {"propose", "set_aside", "recover"}:
        resource = await LIBRARY.begin(draft(), by=paul)
        if name == "recover":
            await LIBRARY.set_aside(resource, by=paul)
        return resource
    resource = await proposed(paul, store)
    if name in {"check", "withdraw", "restore"}:
        await LibraryDesk(store, MONTHS).publish(resource, version=1, by=nadia)
    if name == "restore":
        await LIBRARY.withdraw(resource, "Parce que.", by=nadia)
    return resource


@pytest.mark.parametrize("name", PAGES.gestures)
async def test_the_six_questions_of_each_gesture(
    name: str, paul: User, nadia: User, store: BlobStore, sign_in: SignIn, new_person: OpenAccount, client: Visitor
) -> None:
    fields = {"version": "1", "reason": "Parce que."}
    resource = await at(name, paul, nadia, store)
    stage = resource.stage
    who, other = (paul, nadia) if name in AUTHORS else (nadia, paul)
    hand = await sign_in(who)
    address = hand.address(f"library:{name}", resource=resource.id)
    if name != "check":  # an author may check too
        private = stage in {Stage.DRAFT, Stage.ASIDE}
        assert (await (await sign_in(other)).submit(address, **fields)).status_code == (404 if private else 403)
    strangers = [await agent(new_person), await coordinator(new_person, ELSEWHERE), await new_person("Inès")]
    for stranger in (*strangers, await new_person("Hugo", AccountRole.OBSERVER)):
        assert (await (await sign_in(stranger)).submit(address, **fields)).status_code == 404, stranger.role
    for nonsense in ("0", NOBODY, "é"):
        answer = await hand.submit(hand.address(f"library:{name}", resource=nonsense), **fields)
        assert answer.status_code == 404
    assert (await hand.get(address)).status_code == 405
    assert (await hand.post(address, data=fields)).status_code == 403
    assert (await client.submit(address, **fields)).status_code == 401
    assert (await Resource.get(id=resource.id)).stage == stage
    assert (await hand.submit(address, **fields)).status_code == 303


async def test_the_editor_keeps_what_was_typed(paul: User, nadia: User, sign_in: SignIn, store: BlobStore) -> None:
    await some_jobs()
    desk = await sign_in(paul)
    new = desk.address("library:new")
    assert "Ajouter un lien" in (await desk.get(f"{new}?sorte=lien")).text
    assert "Une vidéo" in (await desk.get(new)).text
    for link in ("javascript:alert(1)", "file:///etc/passwd", "http://[", "https://"):
        answer = await desk.submit(f"{new}?sorte=lien", **sent(link=link, title="Un lien"))
        assert answer.status_code == 422
        assert "Écrivez une adresse de site" in answer.text
    stolen = await put(store, "Ailleurs.pdf", b"%PDF-1.7", ELSEWHERE)
    answer = await desk.submit(f"{new}?sorte=document", **sent(node=str(stolen.id)))
    assert answer.status_code == 422
    asked = sent(gesture="jobs", job_words="boulangère", jobs=["H2206", "X0000"])
    page = (await desk.submit(f"{new}?sorte=lien", **asked)).text
    assert "Boulangerie et viennoiserie" in page
    assert 'value="H2206" checked' in " ".join(page.split())
    assert not await Resource.exists()
    fields = sent(jobs=["D1102"], territory=HERE, publics=["jeunes"])
    answer = await desk.submit(f"{new}?sorte=lien", **fields)
    assert answer.status_code == 303
    assert (await desk.submit(f"{new}?sorte=lien", **fields)).status_code == 303
    resource = await Resource.get()
    edit = desk.address("library:edit", resource=resource.id)
    assert (await desk.submit(edit, **sent(title="Deux"))).status_code == 303
    answer = await desk.submit(edit, **sent(title="Trois"))
    assert answer.status_code == 409
    assert re.findall(r'class="both-words">([^<]*)<', answer.text) == ["Deux", "Trois"]
    for stranger in (nadia,):
        assert (await (await sign_in(stranger)).get(edit)).status_code == 404


async def test_a_blank_page_sent_twice_is_one_draft(paul: User, nadia: User, sign_in: SignIn) -> None:
    """The second goes on with what the first began, whose kind stays; somebody else's draft is not begun again."""
    desk, fields = await sign_in(paul), sent(title="Le guide")
    new = f"{desk.address('library:new')}?sorte="
    for kind, title in (("lien", "Le guide"), ("lien", "Le guide de l'été"), ("audio", "Le guide de l'hiver")):
        written = fields | {"title": title, "version": (await Resource.get()).version if title != "Le guide" else 1}
        assert (await desk.submit(new + kind, **written)).status_code == 303
        resource = await Resource.get()
        assert (resource.title, resource.kind, resource.link) == (title, ResourceKind.LINK, fields["link"])
    stale = await desk.submit(new + "lien", **fields | {"title": "Un autre"})
    assert stale.status_code == 409
    assert re.findall(r'class="both-words">([^<]*)<', stale.text) == ["Le guide de l&#39;hiver", "Un autre"]
    other = await sign_in(nadia)
    taken = await other.submit(new + "lien", **fields | {"title": "Piraté"})
    assert taken.status_code == 409
    assert "Piraté" in taken.text
    incomplete = await desk.submit(new + "lien", **fields | {"draft": "x", "title": "Sans page"})
    assert incomplete.status_code == 422
    assert "Cette page est incomplète" in incomplete.text
    assert "Sans page" in incomplete.text
    assert await Resource.all().count() == 1


async def test_a_transcript_saves_itself(paul: User, sign_in: SignIn) -> None:
    """What the script sends while somebody types, on the pages that have a long text."""
    desk = await sign_in(paul)
    new = f"{desk.address('library:new')}?sorte="
    assert [kind for kind in ResourceKind if "data-autosave" in (await desk.get(new + kind)).text] == [
        ResourceKind.VIDEO,
        ResourceKind.AUDIO,
    ]
    fields = {"csrf": desk.csrf_token(), **sent(title="Un métier", transcript="Bonjour.")}
    headers = {"x-autosave": "oui"}
    answer = await desk.post(new + "audio", data=fields, headers=headers)
    resource = await Resource.get()
    edit = desk.address("library:edit", resource=resource.id)
    assert answer.json() == {"version": 1, "address": edit, "words": "Enregistré"}
    later = fields | {"transcript": "Bonjour à tous."}
    assert (await desk.post(edit, data=later, headers=headers)).json()["version"] == 2
    assert (await desk.post(edit, data=later | {"transcript": "Non."}, headers=headers)).status_code == 409
    assert (await desk.post(edit, data=fields | {"title": ""}, headers=headers)).status_code == 422
    assert (await Resource.get()).transcript == "Bonjour à tous."


async def test_any_file_of_the_group_may_be_chosen(
    paul: User, sign_in: SignIn, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the latest ones, without a script, and what was typed or chosen stays. Never those of another group."""
    monkeypatch.setattr(file_picker, "PAGE", 1)
    old = await put(store, "Été, le guide.pdf", b"%PDF-1.7")
    picture = await put(store, "Dessin.png", png())
    await put(store, "Récent.pdf", b"%PDF-1.7")
    elsewhere = await put(store, "Le guide d'ailleurs.pdf", b"%PDF-1.7", ELSEWHERE)
    desk = await sign_in(paul)
    new = f"{desk.address('library:new')}?sorte=document"
    blank = (await desk.get(new)).text
    assert "Récent" in blank
    assert str(old.id) not in blank
    typed = sent(link="", title="Le guide de l'été", picture=str(picture.id), picture_alt="Un dessin.")
    asked = typed | {"gesture": "files", "file_words": "GUIDE ete"}
    page = (await desk.submit(new, **asked)).text
    assert f'<option value="{old.id}"' in page
    assert f'<option value="{picture.id}" selected' in page
    assert "Le guide de l&#39;été" in page
    assert str(elsewhere.id) not in page
    assert not await Resource.exists()
    alone = {"csrf": desk.csrf_token(), **asked}
    part = (await desk.post(new, data=alone, headers={"hx-request": "true"})).text
    assert part.startswith('<div class="stack-tight" id="fichiers">')
    assert f'hx-post="{new}"' in part
    assert (await desk.submit(new, **typed, node=str(old.id))).status_code == 303
    kept = await Resource.get()
    assert (kept.node_id, kept.picture_id) == (old.id, picture.id)


async def test_the_working_pages_say_what_waits(paul: User, nadia: User, store: BlobStore, sign_in: SignIn) -> None:
    await proposed(paul, store, title="À décider")
    online = await make_resource(nadia, store, title="Un vieux lien")
    await Resource.filter(id=online.id).update(next_check=today())
    await LinkWatch.filter(resource_id=online.id).update(
        state="dead", failed_days=3, said="Réponse 500.", tried_at=online.changed_at
    )
    desk, writer = await sign_in(nadia), await sign_in(paul)
    assert "À décider" in (await desk.get(desk.address("library:queue"))).text
    upkeep = (await desk.get(desk.address("library:upkeep"))).text
    assert upkeep.count("Un vieux lien") == 2
    assert "Lien mort" in upkeep
    assert "À décider" in (await writer.get(writer.address("library:mine"))).text
    assert (await writer.get(writer.address("library:queue"))).status_code == 403
    page = (await desk.get(desk.address("library:desk", resource=online.id))).text
    assert "Réponse 500." in page


async def test_each_field_offers_what_it_takes(paul: User, sign_in: SignIn, store: BlobStore) -> None:
    film, captions, words = (
        await put(store, "Film.webm", WEBM),
        await put(store, "Film.SRT", b"1\n00:00:00,000 --> 00:00:01,000\nA"),
        await put(store, "Mots.pdf", b"%PDF-1.7"),
    )
    desk = await sign_in(paul)
    wanted = {
        ResourceKind.VIDEO: {film.id, captions.id},
        ResourceKind.AUDIO: set(),
        ResourceKind.DOCUMENT: {words.id, captions.id},
    }
    for kind, nodes in wanted.items():
        page = (await desk.get(f"{desk.address('library:new')}?sorte={kind}")).text
        offered = set(re.findall(r'<option value="([0-9a-f-]{36})"', page))
        assert offered == {str(node) for node in nodes}, kind
