"""What happened: append-only entries that the person can read."""
