"""The rows of the directory, under one name for Tortoise."""

from __future__ import annotations

from boite.directory.exchange.import_rows import ImportRun
from boite.directory.history.history_rows import Revision, What
from boite.directory.keepers.keeper_rows import Coordination, Membership
from boite.directory.maintenance.suggestion_rows import Suggestion
from boite.directory.places.network_rows import NameKind, Network, NetworkName
from boite.directory.places.place_rows import REGION, Commune, PostalCode, Scale, Territory
from boite.directory.search.missed_search_rows import MissedSearch
from boite.directory.search.use_rows import AskerProfile, DirectoryUse
from boite.directory.search_engine.search_rows import Document, Word, WordVariant
from boite.directory.sheet.ending_rows import Ending, EndKind
from boite.directory.sheet.structure_rows import Appointment, ReceptionPoint, Service, Structure, Wheelchair

__all__ = [
    "REGION",
    "Appointment",
    "AskerProfile",
    "Commune",
    "Coordination",
    "DirectoryUse",
    "Document",
    "EndKind",
    "Ending",
    "ImportRun",
    "Membership",
    "MissedSearch",
    "NameKind",
    "Network",
    "NetworkName",
    "PostalCode",
    "ReceptionPoint",
    "Revision",
    "Scale",
    "Service",
    "Structure",
    "Suggestion",
    "Territory",
    "What",
    "Wheelchair",
    "Word",
    "WordVariant",
]
