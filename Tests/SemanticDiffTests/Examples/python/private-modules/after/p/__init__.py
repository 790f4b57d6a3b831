from ._shared import used
