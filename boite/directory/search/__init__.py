"""The search as a person sees it: its form, its pages and its cards. `boite.directory.search_engine` finds."""
