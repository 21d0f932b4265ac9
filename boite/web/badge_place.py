"""Where a page says how many messages are new: drawn before knowing whose it is, filled in as it leaves."""

from __future__ import annotations

import secrets

PLACE = secrets.token_hex(32)
"""Stands for the number. Nobody ever receives it."""
