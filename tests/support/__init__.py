"""Tests of where people live and who helps them along."""
