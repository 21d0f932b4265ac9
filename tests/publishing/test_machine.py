"""The machine itself: whatever is asked, by whom, in which order, at once, only what is allowed happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boite.accounts.models import User
from boite.clock import advance
from boite.database.revisions import Change
from boite.errors import Refusal, StaleVersion
from boite.journal.models import Entry
from boite.publishing.stages import Stage, Step
from boite.publishing.workflow import LEADS_TO, MovedOn
from tests.conftest import OpenAccount
from tests.news.desks import ELSEWHERE, agent, coordinator
from tests.publishing.story import DESK, DOOR, Story, StoryDesk, StoryDocument, StoryRevision
from tests.publishing.test_story import draft

Verb = Callable[[Story, User, str], Awaitable[object]]
VERBS: dict[Step, Verb] = {
    Step.WRITTEN: lambda row, by, words: DESK.keep(row, draft(body=words), version=row.version, by=by),
    Step.PROPOSED: lambda row, by, words: DESK.propose(row, by=by),
    Step.TAKEN_BACK: lambda row, by, words: DESK.take_back(row, by=by),
    Step.SENT_BACK: lambda row, by, words: DESK.send_back(row, words, by=by),
    Step.PUBLISHED: lambda row, by, words: DESK.publish(row, version=row.version, by=by),
    Step.CORRECTED: lambda row, by, words: DESK.correct(row, draft(body=words), version=row.version, note=words, by=by),
    Step.WITHDRAWN: lambda row, by, words: DESK.withdraw(row, words, by=by),
    Step.RESTORED: lambda row, by, words: DESK.restore(row, by=by),
    Step.SET_ASIDE: lambda row, by, words: DESK.set_aside(row, by=by),
    Step.RECOVERED: lambda row, by, words: DESK.recover(row, by=by),
}
ALLOWED: dict[tuple[str, Stage], set[Step]] = {
    ("author", Stage.DRAFT): {Step.WRITTEN, Step.PROPOSED, Step.SET_ASIDE},
    ("author", Stage.PROPOSED): {Step.TAKEN_BACK},
    ("author", Stage.ASIDE): {Step.RECOVERED},
    ("coordinator", Stage.PROPOSED): {Step.WRITTEN, Step.SENT_BACK, Step.PUBLISHED},
    ("coordinator", Stage.PUBLISHED): {Step.CORRECTED, Step.WITHDRAWN},
    ("coordinator", Stage.WITHDRAWN): {Step.RESTORED},
}
"""Who may do what, written here once more: a table changed by mistake is seen. Anything else is refused."""
WHO = ("author", "coordinator", "colleague", "elsewhere", "person")
Move = tuple[str, Step]
LIKELY = [(who, step) for (who, _), steps in ALLOWED.items() for step in sorted(steps)]
ALONE: dict[tuple[str, Stage], set[Step]] = {
    ("former author", Stage.DRAFT): {Step.WRITTEN, Step.SET_ASIDE},
    ("former author", Stage.ASIDE): {Step.RECOVERED},
    ("both", Stage.DRAFT): {Step.WRITTEN, Step.PROPOSED, Step.SET_ASIDE, Step.PUBLISHED},
    ("both", Stage.PROPOSED): {Step.TAKEN_BACK, Step.WRITTEN, Step.SENT_BACK, Step.PUBLISHED},
    ("both", Stage.ASIDE): {Step.RECOVERED},
    ("both", Stage.PUBLISHED): {Step.CORRECTED, Step.WITHDRAWN},
    ("both", Stage.WITHDRAWN): {Step.RESTORED},
}
"""The same for an author who works there no more, and for one who coordinates."""
move: st.SearchStrategy[Move] = st.tuples(st.sampled_from(WHO), st.sampled_from(list(VERBS)))
stories = st.one_of(st.lists(move, max_size=25), st.lists(st.sampled_from(LIKELY), max_size=25))


@pytest.fixture
async def cast(paul: User, nadia: User, new_person: OpenAccount) -> dict[str, User]:
    """The author, who decides, and those who may do nothing."""
    elsewhere = await coordinator(new_person, ELSEWHERE)
    inès = await new_person("Inès")
    return dict(zip(WHO, (paul, nadia, await agent(new_person), elsewhere, inès), strict=True))


async def asked(row_id: UUID, who: User, step: Step, words: str) -> bool:
    """Pass by the door, then do it. Returns whether it was done."""
    try:
        await VERBS[step](await DOOR.one(who, row_id, step), who, words)
    except Refusal:
        return False
    return True


@pytest.mark.parametrize("stage", Stage)
async def test_the_door_alone_lets_through_what_the_table_says(
    cast: dict[str, User], new_person: OpenAccount, stage: Stage
) -> None:
    """Asked by itself: a verb would refuse once more, and hide a door that is too wide."""
    row = await DESK.begin(draft(), by=cast["author"])
    row.stage = stage
    for who in WHO:
        assert await DOOR.steps(cast[who], row) == ALLOWED.get((who, stage), set()), who
    for who, writer in (("former author", await agent(new_person, ELSEWHERE)), ("both", cast["coordinator"])):
        row.author_id = writer.id
        assert await DOOR.steps(writer, row) == ALONE.get((who, stage), set()), who


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories)
async def test_any_sequence_gives_only_allowed_stages(cast: dict[str, User], story: list[Move]) -> None:
    row_id = (await DESK.begin(draft(), by=cast["author"])).id
    stage, taken, text = Stage.DRAFT, [Step.WRITTEN], draft().body
    for number, (who, step) in enumerate(story):
        advance(timedelta(hours=1))  # each writing is a sitting of its own
        words = f"Texte {number}"
        allowed = step in ALLOWED.get((who, stage), set())
        assert await asked(row_id, cast[who], step, words) == allowed, (who, step, stage)
        if allowed:
            stage, text = LEADS_TO.get(step, stage), words if step in {Step.WRITTEN, Step.CORRECTED} else text
            taken.append(step)
    row = await Story.get(id=row_id)
    assert (row.stage, row.body) == (stage, text)
    assert [kept.step for kept in await StoryRevision.filter(story_id=row_id).order_by("id")] == taken
    assert (row.slug is not None) == (Step.PUBLISHED in taken)
    assert await StoryDocument.exists(story_id=row_id) == (stage == Stage.PUBLISHED)


async def test_two_at_once_have_one_winner(cast: dict[str, User]) -> None:
    """Whatever two people decide at the same instant about what both read."""
    decided = (Step.PUBLISHED, Step.SENT_BACK, Step.TAKEN_BACK)
    for one in decided:
        for other in decided:
            row = await DESK.begin(draft(), by=cast["author"])
            await DESK.propose(row, by=cast["author"])
            read = [await Story.get(id=row.id) for _ in range(2)]
            by = [cast["author" if step == Step.TAKEN_BACK else "coordinator"] for step in (one, other)]
            done = await asyncio.gather(
                *(VERBS[step](each, who, "Non.") for step, each, who in zip((one, other), read, by, strict=True)),
                return_exceptions=True,
            )
            assert sorted(isinstance(result, MovedOn) for result in done) == [False, True], (one, other, done)
            steps = [kept.step for kept in await StoryRevision.filter(story_id=row.id).order_by("id")]
            winner = (one, other)[done.index(None)]
            assert steps == [Step.WRITTEN, Step.PROPOSED, winner]
            assert (await Story.get(id=row.id)).stage == LEADS_TO[winner]


async def test_two_writers_at_once_lose_nothing(cast: dict[str, User]) -> None:
    row = await DESK.begin(draft(), by=cast["author"])
    read = [await Story.get(id=row.id) for _ in range(2)]
    done = await asyncio.gather(
        *(
            DESK.keep(each, draft(body=text), version=1, by=cast["author"])
            for each, text in zip(read, "ab", strict=True)
        ),
        return_exceptions=True,
    )
    assert sorted(isinstance(result, StaleVersion) for result in done) == [False, True]
    assert (await Story.get(id=row.id)).body == "ab"[done.index(None)]


async def test_same_titles_at_once_have_their_own_addresses(cast: dict[str, User]) -> None:
    rows = [await DESK.begin(draft(title="Ana"), by=cast["coordinator"]) for _ in range(4)]
    await asyncio.gather(*(DESK.publish(row, version=1, by=cast["coordinator"]) for row in rows))
    assert len({row.slug for row in await Story.all()}) == 4


async def test_a_step_that_breaks_half_way_leaves_nothing(cast: dict[str, User]) -> None:
    """The stage, the history, the journal, the words to search: all of a step, or nothing."""

    class Broken(StoryDesk):
        async def shown(self, publication: Story, *, by: User | None, changes: Sequence[Change] = ()) -> None:
            await super().shown(publication, by=by, changes=changes)
            raise RuntimeError("the power went out")

    row = await DESK.begin(draft(), by=cast["coordinator"])
    entries = await Entry.all().count()
    with pytest.raises(RuntimeError):
        await Broken().publish(row, version=1, by=cast["coordinator"])
    kept = await Story.get(id=row.id)
    assert (kept.stage, kept.slug, kept.published_at) == (Stage.DRAFT, None, None)
    assert await StoryRevision.all().count() == 1
    assert await Entry.all().count() == entries
    assert not await StoryDocument.exists()
    await DESK.publish(kept, version=1, by=cast["coordinator"])


async def test_a_blank_page_sent_twice_begins_once(cast: dict[str, User]) -> None:
    first = await DESK.begin(draft(), by=cast["author"])
    with pytest.raises(StaleVersion):
        await DESK.begin(draft(), by=cast["author"], identifier=first.id)
    assert await Story.all().count() == 1
