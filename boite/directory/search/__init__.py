"""The engine of the search: words, documents, the index, places, ranks. `boite.directory.search.search` is its face."""
