"""Figures that nobody can be recognised in: counted without names, rounded once, read by everybody alike.

`facts` (months without names) → `exact_numbers` (in memory only) → `rounding` (with `secret`) → `publication` (tables
that pages read through `published`). The rule and the model of attack: `docs/secret-statistique.md`.
"""
