"""The addresses of this domain: what stands beside the questions comes before them."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

answer_pages = PageModule("boite.orientation.steering.answer_pages")
question_edit_pages = PageModule("boite.orientation.steering.question_edit_pages")
file_pages = PageModule("boite.orientation.steering.file_pages")
question_pages = PageModule("boite.orientation.asking.question_pages")
reception_pages = PageModule("boite.orientation.asking.reception_pages")
referral_pages = PageModule("boite.orientation.referral_pages")
territory_pages = PageModule("boite.orientation.steering.territory_pages")

ANSWER = "/questions/{slug}/reponses/{answer}"
routes: list[BaseRoute] = [
    Route("/", question_pages.home, name="home"),
    Route("/accueil", reception_pages.desk, name="desk"),
    Route("/tableau", territory_pages.table, name="table"),
    Route("/guide/", territory_pages.guides, name="guides"),
    Route("/guide/{territory}", territory_pages.guide, name="guide"),
    Route("/donnees", file_pages.files, name="files"),
    Route("/donnees/questions.csv", file_pages.download, name="download"),
    Route("/donnees/lecture", file_pages.check, name="check", methods=["POST"]),
    Route("/donnees/import", file_pages.bring_in, name="bring_in", methods=["POST"]),
    Route("/questions/", question_edit_pages.questions, name="questions"),
    Route("/questions/nouvelle", question_edit_pages.question_new, name="question_new", methods=["GET", "POST"]),
    Route("/questions/{slug}", question_edit_pages.question_edit, name="question_edit"),
    Route("/questions/{slug}/mots", question_edit_pages.question_words, name="question_words", methods=["GET", "POST"]),
    Route("/questions/{slug}/historique", question_edit_pages.question_history, name="question_history"),
    Route("/questions/{slug}/apercu", question_edit_pages.preview, name="preview"),
    Route("/questions/{slug}/publication", question_edit_pages.publish, name="publish", methods=["POST"]),
    Route("/questions/{slug}/brouillon", question_edit_pages.unpublish, name="unpublish", methods=["POST"]),
    Route("/questions/{slug}/place", question_edit_pages.move, name="move", methods=["POST"]),
    Route("/questions/{slug}/reponse", answer_pages.answer_new, name="answer_new", methods=["GET", "POST"]),
    Route(ANSWER, answer_pages.answer_edit, name="answer_edit", methods=["GET", "POST"]),
    Route(f"{ANSWER}/retrait", answer_pages.answer_remove, name="answer_remove", methods=["POST"]),
    Route(f"{ANSWER}/place", answer_pages.answer_move, name="answer_move", methods=["POST"]),
    Route("/{slug}", question_pages.question, name="question"),
    Route("/{slug}/ou", question_pages.where, name="where"),
    Route("/{slug}/qui", question_pages.who, name="who"),
    Route("/{slug}/feuille", reception_pages.sheet, name="sheet"),
    Route("/{slug}/relais/{structure}", referral_pages.relay, name="relay", methods=["GET", "POST"]),
]
PUBLIC = frozenset({"guide", "guides", "home", "question", "sheet", "where", "who"})
"""The names that anybody may ask for, without signing in."""
