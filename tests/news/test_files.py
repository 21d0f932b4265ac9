"""The picture and the files of a piece of news: chosen from the group's space, public as long as it is on line."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.clock import advance, now
from boite.errors import Conflict, Invalid
from boite.files.models import Node, PaperUse
from boite.groups import file_picker
from boite.groups.models import Group, PublicFile
from boite.news import scheduling
from boite.news.desk import NEWS
from boite.news.models import Article, ArticleRevision
from boite.publishing.stages import Stage, Step
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.files import papers
from tests.groups.groups import draw, group, put
from tests.news.desks import ELSEWHERE, HERE, coordinator, draft, places, published, sent, written
from tests.page_forms import form_with
from tests.pictures import png
from tests.visitors import Visitor


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


@pytest.fixture
async def orleans(app: Starlette, nadia: User) -> Group:
    return await group(HERE)


async def public() -> set[UUID]:
    return {row.node_id for row in await PublicFile.all()}


async def test_shown_as_long_as_it_is_on_line(
    client: Visitor, app: Starlette, nadia: User, orleans: Group, store: BlobStore
) -> None:
    poster, programme = await put(orleans, store, content=png()), await put(orleans, store, "Programme.pdf")
    article = await written(
        nadia, picture=poster.id, picture_alt="Un stand", attachments=((programme.id, "Le programme"),)
    )
    assert await public() == set()
    await NEWS.publish(article, version=1, by=nadia)
    assert await public() == {poster.id, programme.id}
    address = client.address("news:article", slug=article.slug)
    tag = (await client.get(address)).headers["etag"]
    await draw(app.state.settings, store)
    page = await client.get(address, headers={"if-none-match": tag})
    assert page.status_code == 200
    assert 'alt="Un stand"' in page.text
    assert re.search(r'property="og:image" content="http://testserver/medias/', page.text)
    assert re.search(r'"image":\["http://testserver/medias/', page.text)
    [file] = re.findall(r'href="(/medias/[^"]*programme.pdf)"', page.text)
    assert "Le programme" in page.text
    assert (await client.get(file)).status_code == 200
    front = await client.get(client.address("news:front"))
    assert re.search(r'class="teaser-picture" src="/medias/[^"]*" srcset="[^"]* \d+w', front.text)
    await NEWS.withdraw(article, "Annulé.", by=nadia)
    assert (await client.get(file)).status_code == 404
    await NEWS.restore(article, by=nadia)
    assert (await client.get(file)).status_code == 200


async def test_a_correction_shows_what_it_says(nadia: User, orleans: Group, store: BlobStore) -> None:
    first, second = [await put(orleans, store, f"{number}.pdf") for number in range(2)]
    article = await published(nadia, attachments=((first.id, ""),))
    changed = draft(attachments=((second.id, "Le bon"),))
    await NEWS.correct(article, changed, version=1, note="Le fichier", by=nadia)
    assert await public() == {second.id}


async def test_what_is_on_line_keeps_its_files(nadia: User, orleans: Group, store: BlobStore) -> None:
    paper = await put(orleans, store, "Programme.pdf")
    await published(nadia, attachments=((paper.id, ""),))
    assert await PaperUse.filter(node_id=paper.id).count() == 1
    with pytest.raises(Conflict, match="forum"):
        await (await Node.get(id=paper.id)).discard(by=nadia, days=30)


async def test_a_picture_without_words_is_not_proposed(nadia: User, orleans: Group, store: BlobStore) -> None:
    poster = await put(orleans, store, content=png())
    article = await written(nadia, picture=poster.id)
    with pytest.raises(Invalid) as refused:
        await NEWS.propose(article, by=nadia)
    assert set(refused.value.fields) == {"picture_alt"}


async def test_a_file_that_has_gone_holds_nobody(nadia: User, orleans: Group, store: BlobStore) -> None:
    paper = await put(orleans, store, "Programme.pdf")
    broken = await written(nadia, title="Sans fichier", attachments=((paper.id, ""),))
    whole = await written(nadia, title="Entière")
    for article in (broken, whole):
        await scheduling.schedule(article, now() + timedelta(hours=1), version=1, by=nadia)
    await (await Node.get(id=paper.id)).discard(by=nadia, days=30)
    advance(timedelta(hours=2))
    assert await scheduling.publish_due() == 1
    assert (await Article.get(id=whole.id)).stage == Stage.PUBLISHED
    waiting = await Article.get(id=broken.id)
    assert (waiting.stage, waiting.slug) == (Stage.ACCEPTED, None)
    last = await ArticleRevision.filter(article_id=broken.id).order_by("-id").first()
    assert last is not None
    assert (last.step, last.by_id) == (Step.UNSCHEDULED, None)
    assert "« Programme »" in last.note
    assert await public() == set()


async def test_chosen_in_the_editor(nadia: User, orleans: Group, store: BlobStore, sign_in: SignIn) -> None:
    poster, programme = await put(orleans, store, content=png()), await put(orleans, store, "Programme.pdf")
    desk = await sign_in(nadia)
    page = await desk.get(desk.address("news:new"))
    assert f'<option value="{poster.id}"' in page.text
    assert f'name="attachments" value="{programme.id}"' in page.text
    assert f'<option value="{programme.id}"' not in page.text, "a document is no picture"
    fields = sent(picture=str(poster.id), picture_alt="Un stand", attachments=[str(programme.id)])
    answer = await desk.submit(desk.address("news:new"), **fields, **{f"label-{programme.id}": "Le programme"})
    assert answer.status_code == 303
    article = await Article.get()
    kept = await NEWS.draft_of(article)
    assert (kept.picture, kept.picture_alt) == (poster.id, "Un stand")
    assert kept.attachments == ((programme.id, "Le programme"),)
    edit = await desk.get(desk.address("news:edit", article=article.id))
    assert f'value="{programme.id}" checked' in edit.text
    assert 'value="Le programme"' in edit.text


async def test_no_file_of_anybody_else_is_chosen(
    nadia: User, orleans: Group, store: BlobStore, sign_in: SignIn, person: User
) -> None:
    await places()
    theirs = await put(await group(ELSEWHERE), store, "Blois.pdf")
    private = await papers.put(person, store)
    own = await papers.put(nadia, store, "Personnel.pdf")
    desk = await sign_in(nadia)
    assert "Personnel" not in (await desk.get(desk.address("news:new"))).text
    for node in (theirs.id, private.id, own.id, uuid4()):
        for fields in (sent(picture=str(node), picture_alt="x"), sent(attachments=[str(node)])):
            assert (await desk.submit(desk.address("news:new"), **fields)).status_code == 422
    assert not await Article.exists()


async def test_any_file_of_the_group_is_found_by_its_name(
    nadia: User, sign_in: SignIn, orleans: Group, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the latest ones too, without a script, and nothing of what was typed or chosen is lost."""
    monkeypatch.setattr(file_picker, "PAGE", 2)
    old = await put(orleans, store, "Été_2024, affiche du forum.png", png())
    chosen = await put(orleans, store, "Programme.pdf")
    elsewhere = await put(await group(ELSEWHERE), store, "Affiche du forum de Blois.png", png())
    for number in range(2):
        await put(orleans, store, f"Récent {number}.pdf")
        await put(orleans, store, f"Récente {number}.png", png())
    desk = await sign_in(nadia)
    blank = (await desk.get(desk.address("news:new"))).text
    assert "Récente 1<" in blank
    assert str(old.id) not in blank
    typed = sent(title="Un titre", attachments=[str(chosen.id)], **{f"label-{chosen.id}": "Le programme"})
    asked = {"gesture": "files", "file_words": "FORUM ete_"}
    page = (await desk.submit(desk.address("news:new"), **typed, **asked)).text
    assert f'<option value="{old.id}"' in page
    assert "1\u202ffichier trouvé" in page
    assert str(elsewhere.id) not in page, "the files of another group are not theirs"
    assert "Récent 1<" not in page
    assert f'value="{chosen.id}" checked' in page
    assert 'value="Le programme"' in page
    assert await Article.all().count() == 0
    for words in ("100%", "rien de tel"):
        page = (await desk.submit(desk.address("news:new"), **typed, gesture="files", file_words=words)).text
        assert "Aucun fichier" in page
        assert "Récente 1<" in page
    alone = {"csrf": desk.csrf_token(), **typed, **asked}
    part = (await desk.post(desk.address("news:new"), data=alone, headers={"hx-request": "true"})).text
    assert part.startswith('<div class="stack-tight" id="fichiers">')
    answer = await desk.submit(desk.address("news:new"), **typed, picture=str(old.id), picture_alt="Une affiche")
    assert answer.status_code == 303
    assert (await Article.get()).picture_id == old.id
    stolen = await desk.submit(desk.address("news:new"), **sent(picture=str(elsewhere.id)))
    assert stolen.status_code == 422


