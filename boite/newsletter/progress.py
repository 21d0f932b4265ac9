"""How far a sending is, for whoever waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from boite.database.long_lists import few
from boite.database.shortened import Shortened, shortened
from boite.newsletter.completion import counts
from boite.newsletter.models import Bounce, Delivery, DeliveryState, Issue, Sending

SHOWN = 100
"""Addresses in one list of the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Mails by what became of them."""

    due: int = 0
    in_hands: int = 0
    handed: int = 0
    refused: int = 0
    given_up: int = 0
    doubtful: int = 0
    silent: int = 0
    bounced: int = 0
    """Among them, how many came back."""
    gathered: bool = False
    """Whether the list of recipients is whole: before that, the total still grows."""

    @property
    def total(self) -> int:
        """All the mails written down."""
        return self.settled + self.due + self.in_hands

    @property
    def settled(self) -> int:
        """Those whose fate is known, or will not be."""
        return self.handed + self.refused + self.given_up + self.doubtful + self.silent


async def progress(issue: Issue) -> Progress:
    """The figures of an issue, from its rows, or from what was kept of them."""
    sending = await Sending.get_or_none(issue_id=issue.id)
    if sending is None:
        return Progress()
    if sending.forgotten_at is not None:
        names = ("handed", "refused", "given_up", "doubtful", "silent", "bounced")
        return Progress(**{name: getattr(sending, name) for name in names}, gathered=True)
    numbers = {state.value: number for state, number in (await counts(issue.id)).items()}
    bounced = await Bounce.filter(issue_id=issue.id).count()
    return Progress(**numbers, bounced=bounced, gathered=sending.gathered_at is not None)


async def doubtful(issue: Issue) -> Shortened[Delivery]:
    """The mails of which nobody knows whether they left, 100 at most."""
    return await _listed(issue, DeliveryState.DOUBTFUL)


async def refused(issue: Issue) -> Shortened[Delivery]:
    """The mails that the server did not want, 100 at most, with what it said."""
    return await _listed(issue, DeliveryState.REFUSED, DeliveryState.GIVEN_UP)


async def _listed(issue: Issue, *states: DeliveryState) -> Shortened[Delivery]:
    found = Delivery.filter(issue_id=issue.id, state__in=few(states))
    return await shortened(found.order_by("mailbox"), SHOWN)
