// Prints for each file named on standard input, a line each, the digest of the tree of TypeScript's parser
// without places and spelling of literals, or `-` where the parser rejects the file.
'use strict'

const crypto = require('crypto')
const fs = require('fs')
const readline = require('readline')
const ts = require(process.argv[2])

// Places, caches, and what only tells how something was written.
const skipped = new Set([
  'pos', 'end', 'parent', 'id', 'flags', 'transformFlags', 'modifierFlagsCache', 'jsDoc', 'emitNode', 'symbol',
  'locals', 'original', 'singleQuote', 'hasExtendedUnicodeEscape', 'numericLiteralFlags', 'multiLine',
  'hasTrailingComma', 'flowNode', 'jsDocCache', 'nextContainer', 'localSymbol', 'endFlowNode', 'returnFlowNode',
  'originalKeywordKind', 'isUnterminated'])
const flags = ts.NodeFlags.Let | ts.NodeFlags.Const | ts.NodeFlags.Namespace | ts.NodeFlags.NestedNamespace |
  ts.NodeFlags.OptionalChain | ts.NodeFlags.GlobalAugmentation

/** Text between elements as it is emitted: lines without the white space around them (JSX, Text). */
function shown (text) {
  const lines = text.split(/\r\n|\n|\r/)
  return lines.map((line, index) => {
    if (index > 0) line = line.replace(/^[ \t]+/, '')
    return index < lines.length - 1 ? line.replace(/[ \t]+$/, '') : line
  }).filter(line => line !== '').join(' ')
}

function write (node, out) {
  if (node?.kind === ts.SyntaxKind.JsxText) {
    out.push(`(text ${JSON.stringify(shown(node.text))})`)
  } else if (Array.isArray(node)) {
    out.push('[')
    for (const one of node) write(one, out)
    out.push(']')
  } else if (node !== null && typeof node === 'object' && typeof node.kind === 'number') {
    out.push(`(${node.kind} ${node.flags & flags}`)
    for (const key of Object.keys(node).sort()) {
      if (skipped.has(key) || node[key] === undefined || typeof node[key] === 'function') continue
      out.push(key)
      write(node[key], out)
    }
    out.push(')')
  } else {
    out.push(JSON.stringify(node) ?? 'undefined')
  }
}

function digest (path) {
  const text = fs.readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind)
  if (file.parseDiagnostics.length > 0) return '-'
  const out = []
  write(file.statements, out)
  return crypto.createHash('md5').update(out.join(' ')).digest('hex')
}

readline.createInterface({ input: process.stdin }).on('line', path => console.log(digest(path)))
