"""Jobs, as ROME names them (répertoire opérationnel des métiers et des emplois, France Travail, Licence Ouverte)."""

from __future__ import annotations

from tortoise import fields

from boite.database.model import Model


class Job(Model):
    """One job: its ROME code (a letter, four digits) and its name."""

    code = fields.CharField(max_length=5, primary_key=True)
    name = fields.CharField(max_length=200)

    class Meta:
        table = "library_job"


class JobName(Model):
    """One of the names of a job (« appellation »): what people call what they do."""

    id: int = fields.BigIntField(primary_key=True)
    job: fields.ForeignKeyRelation[Job] = fields.ForeignKeyField(
        "boite.Job", related_name="names", on_delete=fields.CASCADE
    )
    job_id: str
    code = fields.CharField(max_length=12)
    """Of this very name in the official file; empty for the name of the job itself."""
    label = fields.CharField(max_length=200)
    words = fields.CharField(max_length=400)
    """Its words as they are compared, between spaces: folded and cut to their stem."""

    class Meta:
        table = "library_job_name"
        unique_together = (("job", "code"),)
