"""What enters and leaves the directory as data: imports with their reports, exports, open data, the interface."""
