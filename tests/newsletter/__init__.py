"""The newsletter, tried with a real SMTP server."""
