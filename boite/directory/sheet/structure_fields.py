"""The fields of the structure itself: its names, its contact, what proves who it is."""

from __future__ import annotations

from datetime import date

from tortoise import fields

from boite.database.model import Model
from boite.directory.exchange.value_reading import SAME_LANGUAGES, day, several, text, texts
from boite.directory.places.place_rows import Territory
from boite.directory.sheet import cleaning
from boite.directory.sheet.cleaning import some_of, web
from boite.directory.sheet.field import AS_NAME, AS_TEXT, EMAIL, PHONE, SITE, Field, Key, day_in_figures, said
from boite.directory.sheet.languages import LANGUAGES
from boite.text import phones


class StructureFields(Model):
    """What a structure says of itself."""

    name = said(
        fields.CharField(max_length=150),
        Field(label="Nom", clean=cleaning.NAME, searched=AS_NAME, schema="nom", table=(1, "Nom"), schema_org="name"),
    )
    networks: list[str] = said(
        fields.JSONField(default=list),
        Field(
            label="Réseaux",
            clean=cleaning.ordered(5),
            shown=True,
            key=Key(
                "spro_reseaux",
                texts,
                "Nos codes de réseaux, le principal d'abord. Ils précisent « reseaux_porteurs ».",
                '["cio"]',
            ),
            table=(2, "Réseaux"),
        ),
    )
    """Codes of `Network`, the main one first."""
    description = said(
        fields.TextField(default=""),
        Field(
            label="Présentation",
            clean=cleaning.text,
            shown=True,
            searched=AS_TEXT,
            schema="description",
            table=(22, "Présentation"),
            schema_org="description",
        ),
    )
    phone = said(
        fields.CharField(max_length=40, default=""),
        Field(
            label="Téléphone",
            clean=phones.cleaned,
            says=phones.shown,
            proposed=PHONE,
            shown=True,
            schema="telephone",
            schema_org="telephone",
        ),
    )
    email = said(
        fields.CharField(max_length=254, default=""),
        Field(
            label="Courriel", clean=cleaning.email, proposed=EMAIL, shown=True, schema="courriel", schema_org="email"
        ),
    )
    website = said(
        fields.CharField(max_length=500, default=""),
        Field(label="Site", clean=web, proposed=SITE, shown=True, schema="site_web", table=(14, "Site")),
    )
    online = said(
        fields.CharField(max_length=500, default=""),
        Field(
            label="Démarche en ligne",
            clean=web,
            shown=True,
            key=Key("spro_en_ligne", text, "La page où faire sa démarche de chez soi.", '"https://exemple.fr/rdv"'),
            table=(15, "Démarche en ligne"),
        ),
    )
    """The page where people do from home what they would do there."""
    languages: list[str] = said(
        fields.JSONField(default=list),
        Field(
            label="Langues parlées",
            clean=some_of(LANGUAGES),
            says=LANGUAGES,
            tagged="l",
            shown=True,
            key=Key(
                "spro_langues",
                several(LANGUAGES, SAME_LANGUAGES),
                "Les langues parlées, en codes ISO 639-1, et « lsf » pour la langue des signes.",
                '["fr", "lsf"]',
            ),
            table=(21, "Langues"),
            schema_org="knowsLanguage",
        ),
    )
    """Languages spoken, ISO 639-1."""
    siret = said(
        fields.CharField(max_length=14, default=""),
        Field(
            label="SIRET",
            clean=cleaning.digits(14, "Un SIRET a 14 chiffres."),
            shown=True,
            schema="siret",
            table=(23, "SIRET"),
        ),
    )
    territory: fields.ForeignKeyNullableRelation[Territory] = said(
        fields.ForeignKeyField("boite.Territory", related_name="structures", null=True, on_delete=fields.SET_NULL),
        Field(
            label="Territoire",
            clean=lambda value: value or None,
            typed=False,
            key=Key("spro_territoire", text, "Le territoire SPRO. Sans elle, celui de la commune.", '"SPRO-37"'),
            table=(3, "Territoire"),
        ),
    )
    territory_id: str | None
    checked_on: date | None = said(
        fields.DateField(null=True),
        Field(
            label="Vérifiée le",
            says=day_in_figures,
            shown=True,
            key=Key("spro_verifiee_le", day, "Le jour où quelqu'un a tout vérifié.", '"2026-09-14"'),
            table=(24, "Vérifiée le"),
        ),
    )
    next_check_on: date | None = said(
        fields.DateField(null=True),
        Field(
            label="À vérifier le",
            says=day_in_figures,
            key=Key("spro_prochaine_verification", day, "Le jour où il faudra vérifier à nouveau.", '"2027-03-14"'),
        ),
    )
    """The day when somebody should look again; reminders read it."""

    class Meta:
        """Columns of `Structure`."""

        abstract = True
