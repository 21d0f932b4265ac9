"""The fields of a sheet, one row each: the column, and all that is done with it.

Forms, history, corrections, imports, exports, searching and pages read this table. A new field is a row here, a
migration, its question in the template of its form and its place in the template of its page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tortoise import fields

from boite.database.model import Model
from boite.directory.exchange.value_reading import SAME_LANGUAGES, among, day, several, text, texts, who
from boite.directory.places.place_rows import Commune, Territory
from boite.directory.sheet import cleaning, phones, publics, vocabulary
from boite.directory.sheet.cleaning import line, member, one_of, some_of, web
from boite.directory.sheet.field import Cleaner, Field, FormInput, Key, Searched, said, said_of
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.vocabulary import Appointment, Wheelchair
from boite.directory.sheet.weekly_hours import in_words as hours_in_words

STRUCTURE, POINT, SERVICE, ENDING = "structure", "point", "service", "ending"
"""The parts of a sheet; the last one says that the structure is no longer there."""


def day_in_figures(value: str) -> str:
    """« 2026-03-14 » as « 14/03/2026 »."""
    return date.fromisoformat(value).strftime("%d/%m/%Y")


def _rank(value: str) -> str:
    return "1re" if value == "0" else f"{int(value) + 1}e"


def _thematic(code: str) -> str:
    return vocabulary.thematics().get(code, code)


PHONE, EMAIL, SITE = FormInput(40, "tel", short=True), FormInput(254, "email"), FormInput(500, mode="url")
AS_NAME, AS_OFFER, AS_TEXT, AS_DETAIL = Searched


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
    """The page where one may do from home what one does there."""
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


class PointFields(Model):
    """What is said of one place where people are received."""

    rank: int = said(fields.SmallIntField(default=0), Field(label="Place dans la liste", says=_rank))
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


class ServiceFields(Model):
    """What is said of one thing that a structure does for people."""

    rank: int = said(fields.SmallIntField(default=0), Field(label="Place dans la liste", says=_rank))
    name = said(
        fields.CharField(max_length=150), Field(label="Nom", clean=cleaning.NAME, searched=AS_OFFER, schema="nom")
    )
    description = said(
        fields.TextField(default=""),
        Field(label="Présentation", clean=cleaning.text, searched=AS_DETAIL, schema="description"),
    )
    kind = said(
        fields.CharField(max_length=40, default=""),
        Field(label="Type", clean=one_of(vocabulary.KINDS), says=vocabulary.KINDS, schema="type"),
    )
    """Code of `TypeService` in data·inclusion."""
    publics: list[str] = said(
        fields.JSONField(default=list),
        Field(
            label="Pour qui",
            clean=cleaning.who,
            says=publics.LABELS,
            shown=True,
            schema="publics",
            key=Key(
                "spro_publics",
                who,
                "Les publics dans notre vocabulaire. Ils remplacent « publics ».",
                '["scolaire"]',
            ),
        ),
    )
    """Codes of `boite.directory.sheet.publics`, sorted; empty for everybody."""
    needs: list[str] = said(
        fields.JSONField(default=list),
        Field(
            label="Besoins",
            clean=lambda values: some_of(vocabulary.thematics())(values),
            says=_thematic,
            shown=True,
            schema="thematiques",
        ),
    )
    """Codes of `Thematique` in data·inclusion (`category--detail`), sorted."""
    publics_details = said(
        fields.TextField(default=""),
        Field(label="Pour qui, en détail", clean=cleaning.text, searched=AS_DETAIL, schema="publics_precisions"),
    )
    fees = said(
        fields.CharField(max_length=20, default=""),
        Field(label="Prix", clean=one_of(vocabulary.FEES), says=vocabulary.FEES, shown=True, schema="frais"),
    )
    fees_details = said(
        fields.TextField(default=""), Field(label="Prix, en détail", clean=cleaning.text, schema="frais_precisions")
    )
    conditions = said(
        fields.TextField(default=""),
        Field(label="Conditions", clean=cleaning.text, searched=AS_DETAIL, shown=True, schema="conditions_acces"),
    )
    reception_modes: list[str] = said(
        fields.JSONField(default=list),
        Field(label="Où", clean=some_of(vocabulary.RECEPTION), says=vocabulary.RECEPTION, schema="modes_accueil"),
    )
    mobilisation_modes: list[str] = said(
        fields.JSONField(default=list),
        Field(
            label="Comment le demander",
            clean=some_of(vocabulary.MOBILISATION),
            says=vocabulary.MOBILISATION,
            schema="modes_mobilisation",
        ),
    )
    mobilisable_by: list[str] = said(
        fields.JSONField(default=list),
        Field(
            label="Qui peut le demander",
            clean=some_of(vocabulary.MOBILISABLE_BY),
            says=vocabulary.MOBILISABLE_BY,
            schema="mobilisable_par",
        ),
    )
    mobilisation_details = said(
        fields.TextField(default=""),
        Field(label="Comment le demander, en détail", clean=cleaning.text, schema="mobilisation_precisions"),
    )
    link = said(
        fields.CharField(max_length=500, default=""), Field(label="Lien", clean=web, schema="lien_mobilisation")
    )
    phone = said(
        fields.CharField(max_length=40, default=""),
        Field(label="Téléphone", clean=phones.cleaned, says=phones.shown, schema="telephone"),
    )
    email = said(
        fields.CharField(max_length=254, default=""), Field(label="Courriel", clean=cleaning.email, schema="courriel")
    )
    opening_hours = said(
        fields.CharField(max_length=500, default=""),
        Field(label="Horaires", clean=cleaning.hours, says=hours_in_words, schema="horaires_accueil"),
    )

    class Meta:
        """Columns of `Service`."""

        abstract = True


FIELDS: dict[str, dict[str, Field]] = {
    STRUCTURE: said_of(StructureFields),
    POINT: said_of(PointFields),
    SERVICE: said_of(ServiceFields) | {"point_id": Field(label="Lieu", clean=lambda value: value or None)},
}
"""Every field by part and by column."""

LISTS: dict[str, frozenset[str]] = {
    STRUCTURE: frozenset({"networks", "languages"}),
    SERVICE: frozenset({"publics", "needs", "reception_modes", "mobilisation_modes", "mobilisable_by"}),
}
"""The columns that hold several codes."""


def chosen(part: str, wanted: Callable[[Field], object]) -> dict[str, Field]:
    """The fields of a part for which this is true, by column."""
    return {column: field for column, field in FIELDS[part].items() if wanted(field)}


def cleaners(part: str) -> dict[str, Cleaner]:
    """What makes each column of a part regular."""
    return {column: field.clean for column, field in FIELDS[part].items() if field.clean}


def regular(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """These values of a part, regular. Raises Invalid with a sentence for each field that makes no sense."""
    return cleaning.cleaned(cleaners(part), values)


def in_form(part: str, row: Model) -> dict[str, Any]:
    """The fields that people type, as the row has them; a telephone number as the French say it."""
    found = {column: getattr(row, column) for column in chosen(part, lambda field: field.clean and field.typed)}
    return found | {"phone": phones.shown(found["phone"])}


def empty_form(part: str) -> dict[str, Any]:
    """The same fields, without anything."""
    lists = LISTS.get(part, frozenset())
    return {column: [] if column in lists else "" for column in chosen(part, lambda field: field.clean and field.typed)}
