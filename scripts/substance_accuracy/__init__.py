"""Sabotaged and honest commits for the gate `substance`; see `scripts/accuracy substance --help`."""
