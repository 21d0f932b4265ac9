"""The year that is walked: who does what on which day of 2027. Names are fictional."""

from __future__ import annotations

from datetime import date

from tests.days.year_life import Line

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
CV, CARD = "cv", "piece-identite"
CIO = "cio-montargis"

PAPERS: tuple[Line, ...] = (
    ("2027-01-04", "10:00", "paper", ("Inès", "Carte d'identité.pdf", CARD, "2027-05-20")),
    ("2027-01-04", "10:05", "paper", ("Inès", "Attestation de stage.pdf", "autre", "2027-02-12")),
    ("2027-01-09", "15:00", "paper", ("Sophie", "RQTH.pdf", "rqth-mdph", "2027-09-30")),
    ("2027-01-09", "15:01", "paper", ("Sophie", "Permis.pdf", "permis", "2027-06-18")),
    ("2027-01-09", "15:02", "paper", ("Sophie", "Carte d'identité.pdf", CARD, "2027-06-21")),
    ("2027-01-09", "15:03", "paper", ("Sophie", "Contrat d'apprentissage.pdf", "contrat", "2027-08-31")),
    ("2027-01-11", "09:40", "paper", ("Marc", "CV.pdf", CV, "")),
    ("2027-02-02", "17:00", "paper", ("Marc", "Carte de transport.pdf", "autre", "2027-04-02")),
    ("2027-02-08", "11:00", "paper", ("Olga", "Titre de séjour.pdf", CARD, "2027-11-15")),
    ("2027-03-03", "14:00", "paper", ("Karim", "Carte d'identité.pdf", CARD, "2027-07-08")),
    ("2027-03-15", "18:30", "paper", ("Fatou", "Passeport.pdf", CARD, "2027-06-30")),
    ("2027-04-06", "10:00", "paper", ("Inès", "Justificatif de domicile.pdf", "justificatif-domicile", "2027-07-01")),
    ("2027-05-10", "10:00", "paper", ("Marc", "Attestation de sécurité sociale.pdf", "autre", "2027-12-28")),
    ("2027-09-01", "10:00", "paper", ("Lina", "Contrat.pdf", "contrat", "2027-12-24")),
    ("2027-09-06", "10:00", "paper", ("Inès", "Convention de stage.pdf", "contrat", "2027-10-22")),
    ("2027-10-11", "12:00", "spoils", ("Inès", "Diplôme du brevet.jpg")),
)
EVENTS: tuple[Line, ...] = (
    ("2027-01-06", "11:00", "event", ("Atelier : se présenter", "2027-01-18 09:00", 12, "Inès", "Sophie")),
    ("2027-01-18", "11:30", "came", ("Atelier : se présenter", "Inès")),
    ("2027-01-20", "11:00", "event", ("Visite d'une imprimerie", "2027-02-03 14:00", 2, "Marc", "Sophie", "Olga")),
    ("2027-01-28", "19:30", "leave", ("Marc", "Visite d'une imprimerie")),
    ("2027-02-10", "11:00", "event", ("Forum des métiers du soin", "2027-03-16 09:30", None, "Inès", "Olga", "Karim")),
    ("2027-03-02", "14:00", "move", ("Forum des métiers du soin", "2027-03-18 09:30")),
    ("2027-03-02", "14:04", "move", ("Forum des métiers du soin", "2027-03-18 10:00")),
    ("2027-03-18", "12:30", "came", ("Forum des métiers du soin", "Inès", "Olga", "Karim")),
    ("2027-03-08", "09:00", "event", ("Atelier : chercher sur internet", "2027-03-30 14:00", 8, "Marc", "Sophie")),
    ("2027-03-25", "21:40", "cancel", ("Atelier : chercher sur internet", "L'animatrice est malade.")),
    ("2027-04-05", "09:00", "event", ("Job d'été : rencontre", "2027-05-03 10:00", 40, "Inès", "Lina", "Karim")),
    ("2027-05-03", "12:30", "came", ("Job d'été : rencontre", "Lina", "Inès")),
    ("2027-05-12", "09:00", "event", ("Portes ouvertes du CFA", "2027-05-29 10:00", None, "Inès", "Marc", "Sophie")),
    ("2027-05-29", "12:30", "came", ("Portes ouvertes du CFA", "Marc", "Sophie")),
    ("2027-06-01", "09:00", "event", ("Atelier CV de juin", "2027-06-08 14:00", 10, "Sophie", "Marc")),
    ("2027-06-02", "09:00", "event", ("Simulation d'entretien", "2027-06-15 14:00", 10, "Sophie", "Marc", "Gaël")),
    ("2027-06-03", "09:00", "event", ("Café des métiers", "2027-06-22 09:00", 10, "Sophie", "Inès", "Gaël")),
    ("2027-06-08", "17:00", "came", ("Atelier CV de juin", "Sophie", "Marc")),
    ("2027-06-15", "17:00", "came", ("Simulation d'entretien", "Sophie")),
    ("2027-08-30", "09:00", "event", ("Forum de rentrée", "2027-09-14 09:00", None, "Inès", "Olga", "Fatou", "Marc")),
    ("2027-09-14", "12:30", "came", ("Forum de rentrée", "Olga", "Fatou")),
    ("2027-10-04", "09:00", "event", ("Visite d'une ferme", "2027-11-12 09:00", 5, "Inès", "Sophie", "Lina")),
    ("2027-10-20", "09:00", "event", ("Speed dating de l'emploi", "2027-11-02 09:00", 30, "Marc", "Sophie")),
    ("2027-11-12", "08:10", "cancel", ("Visite d'une ferme", "La route est coupée.")),
    ("2027-11-22", "09:00", "event", ("Marché de l'apprentissage", "2027-12-11 10:00", None, "Inès", "Karim", "Marc")),
    ("2027-12-11", "13:30", "came", ("Marché de l'apprentissage", "Inès", "Karim")),
)
ACCOUNTS: tuple[Line, ...] = (
    *((f"2027-{month:02}-01", "00:40", "figures", (f"2027-{month - 1:02}",)) for month in range(2, 13)),
    *((f"2027-{month:02}-10", "18:20", "reads", ("Marc",)) for month in range(1, 13)),
    *((f"2027-{month:02}-03", "17:10", "signs_in", ("Inès",)) for month in range(1, 13)),
    *((f"2027-{month:02}-14", "20:15", "reads", ("Fatou",)) for month in range(1, 13, 2)),
    *((f"2027-{month:02}-20", "12:15", "signs_in", ("Sophie",)) for month in range(1, 13)),
    ("2027-02-14", "22:10", "signs_in", ("Inès", "Chrome sur Windows")),
    ("2027-07-02", "08:20", "signs_in", ("Marc", "Edge sur Windows")),
    ("2027-05-08", "23:30", "signs_in", ("Olga", "Safari sur iPhone")),
    ("2027-05-08", "23:40", "signs_in", ("Olga", "Safari sur iPad")),
    ("2027-07-05", "09:00", "new_secret", ("Sophie",)),
    ("2027-04-12", "16:00", "fills", ("Inès", 82)),
    ("2027-04-28", "16:00", "fills", ("Inès", 96)),
    ("2027-05-06", "16:00", "fills", ("Inès", 40)),
    ("2027-10-05", "16:00", "fills", ("Inès", 84)),
    ("2027-03-22", "16:00", "corrects", ("Inès", CIO, "Le téléphone a changé.")),
    ("2027-04-01", "10:00", "accepts", (CIO, "Samira")),
    ("2027-09-20", "16:00", "corrects", ("Sophie", CIO, "Les horaires ont changé.")),
    ("2027-10-06", "10:00", "refuses", (CIO, "Samira", "Ils sont justes.")),
    ("2027-06-09", "18:00", "asks_to_close", ("Gaël",)),
)
LINES = (*PAPERS, *EVENTS, *ACCOUNTS)
