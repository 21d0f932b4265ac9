"""What somebody asks of a publication on its page: a step, its verb, the words said afterwards, what takes it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from boite.accounts.models import User
from boite.publishing.desk import Desk
from boite.publishing.stages import Step
from boite.web.forms import Form


def reason(form: Form) -> str:
    """Why, in a sentence; empty where nothing is said. Raises Invalid beyond 500 characters."""
    return form.line("reason", 500)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a gesture is done with."""

    desk: Desk[Any, Any]
    it: Any
    form: Form
    by: User
    version: int
    """The version that was read: what the page showed, or what was just saved."""

    @property
    def reason(self) -> str:
        """Why, in a sentence."""
        return reason(self.form)


@dataclass(frozen=True, slots=True)
class Gesture:
    """One gesture. `undo` is the route of the one that takes it back; `fields`: what is shown again if refused."""

    step: Step
    do: Callable[[Asked], Awaitable[None]]
    words: str
    undo: str = ""
    fields: tuple[str, ...] = ("reason",)


COMMON = {
    "propose": Gesture(
        Step.PROPOSED,
        lambda asked: asked.desk.propose(asked.it, by=asked.by),
        "« {title} » attend la réponse de la coordination.",
        "take_back",
    ),
    "take_back": Gesture(
        Step.TAKEN_BACK,
        lambda asked: asked.desk.take_back(asked.it, by=asked.by),
        "« {title} » est de nouveau un brouillon.",
    ),
    "send_back": Gesture(
        Step.SENT_BACK,
        lambda asked: asked.desk.send_back(asked.it, asked.reason, by=asked.by),
        "« {title} » est renvoyé{e}, avec votre raison.",
    ),
    "publish": Gesture(
        Step.PUBLISHED,
        lambda asked: asked.desk.publish(asked.it, version=asked.version, by=asked.by),
        "« {title} » est en ligne.",
    ),
    "withdraw": Gesture(
        Step.WITHDRAWN,
        lambda asked: asked.desk.withdraw(asked.it, asked.reason, by=asked.by),
        "« {title} » n'est plus en ligne.",
        "restore",
    ),
    "restore": Gesture(
        Step.RESTORED,
        lambda asked: asked.desk.restore(asked.it, by=asked.by),
        "« {title} » est de nouveau en ligne.",
    ),
    "set_aside": Gesture(
        Step.SET_ASIDE,
        lambda asked: asked.desk.set_aside(asked.it, by=asked.by),
        "« {title} » est écarté{e}. Son texte est gardé.",
        "recover",
    ),
    "recover": Gesture(
        Step.RECOVERED,
        lambda asked: asked.desk.recover(asked.it, by=asked.by),
        "« {title} » est de nouveau un brouillon.",
    ),
}
"""The gestures of every desk, by the name of their route."""
AWAY = {"send_back": "queue", "set_aside": "mine"}
"""Where one goes afterwards, when it is no longer theirs to see or is out of the way."""
