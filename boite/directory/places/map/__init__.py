"""A map drawn by the server, from public outlines."""
