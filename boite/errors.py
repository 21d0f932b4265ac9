"""The families of refusal. A verb raises one; `web/errors.py` maps the family to an answer. No HTTP here."""

from __future__ import annotations

from boite.languages.messages import _


class Refusal(Exception):
    """Something was asked that will not be done. The message is French and says what to do next."""

    message = _("Cette action n'est pas possible.")

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message


class NotFound(Refusal):
    """There is nothing there, or nothing that this person may know of."""

    message = _("Cette page n'existe pas, ou plus.")


class Forbidden(Refusal):
    """It is theirs or known to them, but this gesture is not allowed."""

    message = _("Cette action ne vous est pas ouverte.")


class Conflict(Refusal):
    """The state of things does not allow it now."""

    message = _("Ce n'est pas possible dans l'état actuel.")


class StaleVersion(Conflict):
    """What was read is no longer what is there: somebody else saved meanwhile. Nothing was written."""

    message = _("Autre chose a été enregistré pendant que vous écriviez. Votre texte n'est pas encore enregistré.")


class Unmatched(Conflict):
    """It was to be done over one state only, and there is another one (If-Match, RFC 9110, 13.1.1)."""

    message = _("Ce papier a changé entre-temps. Rien n'a été fait. Lisez-le de nouveau.")


class Full(Refusal):
    """No room: the person's quota or the service's disk."""

    message = _("Il n'y a plus assez de place.")


class Invalid(Refusal):
    """What was typed cannot be understood. `fields` gives a French sentence by field name."""

    message = _("Vérifiez ce que vous avez écrit.")

    def __init__(self, message: str | None = None, fields: dict[str, str] | None = None) -> None:
        super().__init__(message or (next(iter(fields.values())) if fields else None))
        self.fields = fields or {}


class TooMany(Refusal):
    """Too many tries. `seconds` says how long to wait."""

    message = _("Trop d'essais. Patientez quelques minutes, puis recommencez.")

    def __init__(self, message: str | None = None, seconds: int = 900) -> None:
        super().__init__(message)
        self.seconds = seconds


class Busy(Refusal):
    """Too many people want the same costly thing at once. A moment later it is done."""

    message = _("Beaucoup de personnes arrivent en même temps. Attendez un instant, puis recommencez.")


class Resting(Busy):
    """The service is under maintenance: it is read, nothing is written. The same gesture goes through later."""

    message = _("Le service est en entretien. Vos papiers restent lisibles. Rien n'a été enregistré.")
    resting = True


class Gone(Refusal):
    """It existed and has ended (an expired upload)."""

    message = _("Ce dépôt a expiré. Recommencez-le depuis le début.")


class Damaged(Refusal):
    """Bytes are kept but are no longer what was deposited: never served as good."""

    message = _("Ce papier est abîmé sur nos disques. Il n'a pas été envoyé. L'incident est noté.")


class CannotStart(Exception):
    """The service or a command cannot go on with this machine as it is. The message is French, for whoever runs it."""

    status = 1
    """What the command ends by."""
