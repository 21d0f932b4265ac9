"""The engine of the search: words, documents, the index, places, ranks. `boite.directory.searching` is its face."""
