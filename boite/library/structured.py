"""What search engines read of a resource (schema.org LearningResource, VideoObject, AudioObject)."""

from __future__ import annotations

from markupsafe import Markup

from boite.library.models import Resource, ResourceKind
from boite.library.wording import LEVELS
from boite.publishing.structured import creative_work
from boite.text import json_ld

TYPES = {
    ResourceKind.DOCUMENT: ["LearningResource", "DigitalDocument"],
    ResourceKind.LINK: ["LearningResource", "WebPage"],
    ResourceKind.VIDEO: ["LearningResource", "VideoObject"],
    ResourceKind.AUDIO: ["LearningResource", "AudioObject"],
}


def learning_resource(
    resource: Resource, *, address: str, home: str, topic: str, content: str = "", picture: str = ""
) -> Markup:
    """The JSON-LD of a resource."""
    values = creative_work(resource, address=address) | {
        "@type": TYPES[resource.kind],
        "name": resource.title,
        "inLanguage": "fr-LSF" if resource.language == "lsf" else resource.language,
        "educationalLevel": LEVELS[resource.level],
        "about": topic,
        "publisher": {"@type": "Organization", "name": resource.signature, "url": home},
    }
    if resource.kind == ResourceKind.LINK:
        values["sameAs"] = resource.link
    if resource.kind in {ResourceKind.VIDEO, ResourceKind.AUDIO}:
        values |= {"uploadDate": values["datePublished"], "transcript": resource.transcript[:5000]}
    values |= {"contentUrl": content} if content else {}
    values |= {"image": picture, "thumbnailUrl": picture} if picture else {}
    return json_ld.block(values)
