"""How coordinations keep the questions and the answers: writing, importing, history, guides."""
