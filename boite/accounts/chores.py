"""The chores of accounts: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.accounts import card_passphrase, throttle
from boite.database.chores import Chore

CHORES = (
    Chore("forget tries", 600, lambda settings, store: throttle.sweep(settings)),
    Chore("forget cards", 60, lambda settings, store: card_passphrase.forget_old()),
)
