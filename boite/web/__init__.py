"""Plumbing of pages, without any word of the domain."""
