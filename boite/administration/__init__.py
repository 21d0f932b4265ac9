"""What an operator knows of the service, and does to it. Numbers and identifiers, nobody's papers."""
