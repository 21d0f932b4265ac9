"""The name of a deposit: cleaned when it is kept, told when it is finished, known again when it is taken up."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boite.files.models import Node, OnConflict
from tests.tus.speaking import TUS, declare, metadata, send
from tests.visitors import Visitor

AS_PHONES_GIVE_THEM = [
    "Facture  de  mai.pdf",
    "Photo d\u2019Ines 09.15\u202fPM.jpg",
    "Relev\u00e9 France\u00a0Travail.pdf",
    "Brevet.",
    "\u00a0 Lettre.pdf ",
    "mes\\papiers\\bail.pdf",
    "2026/11/bail.pdf",
    "\u200f\u0633\u064a\u0631\u0629.pdf",
    "\u2067photo\u2069.png",
    "\ufeffbail.pdf",
    "son\x07 et\x1f lumi\u00e8re.mp3",
    "De\u0301claration d'impo\u0302ts.pdf",
    "...",
    "\u200e",
    "é" * 200 + ".pdf",
    "papier.pdf",
]
AWKWARD = st.text(
    st.one_of(
        st.sampled_from("./\\ \u00a0\u202f\u200e\u200f\u202e\u2066\u2069\ufeff\x00\x07\x1f\x7f\u0301\u0302é(2)'’"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=300,
)


async def is_known_again(visitor: Visitor, declared: str, chosen: str) -> bool:
    """Whether a deposit declared under a name is taken up by a file of that name. It is given up afterwards."""
    address = (await declare(visitor, 3, name=declared)).headers["location"]
    answer = await visitor.head(address, headers=TUS | {"upload-metadata": metadata(filename=chosen)})
    await visitor.delete(address, headers=TUS)
    assert answer.status_code in {200, 409}
    return answer.status_code == 200


@pytest.mark.parametrize("name", AS_PHONES_GIVE_THEM)
async def test_the_same_file_takes_its_deposit_up(visitor: Visitor, name: str) -> None:
    assert await is_known_again(visitor, name, name)


async def test_another_file_does_not(visitor: Visitor) -> None:
    assert not await is_known_again(visitor, "bail.pdf", "bail (2).pdf")


async def test_any_name_is_known_again(visitor: Visitor) -> None:
    loop = asyncio.get_running_loop()

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(AWKWARD)
    def whatever_it_is(name: str) -> None:
        assert asyncio.run_coroutine_threadsafe(is_known_again(visitor, name, name), loop).result(60)

    await asyncio.to_thread(whatever_it_is)


@pytest.mark.parametrize("size", [3, 0, 300_000])
async def test_the_name_that_was_kept_is_told(visitor: Visitor, size: int) -> None:
    for kept in ("Été.pdf", "Été (2).pdf"):
        made = await declare(visitor, size, name="Été.pdf")
        last = made if size == 0 else await send(visitor, made.headers["location"], 0, b"x" * size)
        assert unquote(last.headers["boite-nom"]) == kept
        asked = await visitor.head(made.headers["location"], headers=TUS)
        assert unquote(asked.headers["boite-nom"]) == kept
        assert (await Node.get(id=last.headers["boite-papier"].split("/")[-1])).name == kept


async def test_whole_in_one_request_too(visitor: Visitor) -> None:
    said = {"upload-length": "3", "upload-metadata": metadata(filename="CV.pdf")}
    body = {"content-type": "application/offset+octet-stream"}
    told = [
        (await visitor.post("/depots/", headers=TUS | said | body, content=b"abc")).headers["boite-nom"]
        for _ in range(2)
    ]
    assert [unquote(name) for name in told] == ["CV.pdf", "CV (2).pdf"]


async def test_a_replaced_paper_keeps_its_own_name(visitor: Visitor) -> None:
    for name in ("cv.pdf", "CV.pdf"):
        made = await declare(visitor, 3, name=name, conflict=OnConflict.NEW_VERSION.value)
        last = await send(visitor, made.headers["location"], 0, b"abc")
        assert unquote(last.headers["boite-nom"]) == "cv.pdf"
