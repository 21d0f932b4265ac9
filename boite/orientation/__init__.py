"""« Qui peut m'aider ? »: questions in everyday words, who answers each of them, and how."""
