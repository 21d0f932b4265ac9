"""The fields of what is written here, and the text that they make."""

from __future__ import annotations

from boite.errors import Invalid
from boite.files import vcard, web_links
from boite.files.models import NodeKind
from boite.languages.messages import _
from boite.web.forms import Form

TEMPLATES = {NodeKind.NOTE: "files/note.html", NodeKind.LINK: "files/link.html", NodeKind.CONTACT: "files/contact.html"}
LABELS = {
    "text": _("Votre note"),
    "address": _("Adresse"),
    "name": _("Nom"),
    "organisation": _("Structure"),
    "role": _("Fonction"),
    "phone": _("Téléphone"),
    "email": _("Adresse e-mail"),
    "note": _("Note"),
}
"""The fields, as the page where two tabs meet names them."""
CONTACT = ("name", "organisation", "role", "phone", "email", "address", "note")


def text_from(kind: NodeKind, form: Form) -> str:
    """The text that a sent form makes. Raises Invalid."""
    if kind == NodeKind.NOTE:
        text = form.raw("text").replace("\r\n", "\n").strip()
        if not text:
            raise Invalid(fields={"text": _("Écrivez votre note.")})
        return text + "\n"
    if kind == NodeKind.LINK:
        return web_links.compose(web_links.checked(form.text("address", web_links.LONGEST)))
    values = {name: form.text(name, 2000) for name in CONTACT}
    if not values["name"]:
        raise Invalid(fields={"name": _("Écrivez le nom de la personne ou du lieu.")})
    return vcard.compose(values)


def values_of(kind: NodeKind, text: str = "") -> dict[str, str]:
    """What the form shows of a text; empty for a new one."""
    if kind == NodeKind.NOTE:
        return {"text": text}
    if kind == NodeKind.LINK:
        return {"address": web_links.parse(text)}
    return {name: vcard.parse(text)[name] for name in CONTACT}


def title_from(kind: NodeKind, form: Form) -> str:
    """The title of a new writing: its own field, else its first words."""
    if kind == NodeKind.CONTACT:
        return form.text("name", 200)
    title = form.text("title", 200)
    if title:
        return title
    if kind == NodeKind.LINK:
        return form.text("address", web_links.LONGEST).split("://")[-1].split("/")[0]
    return " ".join(form.raw("text").split()[:6])[:60]
