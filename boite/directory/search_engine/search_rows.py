"""What the search reads: one document for each place, and the words it knows."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from boite.database.model import Model
from boite.directory.sheet.structure_rows import ReceptionPoint, Structure


class Document(Model):
    """One place of one structure as the search sees it. Its words are in the full-text index, under the same number.

    The number is the prepared rank: the best structures have the smallest, so that a common word is answered in
    the order of the index itself.
    """

    id: int = fields.BigIntField(primary_key=True, generated=False)
    structure: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="documents", on_delete=fields.CASCADE
    )
    structure_id: UUID
    point: fields.ForeignKeyNullableRelation[ReceptionPoint] = fields.ForeignKeyField(
        "boite.ReceptionPoint", related_name="documents", null=True, on_delete=fields.CASCADE
    )
    point_id: UUID | None
    latitude: float | None = fields.FloatField(null=True)
    longitude: float | None = fields.FloatField(null=True)
    opening_hours = fields.CharField(max_length=500, default="")
    named = fields.TextField(default="")
    """The words of its name, then those of each name of its networks, one name per line."""

    class Meta:
        table = "directory_document"
        indexes = (
            Index(fields=("structure_id",), name="directory_document_structure"),
            Index(fields=("point_id",), name="directory_document_point"),
        )


class Word(Model):
    """A word that at least one document has: what a mistyped word is compared with."""

    word = fields.CharField(max_length=60, primary_key=True)
    stem = fields.CharField(max_length=60, default="")
    """The same without its ending."""
    shown = fields.CharField(max_length=60, default="")
    """Its spelling, accents included."""
    weight: int = fields.SmallIntField(default=0)
    """`search_engine.learning.Weight`: of two words as near to a mistyped one, the heavier is meant."""

    class Meta:
        table = "directory_word"
        indexes = (Index(fields=("stem",), name="directory_word_stem"),)


class WordVariant(Model):
    """A word less one letter: two words at one slip of the finger share a variant (SymSpell)."""

    id: int = fields.BigIntField(primary_key=True)
    variant = fields.CharField(max_length=60)
    word = fields.CharField(max_length=60)

    class Meta:
        table = "directory_word_variant"
        unique_together = (("variant", "word"),)
