"""The cast: fictional people and papers, the same for the demonstration, the tests and the screenshots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from boite.accounts import journal_kinds as kinds
from boite.accounts.credentials import hash_passphrase
from boite.accounts.models import AccountRole, User
from boite.agenda.demo import load_demo_events
from boite.clock import today
from boite.database.connection import transaction
from boite.demo.documents import DemoDocument, documents
from boite.demo.media import films
from boite.demo.pictures import news_files
from boite.directory.demo import load_demo
from boite.directory.keepers import keepers
from boite.directory.models import REGION, Coordination, Structure, Territory
from boite.files.deposit import Paper, open_space, put_paper, root_of
from boite.files.models import Node, Space
from boite.files.store_identity import own_store
from boite.groups.creation import open_group
from boite.journal.record import record
from boite.library.demo import load_demo_library
from boite.news.demo import load_demo_news
from boite.newsletter.demo import load_demo_letters, load_demo_readers
from boite.notifications.demo import load_demo_messages
from boite.orientation.demo import load_demo_questions
from boite.portraits.demo import load_demo_portraits
from boite.settings import Settings
from boite.statistics.demo import load_demo_figures
from boite.support import supports
from boite.support.free_text import match_one
from boite.support.models import Support
from storage.store import BlobStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """One fictional person, and how to sign in as them."""

    handle: str
    passphrase: str
    first_name: str
    role: AccountRole = AccountRole.PERSON
    birth_year: int | None = None
    situation: str = ""
    commune: str = ""
    traits: str = ""
    helped_by: tuple[str, ...] = ()
    """The addresses of the sheets of the structures that help them along, the « structure référente » first."""
    papers: int = 0
    """How many of the demonstration's documents are in their box."""
    keeps: str = ""
    """The address of the sheet that they keep, for an agent."""
    coordinates: str = ""
    """The territory that they coordinate."""


CAST = (
    Character(
        handle="lavande-428",
        passphrase="pomme rivière tambour jardin",
        first_name="Inès",
        birth_year=2009,
        situation="sans-solution",
        commune="Pithiviers",
        helped_by=("mission-locale-pithiviers",),
        papers=100,
    ),
    Character(
        handle="houblon-731",
        passphrase="vélo casserole nuage moulin",
        first_name="Marc",
        birth_year=1980,
        situation="demandeur-emploi",
        traits="difficulte-numerique",
        commune="Vierzon",
        helped_by=("france-travail-vierzon", "cap-emploi-bourges"),
        papers=3,
    ),
    Character(
        handle="mirabelle-256",
        passphrase="soleil bateau cerise papier",
        first_name="Olga",
        birth_year=1991,
        situation="nsp",
        traits="difficulte-francais",
        commune="Orléans",
        helped_by=("atelier-francais-orleans", "mission-locale-orleans"),
    ),
    Character(
        handle="tilleul-914",
        passphrase="lampe fenêtre abricot chemin",
        first_name="Paul",
        role=AccountRole.PROFESSIONAL,
        birth_year=1988,
        situation="salarie",
        commune="Tours",
        keeps="info-jeunes-tours",
    ),
    Character(
        handle="romarin-365",
        passphrase="étoile carotte montagne livre",
        first_name="Nadia",
        role=AccountRole.COORDINATOR,
        birth_year=1979,
        situation="agent-public",
        commune="Blois",
        coordinates="SPRO-41",
    ),
    Character(
        handle="verveine-147",
        passphrase="abeille guitare prairie bouton",
        first_name="Samira",
        role=AccountRole.COORDINATOR,
        birth_year=1971,
        situation="agent-public",
        commune="Orléans",
        coordinates=REGION,
    ),
    Character(
        handle="genet-582",
        passphrase="cahier orange village plume",
        first_name="Hugo",
        role=AccountRole.OBSERVER,
        birth_year=1994,
        situation="agent-public",
        commune="Orléans",
    ),
)

