"""The search engine: what a search means, the full-text index that answers it, and the order of what it finds.

Searching enters through `search`, and what changes a sheet through `search_index`.
"""
