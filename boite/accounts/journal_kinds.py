"""What can happen to the account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAccount(Happening):
    """Something about the account whose journal it is."""

    audience: ClassVar[Audience] = Audience.OWNER
    subject_kind: ClassVar[SubjectKind] = SubjectKind.ACCOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBox(Happening):
    """Something about the whole box of the account whose journal it is."""

    audience: ClassVar[Audience] = Audience.OWNER
    subject_kind: ClassVar[SubjectKind] = SubjectKind.BOX


@kind("account.opened", "account", "Votre boîte a été ouverte.")
class AccountOpened(OfBox):
    """An account was created."""


@kind("account.signed_in", "account", "Connexion depuis {device}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(OfAccount):
    """Somebody signed in."""

    device: str


@kind("account.signed_out", "account", "Déconnexion.")
class SignedOut(OfAccount):
    """Somebody signed out."""


@kind("account.session_closed", "account", "Vous avez déconnecté {device}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(OfAccount):
    """A device was disconnected from elsewhere."""

    device: str


@kind("account.passphrase_changed", "account", "Votre phrase secrète a été changée.")
class PassphraseChanged(OfAccount):
    """The secret was replaced."""


@kind("account.profile_changed", "account", "Vos informations ont été changées.")
class ProfileChanged(OfAccount):
    """The profile was edited."""


@kind(
    "account.closing_asked",
    "account",
    "Vous avez demandé la fermeture de votre boîte pour le {day}.",
    "{who} a demandé la fermeture de la boîte pour le {day}.",
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingAsked(OfBox):
    """Closing the account was requested."""

    day: str


@kind(
    "account.closing_cancelled",
    "account",
    "Vous avez gardé votre boîte : la fermeture est annulée.",
    "{who} a gardé la boîte : la fermeture est annulée.",
)
class ClosingCancelled(OfBox):
    """Closing the account was cancelled."""


@kind("account.exported", "download", "Vous avez emporté toute votre boîte.", "{who} a emporté toute la boîte.")
class Exported(OfBox):
    """Everything was downloaded."""