DIRECTORY = Path(__file__).parent / "data" / "directory"
"""The fictional territories, structures and questions, in the formats that anybody may import."""
NEWS = Path(__file__).parent / "data" / "news"
LIBRARY = Path(__file__).parent / "data" / "library"
PORTRAITS = Path(__file__).parent / "data" / "portraits"
DEMO_SOURCE = "demo"

FOLDERS = ("Ma recherche d'apprentissage 🔨", "École & stages")


async def seed(settings: Settings) -> list[Character]:
    """Create whoever of the cast is missing, their papers, the directory, the news. Twice is once. Returns the cast."""
    async with own_store(settings) as store:
        for character in CAST:
            if not await User.exists(handle=character.handle):
                await enter(character, settings, store)
        if not await Structure.filter(source=DEMO_SOURCE).exists():
            await load_demo(DIRECTORY)
            await load_demo_questions(DIRECTORY / "questions.csv")
        for character in CAST:
            await appoint(character, settings)
        await load_demo_news(NEWS, news_files(), store)
        await load_demo_events()
        await load_demo_library(LIBRARY, films(), settings, store)
        await load_demo_portraits(PORTRAITS)
        await load_demo_letters(settings)
        await load_demo_readers(settings)
        await load_demo_messages([character.handle for character in CAST], settings)
    return list(CAST)


async def give_past(settings: Settings) -> None:
    """Months of figures, after `seed`. Apart from it: this takes seconds, and tests that only need people need none."""
    async with own_store(settings) as store:
        await load_demo_figures([character.handle for character in CAST], settings, store)


async def appoint(character: Character, settings: Settings) -> None:
    """Give somebody of the cast who helps them along, the sheet that they keep, or the territory they coordinate."""
    user = await User.get(handle=character.handle)
    await match_one(user.id)
    if not await Support.exists(user_id=user.id):
        for slug in character.helped_by:
            await supports.add(await Structure.get(slug=slug), by=user)
    if character.keeps:
        await keepers.add(await Structure.get(slug=character.keeps), user.handle, by=None)
    if character.coordinates:
        await Coordination.get_or_create(user_id=user.id, territory_id=character.coordinates)
        territory = await Territory.get(code=character.coordinates)
        await open_group(territory, quota=settings.group_quota_bytes, by=user)


async def enter(character: Character, settings: Settings, store: BlobStore) -> User:
    """Make one person of the cast and fill their box."""
    user = User(
        handle=character.handle,
        secret_hash=await hash_passphrase(character.passphrase, settings),
        role=character.role,
        first_name=character.first_name,
        birth_year=character.birth_year,
        situation=character.situation,
        traits=character.traits,
        commune=character.commune,
    )
    async with transaction():
        await user.save(force_create=True)
        space = await open_space(user.id, settings.quota_bytes)
        await record(kinds.AccountOpened(), owner=user.id, by=user.id)
    papers = documents()[: character.papers]
    if papers:
        await _fill(user, space, papers, store)
    return user


async def _fill(user: User, space: Space, papers: Sequence[DemoDocument], store: BlobStore) -> None:
    root = await root_of(space.id)
    folders = [await root.add_folder(name, by=user) for name in FOLDERS]
    homes: list[Node] = [root, *folders]
    for number, document in enumerate(papers):
        await put_paper(_paper(document, homes[number % len(homes)]), document.content, store, by=user.id)


def _paper(document: DemoDocument, home: Node) -> Paper:
    days = document.valid_until_days
    return Paper(
        space_id=home.space_id,
        parent_id=home.id,
        name=document.name,
        media_type=document.media_type,
        document_type=document.document_type,
        valid_until=None if days is None else today() + timedelta(days=days),
    )


def how_to_sign_in() -> str:
    """One line by person: who, handle, passphrase."""
    return "\n".join(f"  {who.first_name:6} {who.handle:14} {who.passphrase}" for who in CAST)
