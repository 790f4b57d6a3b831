"""Measures of `verdict diff`; each module has `add_arguments(parser)` and `run(arguments, program)`."""
