"""From the schema of one release to that of another: what is missing, a copy first, all of it or nothing."""
