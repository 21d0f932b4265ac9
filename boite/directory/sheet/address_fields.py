"""The fields of a place: its name, its address, its contact, and its moves."""

from __future__ import annotations

from datetime import date

from tortoise import fields

from boite.database.model import Model
from boite.directory.exchange.value_reading import day, text
from boite.directory.places.place_rows import Commune
from boite.directory.sheet import cleaning
from boite.directory.sheet.cleaning import line
from boite.directory.sheet.field import (
    AS_DETAIL,
    AS_NAME,
    AS_OFFER,
    EMAIL,
    PHONE,
    Field,
    FormInput,
    Key,
    day_in_figures,
    rank_in_words,
    said,
)
from boite.text import phones


class AddressFields(Model):
    """What a place is called, where it is, how it is reached."""

    rank: int = said(fields.SmallIntField(default=0), Field(label="Place dans la liste", says=rank_in_words))
    name = said(
        fields.CharField(max_length=150, default=""),
        Field(
            label="Nom",
            clean=line(150),
            searched=AS_NAME,
            schema="nom",
            beside=True,
            table=(4, "Lieu"),
            api="nom",
            schema_org="name",
        ),
    )
    address = said(
        fields.CharField(max_length=200, default=""),
        Field(
            label="Adresse",
            searched=AS_DETAIL,
            clean=line(200),
            proposed=FormInput(200),
            schema="adresse",
            table=(5, "Adresse"),
            api="adresse",
        ),
    )
    complement = said(
        fields.CharField(max_length=200, default=""),
        Field(label="Complément d'adresse", clean=line(200), schema="complement_adresse", table=(6, "Complément")),
    )
    postal_code = said(
        fields.CharField(max_length=5, default=""),
        Field(
            label="Code postal",
            clean=cleaning.digits(5, "Un code postal a 5 chiffres."),
            proposed=FormInput(5, mode="numeric", short=True),
            searched=AS_OFFER,
            schema="code_postal",
            table=(7, "Code postal"),
            api="code_postal",
        ),
    )
    city = said(
        fields.CharField(max_length=120, default=""),
        Field(
            label="Commune",
            clean=line(120),
            proposed=FormInput(120),
            searched=AS_OFFER,
            schema="commune",
            table=(8, "Commune"),
            api="commune",
        ),
    )
    commune: fields.ForeignKeyNullableRelation[Commune] = said(
        fields.ForeignKeyField("boite.Commune", related_name="points", null=True, on_delete=fields.SET_NULL),
        Field(label="Code de la commune", table=(9, "Code INSEE")),
    )
    commune_id: str | None
    latitude: float | None = said(
        fields.FloatField(null=True),
        Field(
            label="Latitude",
            clean=cleaning.degrees(cleaning.LATITUDES),
            schema="latitude",
            table=(10, "Latitude"),
            api="latitude",
        ),
    )
    longitude: float | None = said(
        fields.FloatField(null=True),
        Field(
            label="Longitude",
            clean=cleaning.degrees(cleaning.LONGITUDES),
            schema="longitude",
            table=(11, "Longitude"),
            api="longitude",
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
            inherited=True,
            schema="telephone",
            beside=True,
            table=(12, "Téléphone"),
            api="telephone",
            schema_org="telephone",
        ),
    )
    email = said(
        fields.CharField(max_length=254, default=""),
        Field(
            label="Courriel",
            clean=cleaning.email,
            proposed=EMAIL,
            shown=True,
            inherited=True,
            schema="courriel",
            beside=True,
            table=(13, "Courriel"),
        ),
    )

    class Meta:
        """Columns of `ReceptionPoint`."""

        abstract = True


class MoveFields(Model):
    """Where it was before, where it goes."""

    moved_on: date | None = said(
        fields.DateField(null=True),
        Field(
            label="A déménagé le",
            clean=cleaning.day,
            typed=False,
            says=day_in_figures,
            key=Key("spro_demenagement_le", day, "Le jour d'un déménagement.", '"2026-09-01"'),
        ),
    )
    """The day of its last move, or of the next one where `coming` says where to."""
    former_address = said(
        fields.CharField(max_length=300, default=""),
        Field(
            label="Ancienne adresse",
            clean=line(300),
            typed=False,
            key=Key(
                "spro_ancienne_adresse",
                text,
                "L'adresse d'avant le déménagement.",
                '"3 rue du Lavoir, 18000 Bourges"',
            ),
        ),
    )
    coming: dict[str, str] | None = said(fields.JSONField(null=True), Field(label="Adresse à venir"))
    """The address from `moved_on` on, by column, as long as that day has not come."""

    class Meta:
        """Columns of `ReceptionPoint`."""

        abstract = True
