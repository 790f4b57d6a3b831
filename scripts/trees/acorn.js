// Prints for each file named on standard input, a line each, the digest of acorn's tree without places and
// spelling of literals, or `-` where acorn rejects the file. Run by `node --expose-internals`.
'use strict'

const crypto = require('crypto')
const fs = require('fs')
const readline = require('readline')
const acorn = require('internal/deps/acorn/acorn/dist/acorn')

const skipped = new Set(['start', 'end'])

function written (key, value) {
  if (skipped.has(key)) return undefined
  // A template's `raw` can be read by a tag, a literal's says only how its value is spelled.
  if (key === 'raw' && this.type === 'Literal') return undefined
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof RegExp) return `${value}`
  return value
}

function digest (text) {
  const options = {
    ecmaVersion: 'latest', allowHashBang: true, allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true, allowSuperOutsideMethod: true
  }
  for (const sourceType of ['module', 'script']) {
    try {
      const tree = acorn.parse(text, { ...options, sourceType })
      return crypto.createHash('md5').update(JSON.stringify(tree, written)).digest('hex')
    } catch {}
  }
  return '-'
}

readline.createInterface({ input: process.stdin }).on('line', path => {
  console.log(digest(fs.readFileSync(path, 'utf8').replace(/^\uFEFF/, '')))
})
