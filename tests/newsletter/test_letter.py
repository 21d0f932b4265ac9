"""A letter as it is read: whole, plain, frozen as it was sent, found again at its address."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from PIL import Image
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.journal import unseen
from boite.mail.merge import REASON, UNSUBSCRIBE
from boite.mail.messages import Letter
from boite.news.desk import NEWS
from boite.news.models import Article
from boite.newsletter import composer, launch, plain_text, rendering, schedule
from boite.newsletter.chores import CHORES
from boite.newsletter.composer import Extra
from boite.newsletter.mail_styles import styled
from boite.newsletter.models import Issue, IssueStage, Sending
from boite.newsletter.schedule import Wish
from boite.text import rich_text
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.groups.groups import draw, group, put
from tests.news.desks import HERE, coordinator, published
from tests.news.hostile import PAYLOADS
from tests.newsletter.letters import as_it_is, begun, on_line
from tests.pictures import png
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio
LINK = "[un lien](https://example.org/a?b=1&c=2)"
EDITORIAL = f"# Bonjour\n\nVoici **la lettre**, avec {LINK}.\n\n- un\n- deux " + "long " * 30
RUNS = {"script", "iframe", "object", "embed", "link", "form", "svg", "math", "base"}
SITE = "http://testserver"
FOREIGN = {"https://example.org/a?b=1&c=2", "https://example.org/extra"}


class Read(HTMLParser):
    """The elements of a page: name and attributes, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def of(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element of this name."""
        return [values for name, values in self.found if name == tag]


async def told(person: User) -> list[str]:
    """What waits on somebody's home page."""
    return [line.words for line in (await unseen.of(person.id)).lines]


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


@pytest.fixture
async def issue(app: Starlette, nadia: User, store: BlobStore) -> Issue:
    """A draft with everything: news, event, resource, picture, something of its own."""
    poster = await put(await group(HERE), store, content=png(800, 600))
    await on_line(nadia, app)
    await published(nadia, title="Avec une image", topic="orientation", picture=poster.id, picture_alt="Un stand")
    await draw(app.state.settings, store)
    made = await begun(app, nadia)
    own = Extra(title="À lire ailleurs", words="En deux mots.", address="https://example.org/extra")
    await composer.keep(made, await as_it_is(made, editorial=EDITORIAL, extra=own), version=1, by=nadia)
    return made


async def send(issue: Issue, app: Starlette, by: User) -> Sending:
    """Send it now: what the chore writes down."""
    settings, wish = app.state.settings, Wish(at=None, anyway=True)
    await schedule.schedule(issue, wish, version=issue.version, settings=settings, by=by)
    assert await launch.begin_due(settings, app.state.store) == 1
    await issue.refresh_from_db()
    return await Sending.get(issue_id=issue.id)


async def test_the_mail_is_plain_and_whole(app: Starlette, issue: Issue, client: Visitor) -> None:
    made = await rendering.letter(issue, app.state.settings)
    check_html(made)
    read = Read(made.html)
    links = [values["href"] for values in read.of("a")]
    ours = [href for href in links if href.startswith(SITE)]
    assert set(links) - set(ours) == FOREIGN | {UNSUBSCRIBE}
    assert not [href for href in ours if urlsplit(href).query], "an address that says who follows it"
    for href in ours:
        assert (await client.get(href)).status_code == 200, href
    [picture] = read.of("img")
    assert picture["alt"] == "Un stand"
    assert urlsplit(picture["src"])[:2] == ("http", "testserver")
    assert re.fullmatch(r"/medias/.*/640/.*|/medias/.*640.*", urlsplit(picture["src"]).path)
    drawn = await client.get(picture["src"])
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/jpeg"), "Outlook shows no WebP"
    with Image.open(BytesIO(drawn.content), formats=["JPEG"]) as image:
        assert image.size == (640, 480)
    same = await client.get(picture["src"], headers={"if-none-match": drawn.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    head = await client.request("HEAD", picture["src"])
    assert head.headers["content-length"] == str(len(drawn.content))
    on_pages = await client.get(picture["src"].replace(".jpg", ".webp"))
    assert (on_pages.headers["content-type"], on_pages.headers["etag"]) != ("image/jpeg", drawn.headers["etag"])
    assert on_pages.content[8:12] == b"WEBP"
    renamed = await client.get(re.sub(r"[^/]*[.]jpg", "autre-nom.jpg", picture["src"]))
    assert renamed.headers["location"] == urlsplit(picture["src"]).path
    assert int(picture["width"]) > 100, "no pixel"
    assert REASON in made.html
    assert len(made.html.encode()) < 90_000


def check_html(made: Letter) -> None:
    """Nothing runs, nothing comes from elsewhere, whatever the words are."""
    found = Read(made.html).found
    assert not {tag for tag, _ in found} & RUNS
    for tag, values in found:
        assert not [name for name in values if name.startswith("on")], tag
        if "href" in values:
            assert urlsplit(values["href"]).scheme in {"http", "https", "mailto", "tel"}
        if "src" in values:
            assert tag == "img"
            assert values["src"].startswith(f"{SITE}/medias/")
        if tag == "img":
            assert values["alt"]
        assert "url(" not in values.get("style", "")


async def test_the_text_part(app: Starlette, issue: Issue) -> None:
    text = (await rendering.letter(issue, app.state.settings)).text
    lines = text.splitlines()
    long = [line for line in lines if len(line) > plain_text.WIDTH]
    assert not [line for line in long if not line.strip().startswith("http")]
    for address in (*FOREIGN, f"{SITE}/actualites/un-forum-a-orleans", UNSUBSCRIBE):
        assert address in {line.strip() for line in lines}, address
    assert "EMPLOI\n======" in text
    assert "Bonjour\n-------" in text
    assert "\n- un\n- deux long" in text
    assert "**" not in text
    assert "\n\n\n\n" not in text


@tried(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=40)), max_size=6).map("\n\n".join))
def test_no_editorial_runs_anything(editorial: str) -> None:
    html = styled(rich_text.render(editorial))
    check_html(Letter("", "", html))
    for tag, values in Read(html).found:
        assert set(values) <= {"href", "title", "start", "style"}, tag
    lines = plain_text.of_html(html).splitlines()
    assert not [line for line in lines if len(line) > plain_text.WIDTH and " " in line.strip(" >-")]


