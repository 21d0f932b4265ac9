"""What can happen to the account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from boite.journal.catalogue import Audience, Happening, kind
from boite.journal.subject import SubjectKind
from boite.languages.messages import _


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
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened(OfBox):
    """An account was created."""

    alone: bool = False
    """On a device of its person's own, as they said: not on the shared computer of a place that receives people."""


@kind("account.signed_in", "account", "Connexion depuis {device}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(OfAccount):
    """Somebody signed in."""

    device: str


@kind(
    "account.new_device",
    "account",
    _(
        "Connexion depuis un appareil que nous ne connaissons pas, ou plus : %(device)s. Ce n'est pas vous ?"
        " Changez votre phrase secrète."
    ),
    told=True,
    settles=False,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevice(OfAccount):
    """Somebody signed in where nobody had, as far as we know; told to the other devices."""

    subject_kind: ClassVar[SubjectKind] = SubjectKind.SESSION
    subject_field: ClassVar[str] = "session"
    page: ClassVar[tuple[str, str]] = ("accounts:passphrase", "")
    device: str
    session: str


@kind("account.signed_out", "account", "Déconnexion.")
class SignedOut(OfAccount):
    """Somebody signed out."""


@kind("account.session_closed", "account", "Vous avez déconnecté {device}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(OfAccount):
    """A device was disconnected from elsewhere."""

    device: str


@kind("account.all_sessions_closed", "account", "L'administration du service a déconnecté tous vos appareils.")
class AllSessionsClosed(OfAccount):
    """An operator disconnected every device."""


@kind("account.unlocked", "account", "L'administration du service a oublié les essais ratés sur votre boîte.")
class Unlocked(OfAccount):
    """An operator let the person try again at once."""


@kind("account.quota_changed", "account", "L'administration du service a changé la place de votre boîte : {size}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaChanged(OfBox):
    """An operator gave more room, or less."""

    size: str


@kind("account.disabled", "account", "L'administration du service a suspendu votre boîte : {reason}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class Disabled(OfBox):
    """An operator closed the account; nothing in it changed."""

    reason: str


@kind("account.enabled", "account", "L'administration du service a rouvert votre boîte.")
class Enabled(OfBox):
    """The account opens again."""


@kind("account.passphrase_given", "account", "L'administration du service vous a donné une nouvelle phrase secrète.")
class PassphraseGiven(OfAccount):
    """An operator drew a new secret for somebody who lost theirs."""


@kind("account.administered", "account", "Vous avez administré le compte {handle} : {gesture}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class Administered(OfAccount):
    """In the journal of the administrator who did it, from a page."""

    subject_field: ClassVar[str] = "account"
    handle: str
    account: str
    gesture: str


@kind("account.role_changed", "account", "L'administration du service a changé votre rôle : {role}.")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(OfAccount):
    """An operator said what somebody is for the service."""

    role: str


@kind("account.passphrase_changed", "account", _("Votre phrase secrète a été changée."), told=True, own=True)
class PassphraseChanged(OfAccount):
    """The secret was replaced; told even to whoever did it."""

    page: ClassVar[tuple[str, str]] = ("accounts:sessions", "")


@kind("account.profile_changed", "account", "Vos informations ont été changées.")
class ProfileChanged(OfAccount):
    """The profile was edited."""


@kind("account.statistics_refused", "account", "Vous avez demandé à ne plus compter dans les statistiques.")
class StatisticsRefused(OfAccount):
    """From that day on, the person is not counted."""


@kind("account.statistics_accepted", "account", "Vous avez accepté de compter dans les statistiques.")
class StatisticsAccepted(OfAccount):
    """The person is counted again."""


@kind(
    "account.closing_asked",
    "account",
    _("Vous avez demandé la fermeture de votre boîte pour le %(day)s."),
    "{who} a demandé la fermeture de la boîte pour le {day}.",
    told=True,
    own=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingAsked(OfBox):
    """Closing the account was requested; told even to whoever did it."""

    page: ClassVar[tuple[str, str]] = ("boxes:closing", "")
    day: str


@kind(
    "account.closing_idle",
    "account",
    _("Sans visite depuis longtemps, votre boîte sera effacée le %(day)s. Venir suffit à la garder."),
    told=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingIdle(OfBox):
    """Nobody came for two years: the box closes by itself."""

    page: ClassVar[tuple[str, str]] = ("boxes:closing", "")
    day: str


@kind(
    "account.closing_cancelled",
    "account",
    "Vous avez gardé votre boîte : la fermeture est annulée.",
    "{who} a gardé la boîte : la fermeture est annulée.",
)
class ClosingCancelled(OfBox):
    """Closing the account was cancelled."""


@kind("account.kept_from_mail", "account", "Votre boîte a été gardée depuis un courriel. Personne ne l'a ouverte.")
class KeptFromMail(OfBox):
    """Nobody came for long; whoever holds the mail that said so keeps the box."""


@kind("account.exported", "download", "Vous avez emporté toute votre boîte.", "{who} a emporté toute la boîte.")
class Exported(OfBox):
    """Everything was downloaded."""
