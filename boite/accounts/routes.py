"""The addresses of this domain. A page and the gesture of its form share an address and a name."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.accounts import entry_views, views

routes: list[BaseRoute] = [
    Route("/connexion", entry_views.sign_in, name="sign_in"),
    Route("/connexion", entry_views.signed_in, name="sign_in", methods=["POST"]),
    Route("/deconnexion", entry_views.sign_out, name="sign_out", methods=["POST"]),
    Route("/pause", entry_views.pause, name="pause"),
    Route("/prolongation", entry_views.extend, name="extend", methods=["POST"]),
    Route("/profil", views.profile, name="profile"),
    Route("/profil", views.change, name="profile", methods=["POST"]),
    Route("/phrase-secrete", views.passphrase, name="passphrase"),
    Route("/phrase-secrete", views.replace_passphrase, name="passphrase", methods=["POST"]),
    Route("/appareils", views.devices, name="sessions"),
    Route("/appareils/{session}/fermeture", views.close_session, name="close_session", methods=["POST"]),
]
