"""A picture, a film, a programme chosen from this computer in the form itself: kept once, in the group's space."""

from __future__ import annotations

import asyncio

import pytest

from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION
from boite.files.models import Node, NodeKind, Space, Upload
from boite.groups import shelves
from boite.groups.models import Group
from boite.library.models import Resource
from boite.news.desk import NEWS
from boite.news.models import Article
from boite.publishing.stages import Stage
from tests.conftest import OpenAccount, SignIn
from tests.groups.groups import group, put
from tests.news.desks import ELSEWHERE, HERE, agent, coordinator, places, sent, written
from tests.page_forms import form_with
from tests.pictures import png
from tests.visitors import Visitor

PHOTO = ("Un stand.png", png(), "image/png")
PDF = ("Programme.pdf", b"%PDF-1.7 text", "application/pdf")


@pytest.fixture
async def paul(new_person: OpenAccount) -> User:
    return await agent(new_person)


@pytest.fixture
async def author(paul: User, sign_in: SignIn) -> Visitor:
    return await sign_in(paul)


async def files() -> list[str]:
    """The names of all that is kept, folders aside."""
    return [node.name for node in await Node.filter(kind=NodeKind.FILE).order_by("changed_at")]


async def folder_of(node: Node) -> str:
    return (await Node.get(id=node.parent_id)).name


async def test_a_picture_of_this_computer_goes_with_the_news(author: Visitor) -> None:
    """The group had no space yet: nobody has to open one first."""
    page = await author.get(author.address("news:new"))
    assert 'enctype="multipart/form-data"' in page.text
    assert 'type="file" id="champ-picture" name="picture_file"' in page.text
    fields = sent(picture_alt="Trois stands sous les arbres.")
    answer = await author.submit_files(author.address("news:new"), fields, picture_file=PHOTO)
    assert answer.status_code == 303, answer.text
    article = await Article.get().select_related("picture")
    assert article.picture is not None
    assert (article.picture.name, article.picture_alt) == ("Un stand.png", "Trois stands sous les arbres.")
    assert article.picture.media_type == "image/png"
    assert await folder_of(article.picture) == "Images"
    owner = (await Space.get(id=article.picture.space_id)).owner_id
    assert (await Group.get(account_id=owner)).territory_id == HERE
    edit = (await author.get(author.address("news:edit", article=article.id))).text
    assert f'value="{article.picture_id}" selected' in edit
    assert 'value="drop:picture"' in edit


async def test_a_file_is_never_asked_twice(author: Visitor) -> None:
    """The form is refused: the file stays chosen, whatever is corrected afterwards."""
    new = author.address("news:new")
    refused = await author.submit_files(new, sent(title=""), picture_file=PHOTO, attachments_file=PDF)
    assert refused.status_code == 422
    assert await Article.all().count() == 0
    form = form_with(refused.text, "title")
    assert form is not None
    answer = await author.submit(new, **form.sent(title="Le forum", picture_alt="Un stand"))
    assert answer.status_code == 303
    kept = await NEWS.draft_of(await Article.get())
    assert [(await Node.get(id=node)).name for node in kept.files] == ["Programme.pdf", "Un stand.png"]
    assert sorted(await files()) == ["Programme.pdf", "Un stand.png"]


async def test_of_two_tabs_the_second_keeps_its_file(author: Visitor, paul: User) -> None:
    article = await written(paul)
    address = author.address("news:edit", article=article.id)
    form = form_with((await author.get(address)).text, "version")
    assert form is not None
    await author.edit(address, title="Le titre du premier onglet")
    late = await author.submit_files(address, form.sent(body="Le texte du second."), picture_file=PHOTO)
    assert late.status_code == 409
    assert "Le titre du premier onglet" in late.text
    again = form_with(late.text, "version")
    assert again is not None
    assert (await author.submit(address, **again.sent(picture_alt="Un stand"))).status_code == 303
    kept = await Article.get()
    assert (kept.title, kept.body) == ("Le titre du premier onglet", "Le texte du second.")
    assert kept.picture_id == (await Node.get(kind=NodeKind.FILE)).id


async def test_a_new_picture_takes_the_place_of_the_one_there_was(author: Visitor, paul: User) -> None:
    new = author.address("news:new")
    await author.submit_files(new, sent(picture_alt="Un stand"), picture_file=PHOTO)
    article = await Article.get()
    address = author.address("news:edit", article=article.id)
    form = form_with((await author.get(address)).text, "version")
    assert form is not None
    other = ("Autre.png", png(), "image/png")
    assert (await author.submit_files(address, form.sent(), picture_file=other)).status_code == 303
    assert (await Node.get(id=(await Article.get()).picture_id)).name == "Autre.png"
    form = form_with((await author.get(address)).text, "version")
    assert form is not None
    without = await author.submit(address, **form.sent(gesture="drop:picture"))
    assert without.status_code == 200
    bare = form_with(without.text, "version")
    assert bare is not None
    assert (await author.submit(address, **bare.sent())).status_code == 303
    assert (await Article.get()).picture_id is None
    assert len(await files()) == 2, "what is taken out of a text stays in the group's space"


