"""What annotui's speed is, measured from outside and each figure beside its peer: `python -m benchmarks`."""
