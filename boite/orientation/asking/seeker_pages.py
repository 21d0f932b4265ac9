"""Where somebody is and who they are: what the address says, else what their profile does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from starlette.requests import Request

from boite.directory.places.lookup import Place, PlaceAsked, place_asked
from boite.directory.sheet import publics
from boite.web import forms

LONGEST = 100
"""Characters of a place as somebody types it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """Somebody who asks. An empty answer is an answer: they would rather not say."""

    where: PlaceAsked = field(default_factory=PlaceAsked)
    located: bool = False
    """Whether « où » was answered, or was known."""
    public: str = ""
    """A situation and traits (`publics.said`)."""
    described: bool = False
    """Whether « qui » was answered, or the situation was known: traits alone leave it to be asked."""
    kept: tuple[tuple[str, str], ...] = ()
    """What the address says of them: it follows from page to page. A profile never enters an address."""

    @property
    def place(self) -> Place | None:
        """Where they are; None where it is not known."""
        return self.where.place

    @property
    def typed(self) -> str:
        """What was typed, where no place bears that name; a profile's words are not theirs to put right here."""
        return self.where.typed if self.where.lost and "ou" in dict(self.kept) else ""

    @property
    def territory(self) -> str:
        """The code of the territory where they are; empty where it is not known."""
        return (self.place.territory_id or "") if self.place else ""

    @property
    def public_label(self) -> str:
        """Who they are, in words."""
        return publics.in_words(self.public)

    def query(self, **more: str) -> str:
        """What follows `?` in the next address, with its mark; empty where there is nothing to say."""
        text = urlencode(dict(self.kept) | more)
        return f"?{text}" if text else ""


def carried(words: str, asking: Seeker) -> str:
    """What the address of the directory takes along: the words typed, and where they are."""
    return urlencode({"mots": words} | ({"ou": asking.place.label} if asking.place else {}))


async def seeker(request: Request, *, commune: str = "", public: str = "") -> Seeker:
    """Who asks. `commune` and `public` are what is known of them where the address says nothing."""
    query, said = forms.query(request), request.query_params
    where = query.text("ou", LONGEST) if "ou" in said else commune
    answered = "qui" in said or "aussi" in said
    who = publics.said(query.raw("qui"), *query.all("aussi")) if answered else publics.said(public)
    understood = await place_asked(where)
    return Seeker(
        where=understood,
        located="ou" in said or understood.place is not None,
        public=who,
        described=answered or bool(publics.situation(who)),
        kept=(*([("ou", said["ou"][:LONGEST])] if "ou" in said else []), *([("qui", who)] if answered else [])),
    )


async def person_asking(request: Request) -> Seeker:
    """The same, with what the profile of somebody signed in says."""
    user = request.state.user
    if user is None:
        return await seeker(request)
    return await seeker(request, commune=user.commune, public=publics.said(user.situation, user.traits))


async def desk_asking(request: Request, commune: str) -> Seeker:
    """Who asks at a reception desk: near it, unless said. Nothing there is private: the address says it all."""
    found = await seeker(request, commune=commune)
    said = dict(found.kept)
    if "ou" not in said and found.place:
        said["ou"] = found.place.label
    return replace(found, kept=tuple(said.items()))
