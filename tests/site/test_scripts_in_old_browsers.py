"""Stories told elsewhere, once more in a browser that has only what every supported one has (docs/navigateurs.md).

One for each script of ours: the deposit of papers has its own tests, and its own Chromium of 2020.
"""

from __future__ import annotations

import pytest

from tests.accounts.test_in_a_browser import test_a_shared_session_warns_inside_the_page_and_can_go_on
from tests.news.test_in_a_browser import new_person, paul, team, test_saved_by_itself_then_found_again
from tests.orientation.test_in_a_browser import enter, server, test_paul_at_his_desk_with_the_keyboard_only

__all__ = [
    "enter",
    "new_person",
    "paul",
    "server",
    "team",
    "test_a_shared_session_warns_inside_the_page_and_can_go_on",
    "test_paul_at_his_desk_with_the_keyboard_only",
    "test_saved_by_itself_then_found_again",
]

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def old_scripts() -> bool:
    """Every page of this module."""
    return True
