"""The history of a sheet: every verb over it writes one revision, which the page shows and may undo."""
