"""What can happen to the account."""

from __future__ import annotations

from dataclasses import dataclass

from boite.journal.catalogue import Happening, kind


@kind("account.opened", "account", "Votre boîte a été ouverte.")
class AccountOpened(Happening):
    """An account was created."""


@kind("account.signed_in", "account", "Connexion depuis {device}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Happening):
    """Somebody signed in."""

    device: str


@kind("account.signed_out", "account", "Déconnexion.")
class SignedOut(Happening):
    """Somebody signed out."""


@kind("account.session_closed", "account", "Vous avez déconnecté {device}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(Happening):
    """A device was disconnected from elsewhere."""

    device: str


@kind("account.passphrase_changed", "account", "Votre phrase secrète a été changée.")
class PassphraseChanged(Happening):
    """The secret was replaced."""


@kind("account.profile_changed", "account", "Vos informations ont été changées.")
class ProfileChanged(Happening):
    """The profile was edited."""


@kind("account.closing_asked", "account", "Vous avez demandé la fermeture de votre boîte pour le {day}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingAsked(Happening):
    """The erasure was asked for."""

    day: str


@kind("account.closing_cancelled", "account", "Vous avez gardé votre boîte : la fermeture est annulée.")
class ClosingCancelled(Happening):
    """The erasure was called off."""


@kind("account.exported", "download", "Vous avez emporté toute votre boîte.")
class Exported(Happening):
    """Everything was downloaded."""
