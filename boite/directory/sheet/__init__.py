"""The sheet of a structure: its rows, its fields and their words, its hours, what pages and programs read of it."""
