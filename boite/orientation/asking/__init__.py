"""« Qui peut m'aider ? » as people and reception desks use it: a question, a place, answers."""
