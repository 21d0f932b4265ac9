"""Our own map of the region: outlines, rivers, towns, and the marks of a list. No third party."""
