"""The addresses outside the domains."""

from __future__ import annotations

from starlette.routing import Route

from boite.web.page_modules import PageModule

application_pages = PageModule("boite.site.application_pages")
home_pages = PageModule("boite.site.home_pages")
metrics_pages = PageModule("boite.administration.metrics_pages")
health = PageModule("boite.site.health")
pages = PageModule("boite.site.pages")
search_pages = PageModule("boite.site.search_pages")
urgent_pages = PageModule("boite.site.urgent_pages")

routes = [
    Route("/", home_pages.home, name="home"),
    Route("/chercher", search_pages.search, name="search"),
    Route("/aide", pages.made_by("notice", "site/help.html"), name="help"),
    Route("/urgence", urgent_pages.urgent, name="urgent"),
    Route("/mentions-legales", pages.made_by("notice", "site/legal.html"), name="legal"),
    Route("/donnees-personnelles", pages.made_by("notice", "site/privacy.html"), name="privacy"),
    Route("/accessibilite", pages.made_by("notice", "site/accessibility.html"), name="accessibility"),
    Route("/.well-known/security.txt", pages.security, name="security"),
    Route("/.well-known/change-password", pages.change_passphrase, name="change_passphrase"),
    Route("/robots.txt", pages.robots, name="robots"),
    Route("/favicon.ico", pages.favicon, name="favicon"),
    Route("/avis.js", application_pages.worker, name="worker"),
    Route("/manifest.webmanifest", application_pages.manifest, name="manifest"),
    Route("/hors-ligne", application_pages.offline, name="offline"),
    Route("/sante", health.alive, name="alive"),
    Route("/sante/prete", health.ready, name="ready"),
    Route("/metrics", metrics_pages.metrics, name="metrics"),  # closed: a token or an address opens it
]
PUBLIC = frozenset(
    {
        "accessibility",
        "alive",
        "change_passphrase",
        "favicon",
        "help",
        "home",
        "legal",
        "manifest",
        "metrics",
        "offline",
        "privacy",
        "ready",
        "robots",
        "search",
        "security",
        "urgent",
        "worker",
    }
)
"""The names that anybody may ask for, without signing in."""
