"""Copies of the whole service, made while people write, and put back elsewhere.

Start with `making.py` (the order of the steps, and what a crash leaves) and `restoration.py`.
"""
