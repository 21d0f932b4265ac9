"""People, their secrets, their sessions, and how they leave."""
