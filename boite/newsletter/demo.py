"""The letters of the demonstration: two sent and one in preparation for Loir-et-Cher, one sent for the region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from boite.accounts.models import User
from boite.clock import PARIS, now, today
from boite.database.connection import transaction
from boite.directory.models import REGION, Coordination, Territory
from boite.mail.addresses import digest, mailbox
from boite.newsletter import composer, launch, rendering
from boite.newsletter.composer import Choice, Composition, Extra
from boite.newsletter.models import Being, Issue, IssueStage, Section, Sending, Subscription
from boite.newsletter.sources import Period
from boite.settings import Settings
from boite.web.addresses import of_site


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleLetter:
    """One letter: whose, its words, how long ago it left (0: still a draft), the days that it gathers."""

    territory: str
    title: str
    editorial: str
    age: int
    days: tuple[int, int]
    """How many days ago the period began, and ended."""
    extra: Extra


READERS = ("lea", "karim", "maelle")
PHONE = Extra(
    title="Une question ? Le groupe répond.",
    words="Le lundi et le jeudi, de 9 h à 12 h, une personne du groupe vous écoute et vous oriente.",
    section=Section.ORIENTATION,
)
NUMBERS = Extra(
    title="Deux places libres en préparation aux métiers du bois",
    words="Le groupe commence lundi. Parlez-en à votre conseillère ou à votre conseiller.",
    section=Section.TRAINING,
)
EXAMPLES = (
    ExampleLetter(
        territory="SPRO-41",
        title="Loir-et-Cher : ce qui bouge cet automne",
        editorial="Bonjour à toutes et à tous,\n\nVoici notre **première lettre**. Elle dit ce que font les structures"
        " du Loir-et-Cher pour vous aider à choisir, apprendre et travailler.\n\nBonne lecture.",
        age=35,
        days=(90, 36),
        extra=NUMBERS,
    ),
    ExampleLetter(
        territory="SPRO-41",
        title="Portes ouvertes et rencontres à Blois",
        editorial="Deux choses à ne pas manquer :\n\n- les **portes ouvertes** des centres de formation ;\n"
        "- la rencontre avec des employeurs de la santé.\n\nVenez comme vous êtes.",
        age=7,
        days=(60, 8),
        extra=PHONE,
    ),
    ExampleLetter(
        territory=REGION,
        title="Dans toute la région : apprendre à tout âge",
        editorial="Chaque groupe écrit maintenant sa lettre. Celle-ci dit ce qui vaut **partout dans la région**.",
        age=10,
        days=(60, 1),
        extra=PHONE,
    ),
    ExampleLetter(
        territory="SPRO-41",
        title="La lettre du mois prochain",
        editorial="",
        age=0,
        days=(60, 0),
        extra=PHONE,
    ),
)


async def load_demo_letters(settings: Settings) -> int:
    """Write whichever of them is missing, each by whoever coordinates its territory. Returns how many."""
    done = 0
    for example in EXAMPLES:
        territory = await Territory.get_or_none(code=example.territory)
        coordination = await Coordination.filter(territory_id=example.territory).select_related("user").first()
        known = await Issue.exists(title=example.title, territory_id=example.territory)
        if territory is None or coordination is None or known:
            continue
        await _make(example, territory, settings, by=coordination.user)
        done += 1
    return done


async def load_demo_readers(settings: Settings) -> int:
    """A few readers of Loir-et-Cher and of the region, at addresses that lead nowhere (RFC 2606). Returns how many."""
    known = {row.code for row in await Territory.filter(code__in=["SPRO-41", REGION])}
    if await Subscription.exists():
        return 0
    rows = [_reader(name, code, settings) for code in sorted(known) for name in READERS]
    await Subscription.bulk_create(rows)
    return len(rows)


def _reader(name: str, code: str, settings: Settings) -> Subscription:
    address = f"{name}@lettre.example"
    box = mailbox(address)
    mark = digest(settings.secret_key(), box)
    return Subscription(address=address, mailbox=box, mailbox_digest=mark, territory_id=code, confirmed_at=now())


async def _make(example: ExampleLetter, territory: Territory, settings: Settings, by: User) -> None:
    first, last = (today() - timedelta(days=age) for age in example.days)
    issue = await composer.begin(territory, Period(first=first, last=last), by=by, url=of_site(settings))
    items = await composer.items_of(issue)
    written = Composition(
        title=example.title,
        editorial=example.editorial,
        choices={item.id: Choice(kept=item.kept, section=item.section) for item in items},
        extra=example.extra,
    )
    await composer.keep(issue, written, version=issue.version, by=by)
    if example.age:
        await _send(issue, example.age, settings)


async def _send(issue: Issue, age: int, settings: Settings) -> None:
    """A letter of the past: it has its page and its figures, and no mail leaves the demonstration."""
    at = datetime.combine(today() - timedelta(days=age), time(9), PARIS)
    async with transaction():
        await launch.appear(issue)
        await Issue.filter(id=issue.id).update(stage=IssueStage.SENT, published_at=at, scheduled_at=at, changed_at=at)
        await issue.refresh_from_db()
        words = await rendering.letter(issue, settings)
        await Sending.create(
            issue_id=issue.id,
            subject=words.subject,
            text=words.text,
            html=words.html,
            source=Being.PROFESSIONAL,
            begun_at=at,
            gathered_at=at,
            finished_at=at,
            forgotten_at=at,
            handed=353,
            refused=2,
        )
