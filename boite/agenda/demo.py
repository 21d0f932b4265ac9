"""Ten fictional events around today, so that the agenda of the demonstration is alive whatever the date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from boite.accounts.models import User
from boite.agenda import event_commune, event_editing, publication, visit_plan
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Event, EventKind, How, Registering, Registration, Satisfaction
from boite.agenda.registration import Newcomer, put_name
from boite.agenda.seat_rows import new_code
from boite.clock import today
from boite.database.connection import insert_all, transaction
from boite.directory.models import REGION, Coordination, Structure, Territory, Wheelchair
from boite.holidays import is_holiday
from boite.text.typed_dates import instant

NAMES = ("Lou", "Sami", "Jeanne", "Kévin", "Aïcha", "Théo", "Maëlys", "Yanis", "Zoé", "Ali", "Chloé", "Noé")
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleEvent:
    """One event: so many days from today, from one hour to another."""

    title: str
    territory: str
    kind: EventKind
    days: int
    hours: tuple[time, time]
    organiser: str = ""
    """The end of the identifier of a structure of the demonstration."""
    present: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    names: int = 0
    """How many people are on the list."""
    cancelled: str = ""
    values: dict[str, Any] = field(default_factory=dict)


OPEN = {"registering": Registering.OPEN}
STEPS = ("Les métiers du bois", "Les métiers du soin", "Parler avec un apprenti")
EXAMPLES = (
    ExampleEvent(
        title="Forum des métiers du Pithiverais",
        territory="SPRO-45-PITHIVIERS",
        kind=EventKind.FORUM,
        days=12,
        hours=(time(9, 30), time(17)),
        organiser="mission-locale-pithiviers",
        present=("mission-locale-pithiviers", "france-travail-orleans", "carif-oref-orleans", "cio-montargis"),
        steps=STEPS,
        names=7,
        values=OPEN
        | {
            "summary": "Quarante métiers à essayer, des apprentis à écouter, des employeurs à rencontrer.",
            "description": "Venez seul ou avec un proche.\n\n- des **essais** de métiers toute la journée ;\n"
            "- un coin tranquille pour parler de votre projet ;\n- un goûter à 16 h.\n\nSuivez les trois étapes de la"
            " visite : une attestation arrive dans votre boîte.",
            "place": "Salle des fêtes",
            "address": "1 place des Fêtes",
            "city": "Pithiviers",
            "latitude": 48.1717,
            "longitude": 2.2521,
            "wheelchair": Wheelchair.YES,
            "accessibility": "Boucle magnétique à l'accueil. Arrêt de bus devant la salle.",
            "publics": ("scolaire", "sans-solution", "demandeur-emploi"),
            "capacity": 150,
        },
    ),
    ExampleEvent(
        title="Atelier : refaire son CV",
        territory="SPRO-45-PITHIVIERS",
        kind=EventKind.WORKSHOP,
        days=3,
        hours=(time(14), time(16)),
        organiser="mission-locale-pithiviers",
        names=8,
        values=OPEN
        | {
            "summary": "On repart avec un CV prêt à envoyer. Un ordinateur est prêté.",
            "place": "Mission locale",
            "city": "Pithiviers",
            "wheelchair": Wheelchair.PARTLY,
            "publics": ("sans-solution", "demandeur-emploi"),
            "capacity": 8,
        },
    ),
    ExampleEvent(
        title="Portes ouvertes des métiers de l'artisanat",
        territory="SPRO-36-CHATEAUROUX",
        kind=EventKind.OPEN_DAY,
        days=18,
        hours=(time(10), time(16)),
        organiser="cma-chateauroux",
        values={
            "summary": "Boulangerie, coiffure, mécanique : entrez, regardez, posez vos questions.",
            "place": "Centre de formation",
            "city": "Châteauroux",
            "wheelchair": Wheelchair.YES,
        },
    ),
    ExampleEvent(
        title="Information collective : la formation des adultes",
        territory="SPRO-37",
        kind=EventKind.MEETING,
        days=6,
        hours=(time(9), time(10, 30)),
        organiser="france-travail-tours",
        names=3,
        values=OPEN
        | {
            "summary": "Qui paie, combien de temps, comment s'inscrire.",
            "place": "France Travail",
            "city": "Tours",
            "online": "https://visio.example/formation",
            "publics": ("demandeur-emploi", "salarie"),
            "capacity": 20,
        },
    ),
    ExampleEvent(
        title="Permanence : valider son expérience",
        territory="SPRO-37",
        kind=EventKind.DROP_IN,
        days=1,
        hours=(time(13, 30), time(17)),
        organiser="point-vae-tours",
        values={"summary": "Sans rendez-vous. On regarde avec vous si c'est possible.", "city": "Tours"},
    ),
    ExampleEvent(
        title="Rencontre avec des employeurs de la santé",
        territory="SPRO-41",
        kind=EventKind.RECRUITING,
        days=9,
        hours=(time(9), time(12)),
        organiser="mission-locale-blois",
        present=("mission-locale-blois", "france-travail-romorantin"),
        names=2,
        values=OPEN | {"summary": "Dix employeurs recrutent, sans diplôme demandé.", "city": "Blois", "capacity": 40},
    ),
    ExampleEvent(
        title="Visite d'une ferme qui embauche",
        territory="SPRO-28-CHARTRES",
        kind=EventKind.VISIT,
        days=15,
        hours=(time(8, 30), time(12)),
        organiser="mission-locale-chartres",
        names=4,
        cancelled="La ferme ne peut plus nous recevoir ce jour-là. Une autre date viendra.",
        values=OPEN | {"summary": "Départ en car devant la mission locale.", "city": "Chartres", "capacity": 16},
    ),
    ExampleEvent(
        title="Salon de l'orientation du Cher",
        territory="SPRO-18",
        kind=EventKind.FORUM,
        days=25,
        hours=(time(9), time(18)),
        organiser="cio-bourges",
        present=("cio-bourges", "mission-locale-bourges", "cap-emploi-bourges", "mdph-bourges"),
        values={
            "summary": "Tous ceux qui peuvent vous aider, dans une même salle.",
            "place": "Palais des congrès",
            "city": "Bourges",
            "wheelchair": Wheelchair.YES,
        },
    ),
    ExampleEvent(
        title="Webinaire : les métiers qui recrutent dans la région",
        territory=REGION,
        kind=EventKind.MEETING,
        days=4,
        hours=(time(12, 30), time(13, 15)),
        organiser="carif-oref-orleans",
        values={"summary": "Depuis chez vous, à l'heure du déjeuner.", "online": "https://visio.example/metiers"},
    ),
    ExampleEvent(
        title="Atelier : préparer un entretien",
        territory="SPRO-45-PITHIVIERS",
        kind=EventKind.WORKSHOP,
        days=-2,
        hours=(time(14), time(16)),
        organiser="mission-locale-pithiviers",
        names=12,
        values=OPEN | {"summary": "On s'entraîne à deux, sans se juger.", "city": "Pithiviers", "capacity": 12},
    ),
)


async def load_demo_events() -> int:
    """Write whichever of them is missing, in the name of the region's coordination. Returns how many."""
    coordination = await Coordination.filter(territory_id=REGION).order_by("since").first().select_related("user")
    if coordination is None:
        return 0
    known = {row.code for row in await Territory.all()}
    made = 0
    for example in EXAMPLES:
        if example.territory in known and not await Event.exists(title=example.title):
            await _make(example, coordination.user)
            made += 1
    return made


