"""The news of the groups: written by professionals, decided by coordinators, read by everybody."""
