"""A fuzz of the whole site: every route and form, by everybody, with what no page would send.

`python -m tests.fuzz --requests 20000 --seed 1 --database sqlite`; a short run is part of the tests.
"""
