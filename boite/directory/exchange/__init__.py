"""The directory as data: imports, exports, open data, and the interface for programs."""
