"""Requests that leave for the internet, towards addresses that somebody else wrote."""
