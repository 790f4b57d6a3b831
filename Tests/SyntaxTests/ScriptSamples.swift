/// One well-formed file of each language with what is hard to read in it.
let pythonSample = #"""
  # -*- coding: utf-8 -*-
  """Module."""
  from __future__ import annotations
  import os, sys as system
  __all__ = ["Shape", "area"]
  LIMIT: int = 1_000; names = {"a": [1, 2.5e3], 'b': (0xFF, 3j)}

  @register("x", key=lambda a, b: a)
  class Shape(Base, metaclass=abc.ABCMeta):
      '''Doc.'''
      sides: int = 3
      def __init__(self, a, /, b: int = 2, *args, c=None, **kw) -> None:
          self.text = f"{a!r:>{b}} {{x}} {names['a'][0]:%Y-%m} \N{DASH}"
          if a and \
                  b:
              return
          # trailing

      async def draw(self): return [x async for x in self if x != rb'\'']
  try:
      import json
  except ImportError: json = None
  match system.argv:
      case [_, name] if name: print(name)
      case _:
          area = (yield)
  """#

let jsonSample = #"""
  {
    "name": "caf\u00e9 \\ \"x\"", "version": [1, -2.5e+3, 0],
    "nested": {"a": {"b": {"c": {"d": {"e": null}}}}, "empty": {}, "list": [[], [true, false]]},
    "last": "ü"
  }
  """#

let yamlSample = #"""
  %YAML 1.1
  --- # first
  # about
  name: &anchor "caf\u00e9: #1"
  'on': {push: [main, 'it''s'], "x":1, *anchor : 2}
  list:
  - a: 1
    b: |2-
        literal # text
      more: text

  - !tag
    - nested
    - *anchor
  folded: >
    one
    two
  plain: several words
    and 'more
  ...
  """#
