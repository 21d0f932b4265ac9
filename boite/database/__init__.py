"""The database: connections and queries written by hand, the schema, and what every domain keeps in the same way."""
