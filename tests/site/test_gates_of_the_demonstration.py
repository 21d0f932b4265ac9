"""The gates of what the group publishes, tried on the rows of the demonstration: each address is that of something."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.agenda.models import Event, Registration, VisitStop
from boite.app import create_app
from boite.demo.cast import seed
from boite.directory.maintenance import suggestions
from boite.directory.models import ImportRun, Membership, ReceptionPoint, Revision, Service, Structure
from boite.library.models import Resource
from boite.news.models import Article, PartnerProposal
from boite.newsletter import links
from boite.newsletter.models import Issue, IssueStage, Subscription
from boite.orientation.models import Answer, Question
from boite.routes import PUBLIC
from boite.settings import Settings
from tests.journeys.watch import HEAVIEST
from tests.site.test_gates import GETS, OF_THE_GROUP, POSTS, address
from tests.visitors import Visitor, signed_in
from tests.weights import Scales

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(240)]

UPLOADS = {"directory:import_new", "orientation:check"}
"""Forms that carry a file."""
ONE_CLICK = {"newsletter:leave"}
"""What mail programs post by themselves (RFC 8058): the signed words of the address are its token."""
HEAVY = (
    *("/actualites/redaction/nouvelle", "/ressources/redaction/nouvelle?sorte=document", "/lettre/redaction"),
    *("/annuaire/?mots=mission+locale&ou=Orléans&rayon=100", "/annuaire/?ou=Tours", "/espace/ajouter", "/agenda/"),
    *("/agenda/travail/nouveau/rendez-vous", "/qui-peut-m-aider/accueil?question=apres-troisieme", "/groupe/", "/"),
    *("/qui-peut-m-aider/tableau", "/qui-peut-m-aider/questions/", "/qui-peut-m-aider/guide/SPRO-45-ORLEANS"),
    *("/annuaire/structures/info-jeunes-tours/modification", "/atelier/prevenir", "/messages/reglages", "/journal/"),
)
"""Pages of somebody signed in that ask for the most."""
NEARLY_TOO_HEAVY = HEAVIEST - 10_000
"""Bytes: told here before a browser finds it too heavy."""
STEERS = "verveine-147"
"""Samira, who coordinates the whole region: every door of these domains opens to her."""


async def rows(settings: Settings) -> dict[str, dict[str, object]]:
    """What each domain's addresses are about, by the start of the route's name."""
    structure = await Structure.get(slug="info-jeunes-tours")
    await suggestions.suggest(structure, {"phone": "02 61 91 99 99"}, "", by=None)
    question = await Question.get(slug="vae")
    event = await Event.filter(registrations__id__not_isnull=True, cancelled_at=None).order_by("-begins_at").first()
    stand = await VisitStop.all().first()
    article = await Article.get(slug="portes-ouvertes-visitez-les-ateliers-avant-de-choisir")
    proposal = await PartnerProposal.create(title="Un salon", text="Le 3 mai.", structure="Lycée (exemple)", digest="x")
    assert event is not None
    assert stand is not None
    film = await Resource.get(slug="une-matinee-dans-un-atelier-de-menuiserie")
    letter = await Issue.get(stage=IssueStage.SENT, territory_id="SPRO-41", number=1)
    reader = await Subscription.all().first()
    assert reader is not None
    registration = await Registration.filter(event_id=event.id, user_id=None).first()
    assert registration is not None
    return {
        "directory:": {
            "slug": structure.slug,
            "code": structure.networks[0],
            "point": (await ReceptionPoint.get(structure_id=structure.id, rank=0)).id,
            "service": (await Service.filter(structure_id=structure.id).order_by("rank").first() or structure).id,
            "membership": (await Membership.get(structure_id=structure.id)).id,
            "revision": (await Revision.filter(structure_id=structure.id).first() or structure).id,
            "suggestion": (await structure.suggestions.all().first() or structure).id,  # type: ignore[attr-defined]
            "run": (await ImportRun.all().first() or structure).id,
        },
        "orientation:": {
            "slug": question.slug,
            "territory": "SPRO-37",
            "answer": (await Answer.filter(question_id=question.id).first() or question).id,
            "structure": structure.slug,
        },
        "news:": {
            "slug": article.slug,
            "code": "SPRO-37",
            "article": article.id,
            "proposal": proposal.id,
            "period": f"{article.published_at:%Y-%m}",
        },
        "library:": {"slug": film.slug, "resource": film.id, "topic": "emploi"},
        "portraits:": {"slug": "spro-41", "question": "habitants"},
        "newsletter:": {
            "issue": letter.id,
            "territory": letter.territory_id,
            "slug": letter.slug,
            "subscription": reader.id,
            "token": links.confirming(settings, reader.id, None).rpartition("/")[2],
            "leaving": links.leaving(settings, reader.mailbox_digest).rpartition("/")[2],
        },
        "agenda:": {
            "slug": event.slug,
            "code": registration.code,
            "registration": registration.id,
            "token": event.entrance,
            "stand": stand.token,
        },
    }


def known(values: dict[str, dict[str, object]], name: str) -> dict[str, object]:
    """The values for the addresses of this route."""
    given = next(given for start, given in values.items() if name.startswith(start))
    if name == "directory:territory":
        return given | {"code": "SPRO-37"}
    if name == "newsletter:leave":
        return given | {"token": given["leaving"]}
    if name == "agenda:step":
        return given | {"token": given["stand"]}
    return given | {"code": "SPRO-41"} if name == "agenda:feed" else given


@pytest.fixture
async def demonstration(settings: Settings) -> AsyncIterator[Starlette]:
    """The application over the demonstration's rows."""
    await seed(settings)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield app


async def test_gestures_want_their_token_and_pages_open_lightly(demonstration: Starlette) -> None:
    """One test for both: the rows of the demonstration take long to write."""
    values = await rows(demonstration.state.settings)
    samira = await signed_in(demonstration, await User.get(handle=STEERS))
    faults = []
    for name in (name for name in POSTS if name.startswith(OF_THE_GROUP) and name not in ONE_CLICK):
        url, files = address(demonstration, name, **known(values, name)), {"file": b"x"} if name in UPLOADS else None
        answer = await samira.post(url, data={"name": "x"}, files=files)
        if answer.status_code != 403:
            faults.append(f"{name} {answer.url}: {answer.status_code}")
    client, scales = Visitor(demonstration), Scales()
    opened = [
        (client, address(demonstration, name, **known(values, name)))
        for name in sorted(name for name in PUBLIC & set(GETS) if name.startswith(OF_THE_GROUP))
    ]
    for visitor, path in opened + [(samira, path) for path in HEAVY]:
        answer = await visitor.get(path, follow_redirects=True)
        if answer.status_code != 200:
            faults.append(f"{answer.url}: {answer.status_code}")
        elif answer.headers.get("content-type", "").startswith("text/html"):
            weights = await scales.weigh(visitor, answer)
            if sum(weights.values()) > NEARLY_TOO_HEAVY:
                faults.append(f"{answer.url} weighs {sum(weights.values())} bytes: {weights}")
    assert not faults, "\n".join(faults)
