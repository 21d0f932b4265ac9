"""Tests of what an operator knows of the service, and does to it."""
