"""The face that speaks tus 1.0 over `boite.files.uploads`."""
