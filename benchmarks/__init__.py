"""Measures beside peers, in the same run: ratios, not promises. `python -m benchmarks --help`. Linux only."""