async def test_several_files_are_attached_at_once(author: Visitor) -> None:
    other = ("Plan.pdf", b"%PDF-1.7 plan", "application/pdf")
    answer = await author.submit_files(author.address("news:new"), sent(), attachments_file=[PDF, other])
    assert answer.status_code == 303
    kept = await NEWS.draft_of(await Article.get())
    attached = [await Node.get(id=node) for node, _ in kept.attachments]
    assert [node.name for node in attached] == ["Programme.pdf", "Plan.pdf"]
    assert {await folder_of(node) for node in attached} == {"Documents"}


async def test_a_script_gets_its_part_of_the_page_with_the_file_chosen(author: Visitor) -> None:
    new = author.address("news:new")
    headers = {"hx-request": "true"}
    typed = sent(title="Pas encore fini", gesture="files")
    part = await author.submit_files(new, typed, headers=headers, picture_file=PHOTO)
    assert part.status_code == 200
    assert part.text.startswith('<div class="stack-tight" id="fichiers">')
    node = await Node.get(kind=NodeKind.FILE)
    assert f'value="{node.id}" selected' in part.text
    assert 'data-chosen="' in part.text
    wrong = await author.submit_files(new, typed, headers=headers, picture_file=PDF)
    assert "n&#39;est pas une image" in wrong.text
    assert await Article.all().count() == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("Photo.png", b"<!doctype html><script>alert(1)</script>", "n'est pas une image"),
        (
            "Dessin.png",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>a()</script></svg>",
            "n'est pas une image",
        ),
        ("Photo.jpg", b"%PDF-1.7 text", "n'est pas une image"),
        ("Photo.jpg", b"MZ\x90\x00" + b"\x00" * 400, "n'est pas une image"),
        ("Vide.png", b"", "est vide"),
    ],
)
async def test_what_lies_is_refused_and_nothing_of_it_is_kept(
    author: Visitor, name: str, content: bytes, said: str
) -> None:
    fields = sent(body="Mon texte à moi")
    answer = await author.submit_files(author.address("news:new"), fields, picture_file=(name, content, "image/png"))
    assert answer.status_code == 422
    assert said in answer.text.replace("&#39;", "'")
    assert "Mon texte à moi" in answer.text
    assert await files() == []
    assert await Upload.all().count() == 0


async def test_a_film_is_not_deposited_as_a_document(author: Visitor, new_person: OpenAccount) -> None:
    film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64
    fields = sent(level="courant", language="fr", title="Le fournil")
    for field in ("body",):
        fields.pop(field)
    new = author.address("library:new")
    wrong = await author.submit_files(f"{new}?sorte=document", fields, node_file=("Fournil.mp4", film, "video/mp4"))
    assert wrong.status_code == 422
    assert "est une vidéo ou un son" in wrong.text
    right = await author.submit_files(f"{new}?sorte=video", fields, node_file=("Fournil.mp4", film, "video/mp4"))
    assert right.status_code == 303, right.text
    resource = await Resource.get().select_related("node")
    assert resource.node is not None
    assert resource.node.name == "Fournil.mp4"
    assert await folder_of(resource.node) == "Documents"


async def test_too_large_for_the_group_is_said_and_reserves_nothing(author: Visitor) -> None:
    kept = await group(HERE, quota=1_000)
    heavy = ("Grand.png", png() + b"\x00" * 50_000, "image/png")
    answer = await author.submit_files(author.address("news:new"), sent(title="Gardé"), picture_file=heavy)
    assert answer.status_code == 422
    assert "dans l&#39;espace du groupe. Demandez" in answer.text
    assert 'value="Gardé"' in answer.text
    space = await Space.get(owner_id=kept.account_id)
    assert (space.used_bytes, space.reserved_bytes) == (0, 0)
    assert await files() == []


async def test_a_stranger_leaves_nothing(
    author: Visitor, new_person: OpenAccount, sign_in: SignIn, client: Visitor
) -> None:
    """Nobody, somebody with a box, a professional of no structure, a page without its token."""
    new = author.address("news:new")
    ines = await sign_in(await new_person("Inès"))
    alone = await sign_in(await new_person("Léa", AccountRole.PROFESSIONAL))
    for visitor in (client, ines, alone):
        answer = await visitor.submit_files(new, sent(), picture_file=PHOTO)
        assert answer.status_code == (401 if visitor is client else 403)
    forged = await author.post(new, data=sent(), files={"picture_file": PHOTO})
    assert forged.status_code == 403
    late = await author.post(new, files=[("picture_file", PHOTO), ("csrf", (None, author.csrf_token()))])
    assert late.status_code == 403, "the token comes before the first byte of a file"
    assert await files() == []


