"""Benchmarks: ours beside a peer on the same data in one run; what counts is the ratio, not the seconds."""
