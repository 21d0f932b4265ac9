"""The addresses of this domain. A page and the form that it posts share an address and a name."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

language_pages = PageModule("boite.accounts.language_pages")
pages = PageModule("boite.accounts.pages")
session_pages = PageModule("boite.accounts.session_pages")

routes: list[BaseRoute] = [
    Route("/connexion", session_pages.sign_in, name="sign_in"),
    Route("/connexion", session_pages.signed_in, name="sign_in", methods=["POST"]),
    Route("/deconnexion", session_pages.sign_out, name="sign_out", methods=["POST"]),
    Route("/pause", session_pages.pause, name="pause"),
    Route("/prolongation", session_pages.extend, name="extend", methods=["POST"]),
    Route("/langue", language_pages.choose, name="language", methods=["POST"]),
    Route("/profil", pages.profile, name="profile"),
    Route("/profil", pages.change, name="profile", methods=["POST"]),
    Route("/statistiques", pages.count_me, name="count_me", methods=["POST"]),
    Route("/phrase-secrete", pages.passphrase, name="passphrase"),
    Route("/phrase-secrete", pages.replace_passphrase, name="passphrase", methods=["POST"]),
    Route("/appareils", pages.devices, name="sessions"),
    Route("/appareils/{session}/fermeture", pages.close_session, name="close_session", methods=["POST"]),
]
PUBLIC = frozenset({"language", "sign_in", "sign_out"})
"""The names that anybody may ask for, without signing in."""