async def test_nobody_writes_in_the_space_of_another_territory(author: Visitor) -> None:
    await places()
    await group(ELSEWHERE)
    answer = await author.submit_files(author.address("news:new"), sent(territory=ELSEWHERE), picture_file=PHOTO)
    assert answer.status_code == 422
    node = await Node.get(kind=NodeKind.FILE)
    owner = (await Space.get(id=node.space_id)).owner_id
    assert (await Group.get(account_id=owner)).territory_id == HERE


async def test_the_regions_coordination_keeps_it_where_it_writes(new_person: OpenAccount, sign_in: SignIn) -> None:
    desk = await sign_in(await coordinator(new_person, REGION))
    for territory in (REGION, ELSEWHERE):
        answer = await desk.submit_files(
            desk.address("news:new"), sent(territory=territory, picture_alt="x"), picture_file=PHOTO
        )
        assert answer.status_code == 303
    assert {row.territory_id for row in await Group.all()} == {REGION, ELSEWHERE}


async def test_many_at_once_make_one_folder(paul: User) -> None:
    made = await group(HERE)
    found = await asyncio.gather(*(shelves.shelf(made, shelves.PICTURES, by=paul) for _ in range(8)))
    assert len({folder.id for folder in found}) == 1
    assert await Node.filter(name="Images").count() == 1


async def test_a_paper_that_bears_the_name_of_the_folder_disturbs_nobody(paul: User, author: Visitor) -> None:
    await put(await group(HERE), author.app.state.store, "Images", b"texte")
    answer = await author.submit_files(author.address("news:new"), sent(picture_alt="x"), picture_file=PHOTO)
    assert answer.status_code == 303
    article = await Article.get().select_related("picture")
    assert article.picture is not None
    assert await folder_of(article.picture) == "Groupe Orléans"


class TestPublishFromTheEditor:
    """« Publier », or « Proposer », beside « Garder le brouillon »."""

    async def test_a_coordination_publishes(self, new_person: OpenAccount, sign_in: SignIn) -> None:
        desk = await sign_in(await coordinator(new_person))
        page = (await desk.get(desk.address("news:new"))).text
        assert "Publier" in page
        assert "Garder le brouillon" in page
        fields = sent(picture_alt="Un stand", gesture="onward")
        answer = await desk.submit_files(desk.address("news:new"), fields, picture_file=PHOTO)
        assert answer.status_code == 303
        article = await Article.get()
        assert article.stage == Stage.PUBLISHED
        assert answer.headers["location"] == desk.address("news:desk", article=article.id)

    async def test_an_agent_proposes(self, author: Visitor) -> None:
        assert "Proposer à la coordination" in (await author.get(author.address("news:new"))).text
        assert (await author.submit(author.address("news:new"), **sent(gesture="onward"))).status_code == 303
        assert (await Article.get()).stage == Stage.PROPOSED

    async def test_what_lacks_something_is_kept_and_says_what(self, new_person: OpenAccount, sign_in: SignIn) -> None:
        desk = await sign_in(await coordinator(new_person))
        fields = sent(summary="", topic="", gesture="onward")
        answer = await desk.submit_files(desk.address("news:new"), fields, picture_file=PHOTO)
        assert answer.status_code == 422
        for words in ("Votre texte est gardé", "Écrivez un résumé", "Choisissez un thème", "Décrivez l&#39;image"):
            assert words in answer.text
        article = await Article.get()
        assert article.stage == Stage.DRAFT
        form = form_with(answer.text, "version")
        assert form is not None
        assert form.action == desk.address("news:edit", article=article.id)
        whole = form.sent(summary="Trente entreprises.", topic="emploi", picture_alt="Un stand", gesture="onward")
        assert (await desk.submit(form.action, **whole)).status_code == 303
        assert (await Article.get()).stage == Stage.PUBLISHED

    async def test_a_day_to_come_is_waited_for(self, new_person: OpenAccount, sign_in: SignIn) -> None:
        desk = await sign_in(await coordinator(new_person))
        fields = sent(gesture="onward", publish_on="2031-03-03", publish_time="08:00")
        assert (await desk.submit(desk.address("news:new"), **fields)).status_code == 303
        assert (await Article.get()).stage == Stage.SCHEDULED
