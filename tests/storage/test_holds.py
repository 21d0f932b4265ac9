"""The right to write, asked for at any moment and any number of times."""

from __future__ import annotations

import asyncio

import pytest

from storage.errors import UploadTaken
from storage.locks import Hold

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("before", [1, 3])
async def test_asked_before_and_again_while_it_lets_go(before: int) -> None:
    hold = Hold()
    for _ in range(before):
        hold.ask()
    with pytest.raises(UploadTaken):
        async with hold.interruptible():
            await asyncio.sleep(10)
    hold.ask()  # a newcomer asks every 20 ms until the holder has written down what it had


async def test_asked_twice_in_the_middle() -> None:
    hold = Hold()
    asyncio.get_running_loop().call_later(0.01, hold.ask)
    asyncio.get_running_loop().call_later(0.01, hold.ask)
    with pytest.raises(UploadTaken):
        async with hold.interruptible():
            await asyncio.sleep(10)
    hold.ask()