async def test_each_field_offers_what_fits_and_every_page_is_read(
    nadia: User, sign_in: SignIn, orleans: Group, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures are not hidden behind papers, what is left out is said, and the oldest file is a few buttons away."""
    monkeypatch.setattr(file_picker, "PAGE", 2)
    pictures = {(await put(orleans, store, f"Image {number}.png", png())).id for number in range(5)}
    for number in range(3):
        await put(orleans, store, f"Récent {number}.pdf")
    desk = await sign_in(nadia)
    new, seen = desk.address("news:new"), set[str]()
    page = (await desk.get(new)).text
    assert "Les plus récents sont montrés" in page
    for number in range(2, 5):
        offered = set(re.findall(r'<option value="([0-9a-f-]{36})"', page))
        assert len(offered) == (1 if number == 4 else 2), "the pictures of this page, whatever the papers"
        seen |= offered
        assert f'value="files:{number}"' in page
        page = (await desk.submit(new, **sent(title="Un titre"), gesture=f"files:{number}")).text
        assert 'value="Un titre"' in page
    assert seen == {str(node) for node in pictures}
    assert "files:5" not in page, "eight files are four pages"
    for nonsense in ("files:0", "files:-1", "files:x", "files:99999", "files:9999"):
        assert (await desk.submit(new, **sent(), gesture=nonsense)).status_code == 200
    found = (await desk.submit(new, **sent(), gesture="files:2", file_words="image")).text
    assert "5\u202ffichiers trouvés" in found
    assert "Récent" not in found


async def test_two_tabs_write_a_piece_of_news_that_has_files(
    sign_in: SignIn, nadia: User, orleans: Group, store: BlobStore
) -> None:
    """Whoever comes second sees both texts, and keeps the words that they gave to a file."""
    paper = await put(orleans, store, "Programme.pdf")
    article = await written(nadia, attachments=((paper.id, "Le programme"),))
    first, second = await sign_in(nadia), await sign_in(nadia)
    address = first.address("news:edit", article=article.id)
    form = form_with((await second.get(address)).text, "version")
    assert form is not None
    assert (await first.edit(address, title="Le premier titre")).status_code == 303
    changes = {"title": "Le second titre", f"label-{paper.id}": "Le bon programme"}
    refused = await second.submit(address, **form.sent(**changes))
    assert refused.status_code == 409
    assert "Le premier titre" in refused.text
    again = form_with(refused.text, "version")
    assert again is not None
    assert again.fields[f"label-{paper.id}"] == ["Le bon programme"]
    assert again.fields["title"] == ["Le second titre"]