async def test_hostile_words_everywhere(app: Starlette, nadia: User, sign_in: SignIn, issue: Issue) -> None:
    extra = Extra(title=PAYLOADS[0], words=PAYLOADS[3], address="https://example.org/extra")
    body = "\n\n".join(PAYLOADS[:40])[:6000]
    hostile = await as_it_is(issue, title=PAYLOADS[5], editorial=body, extra=extra)
    await composer.keep(issue, hostile, version=issue.version, by=nadia)
    check_html(await rendering.letter(issue, app.state.settings))
    visitor = await sign_in(nadia)
    for name in ("compose", "preview_mail", "preview_text", "preview_page", "preview_paper", "sending"):
        page = await visitor.get(visitor.address(f"newsletter:{name}", issue=issue.id))
        inside = Read(page.text)
        assert not [values for _, values in inside.found if any(key.startswith("on") for key in values)]
        assert not [values for values in inside.of("script") if "src" not in values]
    body_page = await visitor.get(visitor.address("newsletter:preview_mail_body", issue=issue.id))
    policy = body_page.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    framing = (await visitor.get(visitor.address("newsletter:preview_mail", issue=issue.id))).headers
    assert "frame-src 'self'" in framing["content-security-policy"]


async def test_what_is_sent_never_changes(app: Starlette, issue: Issue, nadia: User, client: Visitor) -> None:
    gone = await Article.get(title="Blois aussi vous invite")
    await NEWS.withdraw(gone, "Annulé.", by=nadia)
    await Article.filter(title="Un forum à Orléans").update(title="Le forum d'Orléans")
    sending = await send(issue, app, nadia)
    address = client.address("newsletter:issue", territory=HERE, slug=issue.slug)
    before = await client.get(address)
    assert (issue.stage, issue.number) == (IssueStage.SENDING, 1)
    for face in (sending.html, sending.text, before.text):
        assert "Le forum d&#39;Orléans" in face or "Le forum d'Orléans" in face
        assert "Blois aussi" not in face, "what was withdrawn in between is left out"
    assert f"{SITE}{address}" in sending.text
    await Article.filter(title="Le forum d'Orléans").update(title="Un tout autre titre", summary="Autre chose.")
    await NEWS.withdraw(await Article.get(title="Valider son expérience"), "Annulé.", by=nadia)
    assert (await client.get(address)).text == before.text
    assert (await rendering.letter(issue, app.state.settings)).html == sending.html


