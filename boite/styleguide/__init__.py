"""The atelier: every component in every state, outside production."""
