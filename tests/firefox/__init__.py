"""Journeys in Debian's Firefox, through the driver it carries."""
