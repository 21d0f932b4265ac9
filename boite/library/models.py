"""The rows of the resources, under one name for Tortoise."""

from __future__ import annotations

from boite.library.favourites_rows import Favourite, ToRead
from boite.library.history_rows import LinkState, LinkWatch, ResourceRevision, ResourceViews
from boite.library.job_rows import Job, JobName
from boite.library.resource_rows import (
    Level,
    Resource,
    ResourceDocument,
    ResourceJob,
    ResourceKind,
    ResourcePlace,
    ResourcePublic,
)
from boite.publishing.nouns import Noun
from boite.publishing.rows import Tables

RESOURCES = Tables(
    "resource",
    Noun("ressource", feminine=True),
    Resource,
    ResourceRevision,
    ResourcePlace,
    ResourcePublic,
    ResourceDocument,
    terms=("titled", "said", "named"),
)

__all__ = [
    "RESOURCES",
    "Favourite",
    "Job",
    "JobName",
    "Level",
    "LinkState",
    "LinkWatch",
    "Resource",
    "ResourceDocument",
    "ResourceJob",
    "ResourceKind",
    "ResourcePlace",
    "ResourcePublic",
    "ResourceRevision",
    "ResourceViews",
    "ToRead",
]
