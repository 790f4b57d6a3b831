// Prints for each file named on standard input, a line each, a line of JSON: null where acorn rejects
// the file, else a list of [group, name, line, qualified name]. Run by `node --expose-internals`.
'use strict'

const fs = require('fs')
const acorn = require('internal/deps/acorn/acorn/dist/acorn')
const { Lines, collapsed } = require('./source.js')

function parse (text) {
  const options = {
    ecmaVersion: 'latest', allowHashBang: true, allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true, allowSuperOutsideMethod: true
  }
  for (const sourceType of ['module', 'script']) {
    try { return acorn.parse(text, { ...options, sourceType }) } catch {}
  }
  return null
}

const isFunction = node =>
  node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression'

function read (text) {
  const program = parse(text)
  if (program === null) return null
  const lines = new Lines(text)
  const items = []
  const add = (group, name, at, holder) => {
    const full = holder ? `${holder}.${name}` : name
    items.push([group, name, lines.at(at), full])
    return full
  }
  const keyName = node => {
    const { key } = node
    if (node.computed) return `[${collapsed(text.slice(key.start, key.end))}]`
    if (key.type === 'PrivateIdentifier') return '#' + key.name
    return key.type === 'Literal' && typeof key.value === 'string' && key.value !== ''
      ? text.slice(key.start + 1, key.end - 1) : text.slice(key.start, key.end)
  }
  // Each task reads one node; a stack instead of recursion, since expressions are deep in some files.
  const tasks = program.body.map(node => ({ node, holder: '', isModule: true }))

  const bindings = (node, found = []) => {
    switch (node?.type) {
      case 'Identifier': found.push(node); break
      case 'ObjectPattern':
        for (const property of node.properties) bindings(property.value ?? property.argument, found)
        break
      case 'ArrayPattern': for (const element of node.elements) bindings(element, found); break
      case 'AssignmentPattern': bindings(node.left, found); break
      case 'RestElement': bindings(node.argument, found); break
    }
    return found
  }
  const members = (node, name, at, holder) => {
    const full = add('types', name, at, holder)
    for (const member of node.body.body) {
      if (member.type === 'StaticBlock') continue
      const isMethod = member.type === 'MethodDefinition' && ['method', 'constructor'].includes(member.kind)
      add(isMethod ? 'functions' : 'members', keyName(member), member.key.start, full)
      if (member.value?.type === 'ObjectExpression') literal(member.value, full)
    }
  }
  const literal = (start, holder) => {
    const open = [start]
    while (open.length > 0) {
      for (const property of open.pop().properties) {
        if (property.type !== 'Property') continue
        const { value } = property
        const name = keyName(property)
        if (property.kind !== 'init') add('members', name, property.key.start, holder)
        else if (isFunction(value)) add('functions', name, property.key.start, holder)
        else if (value.type === 'ClassExpression') members(value, name, property.key.start, holder)
        else if (value.type === 'ObjectExpression') open.push(value)
      }
    }
  }
  const assignment = ({ left, right, operator }, holder) => {
    const parts = []
    let target = left
    for (; target.type === 'MemberExpression' && !target.computed; target = target.object) {
      parts.unshift(target.property)
    }
    if (operator !== '=' || parts.length === 0 || target.type !== 'Identifier') return
    parts.unshift(target)
    const names = parts.map(part => part.name)
    const isModule = names[0] === 'module' && names[1] === 'exports'
    const isWhole = isModule && names.length === 2
    const isExport = isModule || names[0] === 'exports'
    const last = parts.at(-1)
    if (isFunction(right)) {
      if (isWhole && right.id) add('functions', right.id.name, right.id.start, holder)
      else if (isExport && !isWhole) add('functions', last.name, last.start, holder)
      else add('functions', names.join('.'), target.start, holder)
    } else if (right.type === 'ClassExpression') {
      const name = right.id ?? last
      members(right, name.name, name.start, holder)
    } else if (right.type === 'ObjectExpression') {
      literal(right, holder)
    }
  }

  while (tasks.length > 0) {
    const { node, holder, isModule } = tasks.pop()
    let inner = holder
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        if (node.source) {
          const source = text.slice(node.source.start, node.source.end)
          add('imports', source.length > 2 ? source.slice(1, -1) : source, node.source.start, holder)
        } else if (node.declaration) {
          tasks.push({ node: node.declaration, holder, isModule })
        }
        continue
      case 'ExportDefaultDeclaration': {
        const { declaration } = node
        const at = node.start + text.slice(node.start).indexOf('default')
        if (isFunction(declaration) || declaration.type === 'FunctionDeclaration' && !declaration.id) {
          add('functions', 'default', at, holder)
        } else if (declaration.type === 'ClassDeclaration') {
          if (!declaration.id) members(declaration, 'default', at, holder)
        } else if (!['FunctionDeclaration', 'Identifier'].includes(declaration.type)) {
          const full = add('values', 'default', at, holder)
          if (declaration.type === 'ObjectExpression') literal(declaration, full)
        }
        break
      }
      case 'FunctionDeclaration':
        if (node.id) inner = add('functions', node.id.name, node.id.start, holder)
        break
      case 'ClassDeclaration':
        if (node.id) members(node, node.id.name, node.id.start, holder)
        break
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          const isName = id.type === 'Identifier'
          if (isName && isFunction(init)) add('functions', id.name, id.start, holder)
          else if (isName && init?.type === 'ClassExpression') members(init, id.name, id.start, holder)
          else if (isModule) for (const name of bindings(id)) add('values', name.name, name.start, holder)
          if (init?.type === 'ObjectExpression') literal(init, holder)
          // `const a = exports.b = function () {}`
          if (init?.type === 'AssignmentExpression') assignment(init, holder)
        }
        break
      case 'ExpressionStatement':
        for (const one of node.expression.expressions ?? [node.expression]) {
          if (one.type === 'AssignmentExpression') assignment(one, holder)
        }
        break
    }
    for (const child of Object.values(node)) {
      for (const one of Array.isArray(child) ? child : [child]) {
        if (typeof one?.type === 'string') tasks.push({ node: one, holder: inner, isModule: false })
      }
    }
  }
  return items
}

for (const path of fs.readFileSync(0, 'utf8').split('\n')) {
  if (path !== '') console.log(JSON.stringify(read(fs.readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))))
}
