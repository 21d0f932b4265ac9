"""Who may do what: the only door from an identifier to a row. Not yours: NotFound. Not allowed: Forbidden.

One module a domain, named like it: `from boite.access import directory as door`. The vocabulary is in `roles.py`.
"""
