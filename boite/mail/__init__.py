"""Mail: built, kept as due, handed to the SMTP server. Never inside a request."""
