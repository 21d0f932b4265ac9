"""What readers see has an edition: a number that grows with each change, in the transaction that makes the change.

Whoever keeps a page in memory asks for the number, and nothing else: it never goes back, whatever the clocks say.
"""

from __future__ import annotations

from boite.database.connection import execute, fetch
from boite.database.long_lists import marks

PICTURES = "pictures"
"""The public pictures: one more was drawn."""


async def renew(name: str) -> None:
    """From the end of the caller's transaction on, readers see something else. Other renewals wait for that end."""
    await execute(
        "INSERT INTO site_edition (name, number) VALUES (?, 1)"
        " ON CONFLICT (name) DO UPDATE SET number = site_edition.number + 1",
        name,
    )


async def current(*names: str) -> tuple[int, ...]:
    """The editions of these, 0 for what never changed. One query."""
    rows = await fetch(f"SELECT name, number FROM site_edition WHERE name IN ({marks(names)})", *names)
    numbers = {row["name"]: int(row["number"]) for row in rows}
    return tuple(numbers.get(name, 0) for name in names)
