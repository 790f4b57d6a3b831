"""Measures of gates; each module has `add_arguments(parser)` and `run(arguments, program)`."""
