"""What nobody's journal says, and must be whole all the same: chores, robots' answers, several rows of one thing."""

from __future__ import annotations

from boite.boxes import erasing
from boite.database.connection import transaction
from boite.directory.maintenance import points
from boite.mail.addresses import digest
from boite.mail.models import Why
from boite.newsletter import bounces, completion, launch, recipients, silence
from boite.newsletter.models import Delivery, DeliveryState, Issue, IssueStage, Sending, Subscription
from boite.orientation.models import Answer
from boite.orientation.steering import answers
from boite.orientation.steering.drafts import AnswerDraft
from tests.boxes.papers import put
from tests.directory.sheets import make_structure
from tests.news.desks import HERE
from tests.newsletter.readers import scheduled, subscribed
from tests.orientation.guide_rows import make_answer, make_question
from tests.verbs.table import Verb, World, again, own, told, verb


@verb
async def begin_a_letter(w: World) -> Verb:
    issue = await scheduled(HERE)

    async def do() -> None:
        await launch._start(await again(issue), w.settings)

    return Verb(do, [])


@verb
async def write_a_page_of_recipients(w: World) -> Verb:
    """The mark of where the list is and the addresses of the page: one without the other loses people, or doubles."""
    await subscribed(w.settings, *(f"lecteur{number}@exemple.fr" for number in range(3)), territory=HERE)
    await scheduled(HERE)
    await launch.begin_due(w.settings, w.store)
    return Verb(lambda: recipients.gather_due(w.settings, w.store), [])


async def sending(w: World, state: DeliveryState) -> tuple[Issue, Delivery]:
    [reader] = await subscribed(w.settings, "lecteur@exemple.fr", territory=HERE)
    issue = await scheduled(HERE)
    await launch.begin_due(w.settings, w.store)
    while await recipients.gather_due(w.settings, w.store):
        pass
    await Delivery.all().update(state=state)
    assert reader.address == "lecteur@exemple.fr"
    return issue, await Delivery.get()


@verb
async def finish_a_letter(w: World) -> Verb:
    issue, _ = await sending(w, DeliveryState.HANDED)
    left = told("newsletter.finished", w.nadia, None, f"issue:{issue.id}")
    return Verb(lambda: completion.finish_due(w.settings, w.store), [left])


@verb
async def forget_the_addresses_of_a_letter(w: World) -> Verb:
    issue, _ = await sending(w, DeliveryState.HANDED)
    await completion.finish_due(w.settings, w.store)
    assert (await Issue.get(id=issue.id)).stage == IssueStage.SENT
    row = await Sending.get(issue_id=issue.id)
    assert row.finished_at is not None
    await Sending.filter(id=row.id).update(finished_at=row.finished_at - completion.KEPT)
    return Verb(lambda: completion.forget_due(w.settings, w.store), [])


@verb
async def take_bounces_back(w: World) -> Verb:
    issue, delivery = await sending(w, DeliveryState.REFUSED)
    await bounces.note(w.settings, delivery, status="5.1.1", words="nobody")

    async def do() -> None:
        async with transaction():
            await bounces.take_back(w.settings, issue.id, [delivery.id])

    return Verb(do, [])


@verb
async def leave_the_letter(w: World) -> Verb:
    [reader] = await subscribed(w.settings, "lecteur@exemple.fr", territory=HERE)
    return Verb(lambda: silence.leave(reader.mailbox_digest), [])


@verb
async def come_back_to_the_letter(w: World) -> Verb:
    [reader] = await subscribed(w.settings, "lecteur@exemple.fr", territory=HERE)
    await silence.leave(reader.mailbox_digest)
    assert (await Subscription.get(id=reader.id)).ended_why == Why.LEFT
    assert reader.mailbox_digest == digest(w.settings.secret_key(), reader.mailbox)
    return Verb(lambda: silence.come_back(reader.mailbox_digest), [])


@verb
async def erase_a_box(w: World) -> Verb:
    await put(w.paul, w.store, "CV.pdf", b"%PDF-1.4")

    async def do() -> None:
        await erasing.erase(await again(w.paul), w.store)

    return Verb(do, [])


async def answered(w: World) -> list[Answer]:
    question = await make_question()
    sheets = [await make_structure(f"Structure {number}", territory=HERE) for number in range(3)]
    return [await make_answer(question, structure=sheet, territory=HERE) for sheet in sheets]


@verb
async def order_the_answers(w: World) -> Verb:
    last = (await answered(w))[-1]

    async def do() -> None:
        await answers.move_answer(await again(last), up=True, by=w.nadia)

    return Verb(do, [own("orientation.edited", w.nadia, f"question:{last.question_id}")])


@verb
async def remove_an_answer(w: World) -> Verb:
    last = (await answered(w))[-1]
    assert AnswerDraft.of(last)

    async def do() -> None:
        await answers.remove_answer(await again(last), by=w.nadia)

    return Verb(do, [own("orientation.edited", w.nadia, f"question:{last.question_id}")])


@verb
async def order_the_places_of_a_sheet(w: World) -> Verb:
    sheet = await make_structure("CIO", territory=HERE, points=[{"city": "Gien"}, {"city": "Olivet"}])
    last = (await points.of(sheet))[-1]

    async def do() -> None:
        await points.put_at(await again(last), 0, by=w.nadia)

    return Verb(do, [own("directory.edited", w.nadia, f"structure:{sheet.slug}")])
