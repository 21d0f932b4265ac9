"""The newsletter: who receives it, what an issue holds, and how it reaches 42,000 addresses once each."""
