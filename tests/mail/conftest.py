"""What the tests of single mails share: a real server, and settings that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from boite.settings import Settings
from tests.newsletter import post_office
from tests.newsletter.post_office import PostOffice


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office.opened() as opened:
        yield opened


@pytest.fixture
def posted(settings: Settings, office: PostOffice) -> Settings:
    """Settings whose mails go to `office`."""
    return replace(settings, mail_url=office.url)