async def test_an_editorial_of_an_older_renderer_is_never_shown_and_is_made_again(app: Starlette, issue: Issue) -> None:
    await Issue.filter(id=issue.id).update(rendered_with=0, editorial_html="<b>ancien</b>")
    old = await Issue.get(id=issue.id)
    assert "<b>ancien</b>" not in (await rendering.letter(old, app.state.settings)).html
    [renew] = [chore for chore in CHORES if chore.name == "renew letters"]
    assert await renew.run(app.state.settings, app.state.store) == 1
    assert await renew.run(app.state.settings, app.state.store) == 0
    assert "<h" in (await Issue.get(id=issue.id)).editorial_html


async def test_nothing_left_goes_back_to_its_writer(app: Starlette, nadia: User) -> None:
    article = await published(nadia, title="La seule")
    issue = await begun(app, nadia)
    wish = Wish(at=None, anyway=True)
    await schedule.schedule(issue, wish, version=1, settings=app.state.settings, by=nadia)
    await NEWS.withdraw(article, "Annulé.", by=nadia)
    assert await launch.begin_due(app.state.settings, app.state.store) == 0
    await issue.refresh_from_db()
    assert (issue.stage, issue.number, issue.slug) == (IssueStage.DRAFT, None, None)
    assert "a été retiré" in issue.reason
    assert await told(nadia) == [f"La lettre « {issue.title} » n'est pas partie : {issue.reason.rstrip('.')}."]
    await composer.keep(issue, await as_it_is(issue, editorial="Bonjour."), version=issue.version, by=nadia)
    await schedule.schedule(issue, wish, version=issue.version, settings=app.state.settings, by=nadia)
    assert await told(nadia) == [], "taken in hand"


async def test_the_archive(app: Starlette, issue: Issue, nadia: User, client: Visitor, sign_in: SignIn) -> None:
    index = client.address("newsletter:index")
    assert "Pas encore de lettre" in (await client.get(index)).text
    await send(issue, app, nadia)
    second = await begun(app, nadia)
    await composer.keep(second, await as_it_is(second, title="La suite !"), version=1, by=nadia)
    await send(second, app, nadia)
    assert (second.number, second.slug) == (2, "2-la-suite")
    address = client.address("newsletter:issue", territory=HERE, slug="2-la-suite")
    for page in (index, client.address("newsletter:territory", territory=HERE)):
        shown = await client.get(page)
        assert address in shown.text
        assert client.address("newsletter:subscribe") in shown.text
        tag = shown.headers["etag"]
        assert shown.headers["cache-control"] == "public, max-age=60"
        assert (await client.get(page, headers={"if-none-match": tag})).status_code == 304
    letter = await client.get(address)
    assert Read(letter.text).of("h1")
    assert (await client.get(address, headers={"if-none-match": letter.headers["etag"]})).status_code == 304
    moved = await client.get(client.address("newsletter:issue", territory=HERE, slug="2-autre-titre"))
    assert (moved.status_code, moved.headers["location"]) == (301, address)
    draft = await begun(app, nadia)
    senseless = [("R24", "2-la-suite"), ("é", "2"), *((HERE, slug) for slug in ("3-x", "0", "2x", str(draft.id)))]
    for territory, slug in senseless:
        missing = await client.get(client.address("newsletter:issue", territory=territory, slug=slug))
        assert missing.status_code == 404, slug
    assert (await client.get(client.address("newsletter:territory", territory="SPRO-99"))).status_code == 404
    await Issue.filter(id=second.id).update(stage=IssueStage.SENT)
    await second.refresh_from_db()
    await schedule.withdraw(second, by=nadia)
    assert (await client.get(address)).status_code == 410
    assert address not in (await client.get(index)).text
    await schedule.restore(second, by=nadia)
    mine = await sign_in(nadia)
    assert (await mine.get(address)).headers["cache-control"] == "no-store"
