"""Where a person lives and who helps them along: what they say of it, and nobody else."""
