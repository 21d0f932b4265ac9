"""Limits of tries: each is a setting, parallel tries do not pass together, refused ones shut nobody out."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from boite import clock
from boite.accounts import throttle
from boite.accounts.throttle import LIMITS, ThrottledForm
from boite.errors import TooMany
from boite.web.client_network import of_address

LINE = st.ip_addresses(v=6, network="2001:db8:1:2::/64")


@pytest.mark.parametrize("door", ThrottledForm)
async def test_each_limit_is_a_setting(app: Starlette, door: ThrottledForm) -> None:
    settings = replace(app.state.settings, **{LIMITS[door]: 2})
    for _ in range(2):
        await throttle.count_try(settings, door, "quelqu'un")
    with pytest.raises(TooMany):
        await throttle.count_try(settings, door, "quelqu'un")
    await throttle.count_try(settings, door, "quelqu'un d'autre")


async def test_parallel_tries_do_not_pass_together(app: Starlette) -> None:
    settings = replace(app.state.settings, account_tries=5)
    tries = [throttle.count_try(settings, ThrottledForm.ACCOUNT, "lavande-428") for _ in range(20)]
    refused = [error for error in await asyncio.gather(*tries, return_exceptions=True) if error]
    assert len(refused) >= 15


async def test_whoever_knocks_without_end_does_not_keep_the_door_shut(app: Starlette) -> None:
    settings = replace(app.state.settings, account_tries=3, tries_minutes=10)
    for _ in range(3):
        await throttle.count_try(settings, ThrottledForm.ACCOUNT, "lavande-428")
    for _ in range(9):
        clock.advance(timedelta(minutes=1))
        for _ in range(5):
            with pytest.raises(TooMany):
                await throttle.count_try(settings, ThrottledForm.ACCOUNT, "lavande-428")
    clock.advance(timedelta(minutes=1))
    await throttle.count_try(settings, ThrottledForm.ACCOUNT, "lavande-428")


@given(one=LINE, other=LINE)
def test_a_line_of_ipv6_is_one_network(one: IPv6Address, other: IPv6Address) -> None:
    assert of_address(str(one)) == of_address(str(other)) == "2001:db8:1:2::/64"


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_what_is_counted_of_an_address(written: str, counted: str) -> None:
    assert of_address(written) == counted
