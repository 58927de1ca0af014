import { parse, parseExpression } from '@babel/parser'
import type {
  ArrowFunctionExpression,
  Expression,
  FunctionDeclaration,
  FunctionExpression,
  Node,
  ObjectExpression,
  Statement,
} from '@babel/types'

/** The text of a config file, and the object in it that is the config. */
export interface ConfigSource {
  readonly text: string
  readonly kind: 'esm' | 'cjs' | 'json'
  readonly object: ObjectExpression
  /** The statements of a module. Empty for JSON. */
  readonly body: readonly Statement[]
}

/** Parses a config file. `undefined` where it is not certain which object is the config. */
export function parseConfigSource(text: string, path: string): ConfigSource | undefined {
  try {
    return path.endsWith('.json') ? parseJson(text) : parseModule(text)
  } catch {
    return undefined
  }
}

/** JSON is JavaScript, and a JavaScript parser returns positions. */
function parseJson(text: string): ConfigSource | undefined {
  JSON.parse(text)
  const object = parseExpression(text)
  return object.type === 'ObjectExpression' ? { text, kind: 'json', object, body: [] } : undefined
}

function parseModule(text: string): ConfigSource | undefined {
  const { body } = parse(text, { sourceType: 'unambiguous', plugins: ['typescript'] }).program
  for (const statement of body) {
    if (statement.type === 'ExportDefaultDeclaration') return createSource('esm', text, statement.declaration, body)
    const exported = commonJsExport(statement)
    if (exported) return createSource('cjs', text, exported, body)
  }
  return undefined
}

function createSource(
  kind: ConfigSource['kind'],
  text: string,
  node: Node,
  body: readonly Statement[],
): ConfigSource | undefined {
  const object = findObject(node, body)
  return object && { text, kind, object, body }
}

function commonJsExport(statement: Statement): Expression | undefined {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return undefined
  const { left, right } = statement.expression
  const isExports =
    left.type === 'MemberExpression' &&
    left.object.type === 'Identifier' &&
    left.object.name === 'module' &&
    left.property.type === 'Identifier' &&
    left.property.name === 'exports'
  return isExports ? right : undefined
}

const wrappers: readonly string[] = ['defineConfig', 'defineProject', 'mergeConfig']

/** Finds the object behind types, `defineConfig(…)`, a function that only returns it, or the name of a constant. */
function findObject(node: Node, body: readonly Statement[]): ObjectExpression | undefined {
  if (node.type === 'ObjectExpression') return node
  if (node.type === 'TSSatisfiesExpression' || node.type === 'TSAsExpression') return findObject(node.expression, body)
  if (node.type === 'CallExpression') {
    const last = node.arguments.at(-1)
    const isKnown = node.callee.type === 'Identifier' && wrappers.includes(node.callee.name)
    if (isMadeByNext(node.callee, body)) return node.arguments[0] && findObject(node.arguments[0], body)
    return isKnown && last ? findObject(last, body) : undefined
  }
  if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement') return findObject(node.body, body)
  if (isFunction(node)) return node.body.type === 'BlockStatement' ? returned(node.body.body, body) : undefined
  const value = node.type === 'Identifier' ? constantOf(node.name, body) : undefined
  return value && findObject(value, body)
}

/** Whether it is `createJestConfig(config)`, created by `nextJest({ dir })`. The environment in `config` then applies. */
function isMadeByNext(callee: Node, body: readonly Statement[]): boolean {
  const maker = callee.type === 'Identifier' ? constantOf(callee.name, body) : undefined
  return (
    maker?.type === 'CallExpression' && maker.callee.type === 'Identifier' && /^next_?jest$/i.test(maker.callee.name)
  )
}

function isFunction(node: Node): node is ArrowFunctionExpression | FunctionDeclaration | FunctionExpression {
  return ['ArrowFunctionExpression', 'FunctionDeclaration', 'FunctionExpression'].includes(node.type)
}

/** The returned object, where a function has a single return. */
function returned(statements: readonly Statement[], body: readonly Statement[]): ObjectExpression | undefined {
  const last = statements.at(-1)
  const isStraight = statements.every(({ type }) => type === 'VariableDeclaration' || type === 'ReturnStatement')
  return isStraight && last?.type === 'ReturnStatement' && last.argument ? findObject(last.argument, body) : undefined
}

function constantOf(name: string, body: readonly Statement[]): Expression | undefined {
  for (const statement of body) {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue
    for (const { id, init } of statement.declarations) {
      if (id.type === 'Identifier' && id.name === name && init) return init
    }
  }
  return undefined
}
