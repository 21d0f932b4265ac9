"""The addresses outside the domains."""

from __future__ import annotations

from starlette.routing import Route

from boite.site import health, views

routes = [
    Route("/", views.home, name="home"),
    Route("/aide", views.notice("site/help.html"), name="help"),
    Route("/mentions-legales", views.notice("site/legal.html"), name="legal"),
    Route("/donnees-personnelles", views.notice("site/privacy.html"), name="privacy"),
    Route("/accessibilite", views.notice("site/accessibility.html"), name="accessibility"),
    Route("/.well-known/security.txt", views.security, name="security"),
    Route("/.well-known/change-password", views.change_passphrase, name="change_passphrase"),
    Route("/robots.txt", views.robots, name="robots"),
    Route("/favicon.ico", views.favicon, name="favicon"),
    Route("/sante", health.alive, name="alive"),
    Route("/sante/prete", health.ready, name="ready"),
]
