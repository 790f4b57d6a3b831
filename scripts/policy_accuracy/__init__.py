"""Measures of the policy; each module has `add_arguments(parser)` and `run(arguments, program)`."""
