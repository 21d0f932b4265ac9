"""The addresses of the administration. Every one asks for an administrator (`access/administration.py`)."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

account_pages = PageModule("boite.administration.account_pages")
service_pages = PageModule("boite.administration.service_pages")
POST = ["POST"]

routes: list[BaseRoute] = [
    Route("/comptes", account_pages.accounts, name="accounts"),
    Route("/comptes/{handle}", account_pages.account, name="account"),
    Route("/comptes/{handle}/suspension", account_pages.suspend, name="suspend", methods=POST),
    Route("/comptes/{handle}/reprise", account_pages.reopen, name="reopen", methods=POST),
    Route("/comptes/{handle}/appareils", account_pages.disconnect, name="disconnect", methods=POST),
    Route("/comptes/{handle}/essais", account_pages.unlock, name="unlock", methods=POST),
    Route("/comptes/{handle}/phrase-secrete", account_pages.passphrase, name="passphrase", methods=POST),
    Route("/comptes/{handle}/place", account_pages.quota, name="quota", methods=POST),
    Route("/comptes/{handle}/role", account_pages.appoint, name="appoint", methods=POST),
    Route("/reglages", service_pages.settings, name="settings"),
    Route("/reglages/courriel", service_pages.try_mail, name="try_mail", methods=POST),
    Route("/taches", service_pages.work, name="work"),
    Route("/taches/reprise", service_pages.retry, name="retry", methods=POST),
    Route("/entretien", service_pages.maintenance, name="maintenance"),
    Route("/entretien", service_pages.change_maintenance, name="maintenance", methods=POST),
]
