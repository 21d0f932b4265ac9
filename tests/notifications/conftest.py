"""What several tests of messages share: a real mail server, and settings that lead to it."""

from __future__ import annotations

from tests.mail.conftest import office, posted

__all__ = ["office", "posted"]
