"""Email addresses: checked before they are stored, compared as mailboxes, recognised by their digest alone."""

from __future__ import annotations

import hashlib
import hmac

from boite.errors import Invalid

LONGEST = 254
"""Most characters of an address in SMTP (RFC 5321, 4.5.3.1.3)."""
WRONG = "Écrivez une adresse entière, par exemple ines@exemple.fr."
ACCENTED = "Cette adresse a un accent avant l'arobase (@). Nos courriels ne savent pas y aller : donnez-en une autre."


def checked(text: str, field: str = "email") -> str:
    """The address as mail is written to it: the domain in small letters and in punycode.

    No server is asked. Raises Invalid, under the name of `field`: an accent before the « @ » needs SMTPUTF8, which
    too few servers speak.
    """
    # Imported here: it takes 40 ms, which every command would pay.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError as error:
        raise Invalid(fields={field: WRONG}) from error
    if found.ascii_email is None:
        raise Invalid(fields={field: ACCENTED})
    if len(found.ascii_email) > LONGEST:
        raise Invalid(fields={field: WRONG})
    return found.ascii_email


def mailbox(address: str) -> str:
    """What two spellings of one mailbox share. A domain could tell capitals apart; none does."""
    return address.lower()


def digest(secret: str, of: str) -> str:
    """What stands for a mailbox where the address itself must not be kept nor shown: 128 bits that need the secret."""
    return hmac.new(secret.encode(), b"mailbox:" + of.encode(), hashlib.sha256).hexdigest()[:32]


def shown(address: str) -> str:
    """« i•••@exemple.fr »: enough for its owner, and nothing for somebody who looks over a shoulder."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}"
