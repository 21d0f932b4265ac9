"""Figures that nobody can be recognised in: counted without names, rounded once, read by everybody alike.

`facts` (months without names) → `counting` (exact, in memory only) → `rounding` (with `secret`) → `publication` (the
tables that pages read through `published`). The rule and the model of attack: `docs/secret-statistique.md`.
"""
