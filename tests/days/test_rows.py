"""What is found, counted and put off by day: at half past eleven in the evening, at half past midnight, all year."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.agenda import event_lists as agenda
from boite.boxes.closing import ask_closing
from boite.clock import months_later, today
from boite.directory.maintenance import checks
from boite.directory.maintenance.checks import Watch
from boite.directory.models import AskerProfile, MissedSearch, Structure
from boite.directory.search import missed_searches
from boite.errors import Invalid
from boite.files import node_lists as files
from boite.files.models import Node
from boite.journal.models import Entry
from boite.library import link_check, resource_lines
from boite.library import resource_lists as library
from boite.library.link_probe import Tried
from boite.library.models import LinkWatch, Resource, ResourceViews
from boite.library.view_counts import VIEWS
from boite.news import article_lists as news
from boite.news import scheduling
from boite.news.desk import NEWS
from boite.news.models import Article, ArticleReads
from boite.news.read_counts import READS
from boite.newsletter import composer, sources
from boite.newsletter.sources import Period
from boite.orientation.models import Question, Use
from boite.orientation.usage_counts import USES
from boite.publishing.listing import Wanted
from boite.settings import Settings
from boite.text import french
from boite.web.addresses import addresses
from storage.store import BlobStore
from tests import counts
from tests.agenda.events import make_event
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure, make_territory
from tests.files.boxes import box_of, deposit
from tests.hours import EVES, NEW_MONTHS, put_clock_at
from tests.library.resources import make_resource
from tests.news.desks import HERE, coordinator, published, written
from tests.people import PASSPHRASE

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    """Who coordinates Orléans, since long ago."""
    put_clock_at(min((*EVES.values(), *NEW_MONTHS.values())) - 2 * DAY)
    return await coordinator(new_person)


async def test_news_of_a_month_and_of_a_year(nadia: User) -> None:
    made = {name: await published(nadia, title=f"Paru {name}") for name in NEW_MONTHS}
    for name, hour in NEW_MONTHS.items():
        await Article.filter(id=made[name].id).update(published_at=hour)
    for name, hour in NEW_MONTHS.items():
        first = hour.date().replace(day=1)
        assert [row["id"] for row in (await news.month(Wanted(), first)).rows] == [str(made[name].id)], name
    assert [(day.month, count) for day, count in await news.months(2027)] == [(7, 1), (6, 1), (1, 1)]
    assert [(day.month, count) for day, count in await news.months(2026)] == [(12, 1)]
    assert await news.years() == [2027, 2026]
    await Article.filter(id=made["summer, 23:30"].id).delete()
    await Article.exclude(id=made["winter, 00:30"].id).delete()
    assert await news.years() == [2027]


async def test_news_lives_until_the_end_of_its_last_day(nadia: User) -> None:
    for hour in EVES.values():
        put_clock_at(hour)
        article = await published(nadia, ends_on=hour.date())
        assert [row["id"] for row in (await news.front(Wanted())).rows] == [str(article.id)], hour
        assert [row["id"] for row in await news.latest(Wanted())] == [str(article.id)], hour
        await Article.filter(id=article.id).update(ends_on=hour.date() - DAY)
        assert (await news.front(Wanted())).rows == await news.latest(Wanted()) == [], hour
        with pytest.raises(Invalid, match="date de fin"):
            await NEWS.propose(await written(nadia, ends_on=hour.date() - DAY), by=nadia)
        await Article.all().delete()


async def test_news_is_scheduled_until_its_last_day(nadia: User) -> None:
    """Half past midnight in France is the day after, even where the instant comes in UTC."""
    for hour in EVES.values():
        put_clock_at(hour - 2 * DAY)
        article = await written(nadia, ends_on=hour.date() - DAY)
        for at in (hour, hour.astimezone(UTC)):
            with pytest.raises(Invalid, match="après la date de fin"):
                await scheduling.schedule(article, at, version=1, by=nadia)
        await Article.filter(id=article.id).update(ends_on=hour.date())
        await scheduling.schedule(await Article.get(id=article.id), hour.astimezone(UTC), version=1, by=nadia)


async def test_readings_are_counted_by_day(nadia: User, store: BlobStore) -> None:
    article, resource = await published(nadia), await make_resource(nadia, store)
    question = await Question.create(slug="q", moment="x", words="Où aller ?")
    for hour in EVES.values():
        put_clock_at(hour)
        await counts.count(READS, article.id)
        await counts.count(VIEWS, resource.id)
        await counts.count(USES, AskerProfile.VISITOR.value, question.id, HERE)
        await counts.note_missed("moto")
    days = sorted(hour.date() for hour in EVES.values())
    assert sorted(await ArticleReads.all().values_list("day", flat=True)) == days
    assert sorted(await ResourceViews.all().values_list("day", flat=True)) == days
    assert sorted(await Use.all().values_list("day", flat=True)) == days
    assert sorted(await MissedSearch.all().values_list("day", flat=True)) == days
    assert [row["last"] for row in await missed_searches.missed([], days[-1])] == [days[-1]]


async def test_events_of_a_month(nadia: User) -> None:
    long = timedelta(minutes=20)
    made = {name: await make_event(nadia, begins_at=at, ends_at=at + long) for name, at in NEW_MONTHS.items()}
    for name, hour in NEW_MONTHS.items():
        found, _ = await agenda.events(agenda.Filters(month=f"{hour:%Y-%m}"))
        assert [event.id for event in found] == [made[name].id], name
    assert await agenda.months("") == sorted({f"{hour:%Y-%m}" for hour in NEW_MONTHS.values()})


async def test_resources_of_a_period_and_those_to_check(nadia: User, store: BlobStore) -> None:
    for hour in EVES.values():
        put_clock_at(hour)
        resource = await make_resource(nadia, store)
        day = hour.date()
        kept = await Resource.get(id=resource.id)
        assert (kept.checked_on, kept.next_check) == (day, months_later(day, 6)), hour
        assert [row["id"] for row in await library.published(day, day)] == [str(resource.id)], hour
        assert await library.published(day - DAY, day - DAY) == await library.published(day + DAY, day + DAY) == []
        for next_check, due in ((day, [resource.id]), (day + DAY, [])):
            await Resource.filter(id=resource.id).update(next_check=next_check)
            assert [line.it.id for line in (await resource_lines.upkeep([HERE])).due] == due, hour
        await Resource.all().delete()


def test_a_dead_link_fails_on_another_day_in_france() -> None:
    failed = Tried(alive=False, said="404")
    for hour in EVES.values():
        put_clock_at(hour)
        watch = LinkWatch(address="https://exemple.fr", failed_days=1, failed_on=hour.date())
        again = link_check._outcome(watch, failed)
        assert (again["failed_days"], again["failed_on"]) == (1, hour.date()), hour
        watch.failed_on = hour.date() - DAY
        assert link_check._outcome(watch, failed)["failed_days"] == 2, hour


async def test_sheets_to_check(nadia: User) -> None:
    await make_territory(HERE)
    structure = await make_structure("CIO", territory=HERE)
    for hour in EVES.values():
        put_clock_at(hour)
        await checks.confirm(structure, by=nadia, months=6)
        kept = await Structure.get(id=structure.id)
        assert (kept.checked_on, kept.next_check_on) == (hour.date(), months_later(hour.date(), 6)), hour
        for days, due in ((30, 1), (31, 0)):
            await Structure.filter(id=structure.id).update(next_check_on=hour.date() + days * DAY)
            assert await checks.count_due(Watch(territories=[HERE])) == due, hour


async def test_a_letter_gathers_the_days_of_france(nadia: User, app: Starlette) -> None:
    place = await make_territory(HERE)
    for hour in NEW_MONTHS.values():
        put_clock_at(hour)
        article, day = await published(nadia, ends_on=hour.date()), hour.date()
        assert [piece.of for piece in await sources.gather(HERE, Period(first=day, last=day))] == [article.id], hour
        for other in (day - DAY, day + DAY):
            assert await sources.gather(HERE, Period(first=other, last=other)) == [], hour
        issue = await composer.begin(place, Period(first=day, last=day), by=nadia, url=addresses(app))
        assert issue.title.endswith(french.month_fr(day)), hour
        await Article.filter(id=article.id).update(ends_on=day - DAY)
        assert await sources.gather(HERE, Period(first=day, last=day)) == [], hour
        await Article.all().delete()


async def test_papers_changed_on_a_day(person: User, store: BlobStore) -> None:
    root = await box_of(person)
    node = await deposit(root, "a.txt", b"abc", store, person)
    for hour in EVES.values():
        await Node.filter(id=node.id).update(changed_at=hour)
        for since, until, found in ((0, 0, 1), (1, 1, 0), (-1, -1, 0), (-1, 0, 1), (0, 1, 1)):
            wanted = files.ListingCriteria(since=hour.date() + since * DAY, until=hour.date() + until * DAY)
            assert len((await files.search(root.space_id, wanted)).rows) == found, (hour, since, until)


async def test_a_box_closes_on_its_day(person: User, settings: Settings) -> None:
    for hour in EVES.values():
        put_clock_at(hour)
        await ask_closing(person, PASSPHRASE, settings)
        asked = await Entry.filter(owner_id=person.id, kind="account.closing_asked").order_by("-id").first()
        assert asked is not None
        assert asked.details == {"day": f"{hour.date() + 30 * DAY:%d/%m/%Y}"}, hour
        await User.filter(id=person.id).update(closing_at=None)


async def test_files_are_named_after_the_day(new_person: OpenAccount, sign_in: SignIn) -> None:
    person = await new_person("Inès")
    for hour in EVES.values():
        put_clock_at(hour)
        visitor = await sign_in(person)
        taken = await visitor.get(visitor.address("boxes:export"))
        assert f"{today().isoformat()}.zip" in taken.headers["content-disposition"]
        assert today() == hour.date()
