"""The fields of a visit: when a place is open, how it is entered, how people get there."""

from __future__ import annotations

from tortoise import fields

from boite.database.model import Model
from boite.directory.exchange.value_reading import among, text
from boite.directory.sheet import cleaning, vocabulary
from boite.directory.sheet.cleaning import line, member, web
from boite.directory.sheet.field import AS_DETAIL, Field, FormInput, Key, said
from boite.directory.sheet.hours_form import in_words as hours_in_words
from boite.directory.sheet.vocabulary import Appointment, Wheelchair


class VisitFields(Model):
    """When and how people are received there."""

    opening_hours = said(
        fields.CharField(max_length=500, default=""),
        Field(
            label="Horaires",
            clean=cleaning.hours,
            typed=False,
            says=hours_in_words,
            shown=True,
            schema="horaires_accueil",
            table=(16, "Horaires"),
            api="horaires_accueil",
        ),
    )
    """In the OpenStreetMap `opening_hours` syntax."""
    hours_note = said(
        fields.CharField(max_length=300, default=""),
        Field(
            label="À savoir sur les horaires",
            clean=line(300),
            shown=True,
            key=Key("spro_horaires_precisions", text, "Ce que les horaires ne disent pas.", '"Fermé en août."'),
            table=(17, "Précisions sur les horaires"),
        ),
    )
    appointment = said(
        fields.CharEnumField(Appointment, max_length=12, default=Appointment.UNKNOWN),
        Field(
            label="Rendez-vous",
            clean=member(Appointment),
            says=vocabulary.APPOINTMENT,
            tagged="a",
            shown=True,
            key=Key("spro_rdv", among(Appointment), "Rendez-vous : sans, possible ou obligatoire.", '"possible"'),
            table=(18, "Rendez-vous"),
            api="rdv",
        ),
    )
    wheelchair = said(
        fields.CharEnumField(Wheelchair, max_length=8, default=Wheelchair.UNKNOWN),
        Field(
            label="Accès en fauteuil roulant",
            clean=member(Wheelchair),
            says=vocabulary.WHEELCHAIR,
            shown=True,
            key=Key("spro_accessibilite.fauteuil", among(Wheelchair)),
            table=(19, "Accès en fauteuil roulant"),
            api="fauteuil",
        ),
    )
    accessibility = said(
        fields.CharField(max_length=500, default=""),
        Field(
            label="Accessibilité",
            clean=line(500),
            shown=True,
            key=Key("spro_accessibilite.precisions", text),
            table=(20, "Accessibilité"),
        ),
    )
    accessibility_url = said(
        fields.CharField(max_length=500, default=""),
        Field(label="Page Acceslibre", clean=web, schema="accessibilite_lieu"),
    )
    parking = said(
        fields.CharField(max_length=500, default="", db_default=""),
        Field(
            label="Se garer",
            clean=line(500),
            proposed=FormInput(500),
            shown=True,
            of_the_spot=True,
            searched=AS_DETAIL,
            key=Key("spro_stationnement", text, "Où se garer, en voiture ou à vélo.", '"Parking gratuit, rue Nord."'),
            table=(25, "Se garer"),
            api="stationnement",
            schema_org="amenityFeature",
            card=True,
        ),
    )
    transport = said(
        fields.CharField(max_length=500, default="", db_default=""),
        Field(
            label="Venir en bus ou en train",
            clean=line(500),
            proposed=FormInput(500),
            shown=True,
            of_the_spot=True,
            searched=AS_DETAIL,
            key=Key("spro_transports", text, "Le bus ou le train qui y mène, et l'arrêt.", '"Bus 3, arrêt Halles."'),
            table=(26, "Venir en bus ou en train"),
            api="transports",
            card=True,
        ),
    )

    class Meta:
        """Columns of `ReceptionPoint`."""

        abstract = True
