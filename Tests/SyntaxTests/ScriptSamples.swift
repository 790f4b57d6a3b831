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

let javascriptSample = #"""
  #!/usr/bin/env node
  import React, { useState as state } from 'react'
  /** Doc. */
  export default class App extends React.Component {
    static #count = 1_000n
    handler = (e) => { this.#x() }
    static { App.#count++ }
    constructor({ a, b = [1, 2] }, ...rest) { super() }
    get size() { return a / b / 2 }
    async *items() { yield* [/[/]"'`]/g, x] }
    render() {
      return (
        <div className="it's" {...this.props} on={() => { go() }}>
          it's {a > b ? <b>x</b> : `t${`n${s}`}`} &nbsp;
          <Foo.Bar x-y='1' /><>frag</>
        </div>
      )
    }
  }
  const f = async (x) => x?.y ?? 0x1f, { p, q: [r] } = f
  if (a) /re/.test("b")
  for (const x of f) { function inner() {} }
  module.exports.g = function () { return a++ / 2 }
  describe('x', () => { it(`works`, async () => {}) })
  """#

let typescriptSample = #"""
  import type { A } from "./a"
  export abstract class Foo<T extends { k: string }> extends Bar<Map<string, T>> implements Baz {
    private readonly map: Record<string, () => void> = {}
    constructor(@Inject() private a: string, public b = 2) { super() }
    @Input() protected opt<U>(a?: U): asserts a is string { return <any>a! / 2 }
    get size(): number { return a < b ? 1 : 2 }
  }
  export interface Shape<T = any> { readonly a: string; b?(x: number): void; [key: string]: any }
  export type U = | { kind: 'a' } | `x-${string}`
  export const enum Color { Red, Green = 'g' }
  declare module "x" { export function g(): void }
  namespace N.M { export const inside = 1 }
  export function over(a: string): string
  export function over(a: any): any { return a as unknown as string }
  const id = <T,>(x: T): T => x
  """#
