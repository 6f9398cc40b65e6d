"""Benchmarks: `make bench`. They print figures and assert none (DESIGN 10); run them alone on a quiet machine."""
