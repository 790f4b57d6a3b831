// Prints for each file named on standard input, a line each, a line of JSON: null where TypeScript's
// parser rejects the file, else a list of [group, name, line, qualified name].
'use strict'

const fs = require('fs')
const ts = require(process.argv[2])
const { Lines, collapsed } = require('./source.js')
const is = ts.SyntaxKind

const isFunction = node =>
  node !== undefined && (ts.isFunctionExpression(node) || ts.isArrowFunction(node))

/** A value without parentheses and the types that are claimed of it. */
function bare (node) {
  while (node && (ts.isAsExpression(node) || ts.isSatisfiesExpression?.(node) || ts.isParenthesizedExpression(node))) {
    node = node.expression
  }
  return node
}

/** The parts of a sequence, or the one expression. */
function sequence (node) {
  const parts = []
  while (ts.isBinaryExpression(node) && node.operatorToken.kind === is.CommaToken) {
    parts.unshift(node.right)
    node = node.left
  }
  return [node, ...parts]
}

function read (path) {
  const text = fs.readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind)
  if (file.parseDiagnostics.length > 0) return null
  const lines = new Lines(text)
  const items = []
  const startOf = node => ts.skipTrivia(text, node.pos)
  const textOf = node => text.slice(startOf(node), node.end)
  const add = (group, name, node, holder) => {
    const full = holder ? `${holder}.${name}` : name
    items.push([group, name, lines.at(startOf(node)), full])
    return full
  }
  const quoted = node => {
    const all = textOf(node)
    return all.length > 2 ? all.slice(1, -1) : all
  }
  const nameOf = node => {
    if (ts.isComputedPropertyName(node)) return collapsed(textOf(node))
    return ts.isStringLiteralLike(node) ? quoted(node) : textOf(node)
  }
  const bindings = (name, found = []) => {
    if (ts.isIdentifier(name)) found.push(name)
    else for (const element of name.elements) if (element.name) bindings(element.name, found)
    return found
  }
  const has = (node, kind) => node.modifiers?.some(modifier => modifier.kind === kind) ?? false
  const wordBefore = (node, word) => {
    for (const modifier of node.modifiers ?? []) if (modifier.kind === word) return modifier
    return node
  }

  const members = (node, name, at, holder) => {
    const full = add('types', name, at, holder)
    for (const member of node.members) {
      if (ts.isConstructorDeclaration(member)) {
        const at = text.indexOf('constructor', member.modifiers?.end ?? startOf(member))
        items.push(['functions', 'constructor', lines.at(at), `${full}.constructor`])
        for (const parameter of member.parameters) {
          if (ts.isParameterPropertyDeclaration(parameter, member)) {
            add('members', textOf(parameter.name), parameter.name, full)
          }
        }
      } else if (ts.isConstructSignatureDeclaration(member)) {
        add('functions', 'new', member, full)
      } else if (ts.isIndexSignatureDeclaration(member)) {
        const open = text.indexOf('[', member.modifiers?.end ?? startOf(member))
        const name = collapsed(text.slice(open, text.indexOf(']', member.parameters.end) + 1))
        items.push(['members', name, lines.at(open), `${full}.${name}`])
      } else if (member.name) {
        const isMethod = ts.isMethodDeclaration(member) || ts.isMethodSignature(member)
        add(isMethod ? 'functions' : 'members', nameOf(member.name), member.name, full)
        const value = bare(member.initializer)
        if (value && ts.isObjectLiteralExpression(value)) literal(value, full)
      }
    }
  }
  const literal = (start, holder) => {
    const open = [start]
    while (open.length > 0) {
      for (const property of open.pop().properties) {
        if (ts.isMethodDeclaration(property)) {
          add('functions', nameOf(property.name), property.name, holder)
        } else if (ts.isAccessor(property)) {
          add('members', nameOf(property.name), property.name, holder)
        } else if (ts.isPropertyAssignment(property)) {
          const value = bare(property.initializer)
          const name = nameOf(property.name)
          if (isFunction(value)) add('functions', name, property.name, holder)
          else if (ts.isClassExpression(value)) members(value, name, property.name, holder)
          else if (ts.isObjectLiteralExpression(value)) open.push(value)
        }
      }
    }
  }
  const assignment = ({ left, right, operatorToken }, holder) => {
    const parts = []
    let target = left
    for (; ts.isPropertyAccessExpression(target) && !target.questionDotToken; target = target.expression) {
      parts.unshift(target.name)
    }
    if (operatorToken.kind !== is.EqualsToken || parts.length === 0 || !ts.isIdentifier(target)) return
    parts.unshift(target)
    const names = parts.map(textOf)
    const isModule = names[0] === 'module' && names[1] === 'exports'
    const isWhole = isModule && names.length === 2
    const isExport = isModule || names[0] === 'exports'
    const last = parts.at(-1)
    const value = bare(right)
    if (isFunction(value)) {
      if (isWhole && value.name) add('functions', textOf(value.name), value.name, holder)
      else if (isExport && !isWhole) add('functions', textOf(last), last, holder)
      else add('functions', names.join('.'), target, holder)
    } else if (ts.isClassExpression(value)) {
      const name = value.name ?? last
      members(value, textOf(name), name, holder)
    } else if (ts.isObjectLiteralExpression(value)) {
      literal(value, holder)
    }
  }

  const tasks = file.statements.map(node => ({ node, holder: '', isModule: true }))
  while (tasks.length > 0) {
    let { node, holder, isModule } = tasks.pop()
    const isDefault = has(node, is.DefaultKeyword)
    let inner = holder
    let holdsModule = false
    switch (node.kind) {
      case is.ImportDeclaration: add('imports', quoted(node.moduleSpecifier), node.moduleSpecifier, holder); break
      case is.ExportDeclaration:
        if (node.moduleSpecifier) add('imports', quoted(node.moduleSpecifier), node.moduleSpecifier, holder)
        break
      case is.ImportEqualsDeclaration: {
        const module = node.moduleReference.expression
        const isExternal = ts.isExternalModuleReference(node.moduleReference) && ts.isStringLiteral(module)
        add('imports', isExternal ? quoted(module) : textOf(node.name), isExternal ? module : node.name, holder)
        break
      }
      case is.ExportAssignment: {
        if (node.isExportEquals) break
        const value = bare(node.expression)
        const at = text.indexOf('default', startOf(node))
        const word = { pos: at, end: at + 7 }
        if (isFunction(value)) {
          add('functions', 'default', word, holder)
        } else if (value.kind !== is.Identifier) {
          const full = add('values', 'default', word, holder)
          if (ts.isObjectLiteralExpression(value)) literal(value, full)
        }
        break
      }
      case is.FunctionDeclaration:
        if (node.name) inner = add('functions', textOf(node.name), node.name, holder)
        else if (isDefault) inner = add('functions', 'default', wordBefore(node, is.DefaultKeyword), holder)
        break
      case is.ClassDeclaration:
      case is.InterfaceDeclaration:
        if (node.name) members(node, textOf(node.name), node.name, holder)
        else if (isDefault) members(node, 'default', wordBefore(node, is.DefaultKeyword), holder)
        break
      case is.EnumDeclaration: {
        const full = add('types', textOf(node.name), node.name, holder)
        for (const member of node.members) add('cases', nameOf(member.name), member.name, full)
        break
      }
      case is.TypeAliasDeclaration: add('types', textOf(node.name), node.name, holder); break
      case is.ModuleDeclaration: {
        const name = node.name
        let last = node
        while (last.body && ts.isModuleDeclaration(last.body)) last = last.body
        const isString = ts.isStringLiteral(name)
        const full = isString ? quoted(name) : collapsed(text.slice(startOf(name), last.name.end))
        inner = add('namespaces', full, name, holder)
        for (const one of last.body?.statements ?? []) tasks.push({ node: one, holder: inner, isModule: true })
        continue
      }
      case is.VariableStatement:
        node = node.declarationList
        holdsModule = isModule
        // falls through
      case is.VariableDeclarationList:
        for (const { name, initializer } of node.declarations) {
          const value = bare(initializer)
          const isName = ts.isIdentifier(name)
          if (isName && isFunction(value)) add('functions', textOf(name), name, holder)
          else if (isName && value && ts.isClassExpression(value)) members(value, textOf(name), name, holder)
          else if (holdsModule) for (const one of bindings(name)) add('values', textOf(one), one, holder)
          if (value && ts.isObjectLiteralExpression(value)) literal(value, holder)
          // `const a = exports.b = function () {}`
          if (initializer && ts.isBinaryExpression(initializer)) assignment(initializer, holder)
        }
        break
      case is.ExpressionStatement:
        for (const one of sequence(node.expression)) if (ts.isBinaryExpression(one)) assignment(one, holder)
        break
    }
    ts.forEachChild(node, child => { tasks.push({ node: child, holder: inner, isModule: false }) })
  }
  return items
}

for (const path of fs.readFileSync(0, 'utf8').split('\n')) {
  if (path !== '') console.log(JSON.stringify(read(path)))
}
