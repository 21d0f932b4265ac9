"""What everything that the group publishes has in common: for now, its topics."""
