"""What the journal says of the steps that every desk has, once for all kinds: to whoever did it, to its author."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, make_dataclass
from typing import Any, ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.publishing.nouns import Noun
from boite.publishing.stages import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPublication(Happening):
    """Something about one publication. Each kind adds a field named as its relation: its identifier."""

    audience: ClassVar[Audience] = Audience.DESK
    title: str


ICONS = {
    Step.WRITTEN: "edit",
    Step.PROPOSED: "move",
    Step.TAKEN_BACK: "undo",
    Step.ACCEPTED: "check",
    Step.SENT_BACK: "undo",
    Step.PUBLISHED: "news",
    Step.CORRECTED: "edit",
    Step.WITHDRAWN: "eye",
    Step.RESTORED: "undo",
    Step.SET_ASIDE: "trash",
    Step.RECOVERED: "undo",
}
DONE = {
    Step.WRITTEN: "Vous avez écrit {the} « {{title}} ».",
    Step.PROPOSED: "Vous avez proposé {the} « {{title}} ».",
    Step.TAKEN_BACK: "Vous avez repris {the} « {{title}} » pour {it} modifier.",
    Step.ACCEPTED: "Vous avez accepté {the} « {{title}} ».",
    Step.SENT_BACK: "Vous avez renvoyé {the} « {{title}} », avec une raison.",
    Step.PUBLISHED: "Vous avez publié {the} « {{title}} ».",
    Step.CORRECTED: "Vous avez corrigé {the} « {{title}} ».",
    Step.WITHDRAWN: "Vous avez retiré {the} « {{title}} » du site.",
    Step.RESTORED: "Vous avez remis en ligne {the} « {{title}} ».",
    Step.SET_ASIDE: "Vous avez écarté le brouillon « {{title}} ».",
    Step.RECOVERED: "Vous avez repris le brouillon « {{title}} ».",
}
"""To whoever did it."""
TOLD = {
    Step.ACCEPTED: "{your} « {{title}} » est accepté{agrees}.",
    Step.SENT_BACK: "{your} « {{title}} » est à reprendre : {{reason}}.",
    Step.PUBLISHED: "{your} « {{title}} » est en ligne.",
    Step.CORRECTED: "{your} « {{title}} » a été corrigé{agrees}.",
    Step.WITHDRAWN: "{your} « {{title}} » n'est plus en ligne.",
    Step.RESTORED: "{your} « {{title}} » est en ligne.",
}
"""To its author, when somebody else did it. The others are the author's own steps, and nobody is told."""
WITHOUT_ACCORD = frozenset(DONE) - {Step.ACCEPTED}
"""The steps of a kind whose publication needs one decision: proposed by one, published by another."""


def of_steps(
    of: type[OfPublication], prefix: str, noun: Noun, steps: Collection[Step] = WITHOUT_ACCORD
) -> dict[Step, type[Happening]]:
    """The kinds of entry of these steps, entered in the catalogue as `prefix.step`."""
    words = {"the": noun.the, "your": f"Votre {noun.word}", "it": noun.it, "agrees": noun.agrees}
    made: dict[Step, type[Happening]] = {}
    for step in sorted(steps):
        told = TOLD.get(step, "").format(**words)
        entered = kind(
            f"{prefix}.{step}",
            ICONS[step],
            DONE[step].format(**words),
            told,
            audience=Audience.AUTHOR if told else None,
            told=bool(told),
        )
        made[step] = entered(_kind(of, step))
    return made


def _kind(of: type[OfPublication], step: Step) -> type[Any]:
    """A class of its own: the author of what is sent back reads why."""
    reason = [("reason", str, "")] if step == Step.SENT_BACK else []
    name = of.__name__.removeprefix("Of") + "".join(word.title() for word in step.split("_"))
    return make_dataclass(name, reason, bases=(of,), frozen=True, slots=True, kw_only=True)
