"""Measures of `verdict next-version` and `verdict changelog`."""
