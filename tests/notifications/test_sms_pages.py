"""« Par SMS »: nothing of it where no SMS is sent; else a number, the code that came there, and the end."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.notifications import contact_points
from boite.notifications.models import Channel, ContactPoint
from tests.sms.gateways import with_sms
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio
SETTINGS, PHONE, CODE, END = (f"/messages/reglages{end}" for end in ("", "/sms", "/sms/code", "/sms/fin"))


async def test_nothing_is_said_of_sms_where_none_is_sent(visitor: Visitor) -> None:
    assert "SMS" not in (await visitor.get(SETTINGS)).text
    assert (await visitor.get(PHONE)).status_code == 404


async def test_a_number_a_code_and_the_end(app: Starlette, person: User, visitor: Visitor) -> None:
    settings = app.state.settings = with_sms(app.state.settings, "http://127.0.0.1:1/")
    assert "Par SMS" in (await visitor.get(SETTINGS)).text
    assert (await visitor.submit(PHONE, phone="02 38 00 00 00")).status_code == 422
    answer = await visitor.submit(PHONE, phone="06 12 34 56 78")
    assert (answer.status_code, answer.headers["location"]) == (303, CODE)
    assert "•• 78" in (await visitor.get(CODE)).text
    waiting = await ContactPoint.get(user_id=person.id)
    assert (await visitor.submit(CODE, code=contact_points.code_of(settings, waiting))).status_code == 303
    assert len(await contact_points.open_of(person.id, Channel.SMS)) == 1
    page = (await visitor.get(SETTINGS)).text
    assert "•• 78" in page
    assert "0612345678" not in page.replace(" ", "")
    await visitor.submit(END)
    assert await contact_points.open_of(person.id, Channel.SMS) == []
