"""The demonstration: one fictional cast for `boite dev`, the tests and the screenshots."""
