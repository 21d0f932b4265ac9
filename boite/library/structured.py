"""What search engines read of a resource (schema.org LearningResource, VideoObject, AudioObject)."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from boite.clock import PARIS
from boite.library.models import Kind, Resource
from boite.library.wording import LEVELS

TYPES = {
    Kind.DOCUMENT: ["LearningResource", "DigitalDocument"],
    Kind.LINK: ["LearningResource", "WebPage"],
    Kind.VIDEO: ["LearningResource", "VideoObject"],
    Kind.AUDIO: ["LearningResource", "AudioObject"],
}


def learning_resource(
    resource: Resource, *, address: str, home: str, topic: str, content: str = "", picture: str = ""
) -> Markup:
    """The JSON-LD of a resource. `<` is escaped: no text of ours can close the element that carries it."""
    published = resource.published_at or resource.changed_at
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES[resource.kind],
        "name": resource.title,
        "description": resource.summary,
        "datePublished": published.astimezone(PARIS).isoformat(),
        "dateModified": (resource.corrected_at or published).astimezone(PARIS).isoformat(),
        "inLanguage": "fr-LSF" if resource.language == "lsf" else resource.language,
        "isAccessibleForFree": True,
        "educationalLevel": LEVELS[resource.level],
        "about": topic,
        "url": address,
        "publisher": {"@type": "Organization", "name": resource.signature, "url": home},
    }
    if resource.kind == Kind.LINK:
        values["sameAs"] = resource.link
    if resource.kind in {Kind.VIDEO, Kind.AUDIO}:
        values |= {"uploadDate": values["datePublished"], "transcript": resource.transcript[:5000]}
    values |= {"contentUrl": content} if content else {}
    values |= {"image": picture, "thumbnailUrl": picture} if picture else {}
    text = json.dumps(values, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped here
