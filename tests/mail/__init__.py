"""Mails as they go on the wire."""
