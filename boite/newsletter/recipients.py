"""The list of an issue: one delivery by mailbox, written by pages. Whoever takes over goes on from the last one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from boite.clock import now
from boite.database.connection import execute, transaction
from boite.database.rows import typed
from boite.errors import Invalid
from boite.mail import suppression
from boite.mail.addresses import checked, mailbox
from boite.newsletter import audiences
from boite.newsletter.models import Being, Issue, IssueStage, Sending
from boite.newsletter.own_letters import account
from boite.settings import Settings
from storage.store import BlobStore

PAGE = 500
ADD = (
    "INSERT INTO newsletter_delivery (issue_id, mailbox, address, being, state, attempts, due_at, code, words)"
    " VALUES {rows} ON CONFLICT (issue_id, mailbox) DO NOTHING"
)
ROW = "(?, ?, ?, ?, 'due', 0, ?, 0, '')"


async def gather_due(settings: Settings, store: BlobStore) -> int:
    """Write the next page of each list that is not whole (a chore). Returns how many addresses were read."""
    waiting = await Sending.filter(gathered_at=None, issue__stage=IssueStage.SENDING).select_related("issue")
    return sum([await _page(sending, settings) for sending in waiting])


async def _page(sending: Sending, settings: Settings) -> int:
    """One page and where it ended, in one transaction: a crash leaves neither or both."""
    issue: Issue = sending.issue
    rows = await audiences.page(issue, sending.source, sending.reached, PAGE)
    found = await _willing(settings, rows) if sending.source == Being.PROFESSIONAL else _written(rows)
    here = Sending.filter(id=sending.id, source=sending.source, reached=sending.reached, gathered_at=None)
    async with transaction():
        if not await here.update(**_after(issue, sending, rows)):
            return 0  # another worker wrote this page
        await _write(issue, sending.source, await _awake(settings, found))
    return max(1, len(rows))


def _after(issue: Issue, sending: Sending, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Where to go on: further in the list, at the beginning of the next one, or nowhere."""
    if len(rows) == PAGE:
        return {"reached": str(rows[-1]["id"])}
    lists = audiences.beings(issue)
    further = lists[lists.index(sending.source) + 1 :]
    return {"source": further[0], "reached": ""} if further else {"gathered_at": now()}


def _written(rows: list[dict[str, Any]]) -> list[str]:
    """The addresses of subscriptions: checked when they were asked for."""
    return [str(row["address"]) for row in rows]


async def _willing(settings: Settings, rows: list[dict[str, Any]]) -> list[str]:
    """Those of professionals, but for those who said no. What somebody typed in their profile may be no address."""
    by_account = {account(person): str(row["address"]) for row in rows if (person := typed(row["id"], UUID))}
    unwilling = await suppression.suppressed(settings, by_account)
    return [address for known, typed in by_account.items() if known not in unwilling and (address := _address(typed))]


def _address(typed: str) -> str:
    try:
        return checked(typed)
    except Invalid:
        return ""


async def _awake(settings: Settings, addresses: list[str]) -> list[str]:
    """Those of these addresses that did not ask for silence. Two spellings of a mailbox are one."""
    boxes = {mailbox(address): address for address in addresses}
    silent = await suppression.suppressed(settings, boxes)
    return [address for box, address in boxes.items() if box not in silent]


async def _write(issue: Issue, being: Being, addresses: list[str]) -> None:
    if addresses:
        values = [value for address in addresses for value in (issue.id, mailbox(address), address, being.value, now())]
        await execute(ADD.format(rows=", ".join([ROW] * len(addresses))), *values)
