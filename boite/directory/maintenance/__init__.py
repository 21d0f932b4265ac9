"""Keeping the sheets right: who looks after them, editing, corrections, checks, closures, history."""
