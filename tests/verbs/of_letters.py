"""What one does with the letter: composing, sending, receiving it or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from boite.clock import advance, now
from boite.directory.models import Territory
from boite.mail.bounces import Streak
from boite.newsletter import (
    circuit_breaker,
    composer,
    links,
    own_letters,
    pause,
    subscription,
    trial,
)
from boite.newsletter import launch as sending_start
from boite.newsletter import schedule as sending_hour
from boite.newsletter.models import Delivery, DeliveryState, Issue, IssueStage, Subscription
from boite.newsletter.schedule import Wish
from boite.newsletter.subscription import Demand
from boite.web.addresses import addresses
from tests.news.desks import HERE, published
from tests.newsletter.letters import MONTH, as_it_is, begun
from tests.verbs.table import Verb, World, account, again, own, told, verb


async def letter(w: World, **values: object) -> Issue:
    await published(w.nadia, title="Un forum")
    issue = await begun(w.app, w.nadia)
    if values:
        await Issue.filter(id=issue.id).update(**values)
    return await again(issue)


def on(w: World, issue: Issue, kind: str, do: Callable[[Issue], Awaitable[object]]) -> Verb:
    async def done() -> None:
        await do(await again(issue))

    return Verb(done, [own(kind, w.nadia, f"issue:{issue.id}")])


@verb
async def begin(w: World) -> Verb:
    await published(w.nadia, title="Un forum")
    place = await Territory.get(code=HERE)
    verb_ = Verb(lambda: done(), [])

    async def done() -> None:
        issue = await composer.begin(place, MONTH, by=w.nadia, url=addresses(w.app))
        verb_.leaves.append(own("newsletter.begun", w.nadia, f"issue:{issue.id}"))

    return verb_


@verb
async def compose(w: World) -> Verb:
    issue = await letter(w)
    advance(timedelta(days=1))

    async def do(row: Issue) -> None:
        await composer.keep(row, await as_it_is(row, title="Autre", editorial="Bonjour."), version=1, by=w.nadia)

    return on(w, issue, "newsletter.composed", do)


@verb
async def schedule(w: World) -> Verb:
    wish = Wish(at=now() + timedelta(days=1), anyway=True)
    do = lambda row: sending_hour.schedule(row, wish, version=1, settings=w.settings, by=w.nadia)  # noqa: E731
    return on(w, await letter(w), "newsletter.scheduled", do)


@verb
async def launch(w: World) -> Verb:
    wish = Wish(at=None, anyway=True)
    do = lambda row: sending_hour.schedule(row, wish, version=1, settings=w.settings, by=w.nadia)  # noqa: E731
    return on(w, await letter(w), "newsletter.launched", do)


@verb
async def unschedule(w: World) -> Verb:
    issue = await letter(w)
    wish = Wish(at=now() + timedelta(days=1), anyway=True)
    await sending_hour.schedule(issue, wish, version=1, settings=w.settings, by=w.nadia)
    return on(w, issue, "newsletter.unscheduled", lambda row: sending_hour.unschedule(row, by=w.nadia))


@verb
async def set_aside(w: World) -> Verb:
    return on(w, await letter(w), "newsletter.set_aside", lambda row: sending_hour.set_aside(row, by=w.nadia))


@verb
async def recover(w: World) -> Verb:
    issue = await letter(w)
    await sending_hour.set_aside(issue, by=w.nadia)
    return on(w, issue, "newsletter.recovered", lambda row: sending_hour.recover(row, by=w.nadia))


@verb
async def withdraw(w: World) -> Verb:
    issue = await letter(w, stage=IssueStage.SENT, number=1)
    return on(w, issue, "newsletter.withdrawn", lambda row: sending_hour.withdraw(row, by=w.nadia))


@verb
async def restore(w: World) -> Verb:
    issue = await letter(w, stage=IssueStage.SENT, number=1)
    await sending_hour.withdraw(issue, by=w.nadia)
    return on(w, issue, "newsletter.restored", lambda row: sending_hour.restore(row, by=w.nadia))


@verb
async def try_on_oneself(w: World) -> Verb:
    w.nadia.email = "nadia@exemple.fr"

    async def do(row: Issue) -> None:
        await row.fetch_related("territory")
        await trial.send_trial(row, by=w.nadia, settings=w.settings)

    return on(w, await letter(w), "newsletter.tried", do)


@verb
async def stop(w: World) -> Verb:
    issue = await letter(w, stage=IssueStage.SENDING)
    return on(w, issue, "newsletter.stopped", lambda row: pause.stop(row, "Une erreur.", by=w.nadia))


@verb
async def resume(w: World) -> Verb:
    issue = await letter(w, stage=IssueStage.PAUSED)
    return on(w, issue, "newsletter.resumed", lambda row: pause.resume(row, by=w.nadia))


@verb
async def hold_back(w: World) -> Verb:
    issue = await letter(w, stage=IssueStage.SCHEDULED)
    left = told("newsletter.held_back", w.nadia, None, f"issue:{issue.id}")
    return Verb(lambda: sending_start.hold_back(issue, "Tout a été retiré."), [left])


@verb
async def stop_by_itself(w: World) -> Verb:
    issue = await letter(w, stage=IssueStage.SENDING)
    left = told("newsletter.halted", w.nadia, None, f"issue:{issue.id}")
    return Verb(lambda: circuit_breaker.halt(w.settings, issue.id, Streak(last="550 non")), [left])


@verb
async def send_the_doubtful_again(w: World) -> Verb:
    issue = await letter(w, stage=IssueStage.SENT, number=1)
    doubt: dict[str, Any] = {"being": "asked", "state": DeliveryState.DOUBTFUL}
    boxes: list[dict[str, Any]] = [{"mailbox": box, "address": box} for box in ("a@exemple.fr", "b@exemple.fr")]
    mails = [(await Delivery.create(issue_id=issue.id, **box, **doubt)).id for box in boxes]
    return on(w, issue, "newsletter.doubt_sent", lambda row: pause.send_doubtful_again(row, mails, by=w.nadia))


async def demand() -> Demand:
    return Demand(address="ines@exemple.fr", territory=await Territory.get(code=HERE), publics=("jeunes", "salaries"))


@verb
async def ask(w: World) -> Verb:
    wanted = await demand()
    return Verb(
        lambda: subscription.ask(wanted, w.settings, by=w.ines), [own("newsletter.asked", w.ines, f"territory:{HERE}")]
    )


@verb
async def ask_without_an_account(w: World) -> Verb:
    wanted = await demand()
    return Verb(lambda: subscription.ask(wanted, w.settings), [])


async def asked(w: World) -> tuple[Subscription, str]:
    await subscription.ask(await demand(), w.settings, by=w.ines)
    found = await Subscription.get()
    return found, links.confirming(w.settings, found.id, w.ines.id).rsplit("/", 1)[1]


@verb
async def confirm(w: World) -> Verb:
    _, token = await asked(w)
    return Verb(
        lambda: subscription.confirm(w.settings, token), [own("newsletter.subscribed", w.ines, f"territory:{HERE}")]
    )


@verb
async def drop(w: World) -> Verb:
    found, token = await asked(w)
    await subscription.confirm(w.settings, token)
    return Verb(lambda: own_letters.drop(w.ines, found.id), [own("newsletter.dropped", w.ines, f"territory:{HERE}")])


@verb
async def leave_the_letters_of_work(w: World) -> Verb:
    return Verb(
        lambda: own_letters.leave_work(w.paul, w.settings), [own("newsletter.work_left", w.paul, account(w.paul))]
    )


@verb
async def return_to_the_letters_of_work(w: World) -> Verb:
    await own_letters.leave_work(w.paul, w.settings)
    return Verb(
        lambda: own_letters.return_to_work(w.paul, w.settings),
        [own("newsletter.work_returned", w.paul, account(w.paul))],
    )
