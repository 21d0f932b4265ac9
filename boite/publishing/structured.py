"""What search engines read of everything that is published (schema.org CreativeWork). Each kind adds its own."""

from __future__ import annotations

from typing import Any

from boite.clock import PARIS
from boite.publishing.rows import Publication


def creative_work(publication: Publication, *, address: str) -> dict[str, Any]:
    """The properties that every publication on line has."""
    published = publication.published_at or publication.changed_at
    return {
        "description": publication.summary,
        "datePublished": published.astimezone(PARIS).isoformat(),
        "dateModified": (publication.corrected_at or published).astimezone(PARIS).isoformat(),
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "url": address,
    }