async def _make(example: ExampleEvent, by: User) -> None:
    event = await event_editing.create(await _draft(example), by=by)
    for name in example.present:
        structure = await _structure(name)
        if structure is not None:
            await visit_plan.add_structure(event, structure, by=by)
    for step in example.steps:
        await visit_plan.add_step(event, step, by=by)
    if event.over:
        await _took_place(event, example.names)
        return
    await publication.publish(event, by=by)
    for name in NAMES[: example.names]:
        await put_name(event, Newcomer(name=name), by=by)
    if example.cancelled:
        await publication.cancel(event, example.cancelled, by=by)


async def _structure(name: str) -> Structure | None:
    return await Structure.get_or_none(source_id=f"demo--{name}") if name else None


async def _draft(example: ExampleEvent) -> EventDraft:
    day = _day(example.days)
    organiser = await _structure(example.organiser)
    begins, ends = (instant(day, hour, "begins_time") for hour in example.hours)
    commune, _ = await event_commune.named(example.values.get("city", ""), example.territory)
    return EventDraft(
        commune_id=commune,
        territory_id=example.territory,
        organiser_id=organiser.id if organiser else None,
        kind=example.kind,
        title=example.title,
        begins_at=begins,
        ends_at=ends,
        **example.values,
    )


def _day(days: int) -> date:
    """So many days from today, moved off Saturdays, Sundays and public holidays, away from today."""
    day = today() + timedelta(days=days)
    while day.weekday() >= SATURDAY or is_holiday(day):
        day += timedelta(days=1 if days > 0 else -1)
    return day


async def _took_place(event: Event, names: int) -> None:
    """A past event: three in four came, most of them answered; Inès came too and is still to be asked."""
    answers = [
        Satisfaction.MUCH,
        Satisfaction.MUCH,
        Satisfaction.LITTLE,
        Satisfaction.MUCH,
        Satisfaction.NO,
        Satisfaction.MUCH,
        Satisfaction.NONE,
    ]
    ines = await User.get_or_none(handle="lavande-428")
    rows = [_past(event, rank, name, rank % 4 > 0) for rank, name in enumerate(NAMES[:names], 1)]
    came = [row for row in rows if row.came_at is not None]
    for row, said in zip(came, answers, strict=False):
        row.answer, row.answered_at = said, event.ends_at if said else None
    if ines is not None:
        rows[-1].name, rows[-1].user_id = "", ines.id
        rows[-1].came_at, rows[-1].came_how = event.begins_at, How.LIST
        rows[-1].answer, rows[-1].answered_at = Satisfaction.NONE, None
    async with transaction():
        await insert_all(*rows)
        await Event.filter(id=event.id).update(
            published_at=event.begins_at - timedelta(days=20), taken=len(rows), arrivals=len(rows)
        )


def _past(event: Event, rank: int, name: str, came: bool) -> Registration:
    at: datetime = event.begins_at - timedelta(days=10)
    return Registration(
        event_id=event.id,
        name=name,
        code=new_code(),
        rank=rank,
        at=at,
        seated_at=at,
        came_at=event.begins_at if came else None,
        came_how=How.LIST if came else How.UNKNOWN,
    )
