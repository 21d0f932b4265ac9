"""The fields of a service: what is done, for whom, at what price, how it is asked for."""

from __future__ import annotations

from tortoise import fields

from boite.database.model import Model
from boite.directory.exchange.value_reading import who
from boite.directory.sheet import cleaning, publics, vocabulary
from boite.directory.sheet.cleaning import one_of, some_of, web
from boite.directory.sheet.field import AS_DETAIL, AS_OFFER, Field, Key, rank_in_words, said
from boite.directory.sheet.hours_form import in_words as hours_in_words
from boite.text import phones


def _thematic(code: str) -> str:
    return vocabulary.thematics().get(code, code)


class ServiceFields(Model):
    """What is said of one thing that a structure does for people."""

    rank: int = said(fields.SmallIntField(default=0), Field(label="Place dans la liste", says=rank_in_words))
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
