import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { workspace } from './read-page.ts'

// Errors that only the guard itself sees.
const unseen = new Set([
  'agentguard answered this lookup',
  'agentguard looks at a handle',
  'agentguard looks at a session',
  'agentguard looks at a watcher',
  'find the own file',
])

/** What the published packages say when something is wrong: the texts in their sources, with `…` for what a text leaves open. */
export function readMessages(): readonly string[] {
  const files = globSync('packages/{core,jest,vitest}/src/**/*.ts', {
    cwd: workspace,
    // Known senders are data, with their own words.
    exclude: ['packages/core/src/evidence/senders/**'],
  }).toSorted()
  const found = files.flatMap((file) => {
    const text = readFileSync(join(workspace, file), 'utf8')
    return messagesIn(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  })
  return found.filter((text) => /[a-z]{2}.*\s.*[a-z]{2}/.test(text) && !unseen.has(text))
}

function messagesIn(node: ts.Node): readonly string[] {
  const inside = node.getChildren().flatMap((child) => messagesIn(child))
  const own = messageOf(node)
  return own === undefined ? inside : [...textsOf(own).map(clean), ...inside]
}

function messageOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node)) {
    const called = node.expression.getText()
    if (called === 'usageError') return node.arguments[1]
    return /(?:std(?:err|out)\.write|logger\.warn)$/.test(called) ? node.arguments[0] : undefined
  }
  if (ts.isNewExpression(node)) return node.expression.getText().endsWith('Error') ? node.arguments?.[0] : undefined
  if (ts.isReturnStatement(node) && node.expression !== undefined) {
    return textsOf(node.expression).some((text) => /^agentguard(?:: | needs | does not )/.test(text))
      ? node.expression
      : undefined
  }
  // Why an attempt was blocked.
  if (ts.isArrowFunction(node) && node.getSourceFile().fileName.endsWith('explain-reason.ts')) {
    return ts.isBlock(node.body) ? undefined : node.body
  }
  const isNamed = ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isParameter(node)
  return isNamed && /^(?:what|problem)$/.test(node.name.getText()) ? node.initializer : undefined
}

/** The texts that an expression may have. */
function textsOf(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')]
  }
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)]
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression)
  if (!ts.isBinaryExpression(node)) return []
  const [left = '', right = ''] = [node.left, node.right].map((side) => textsOf(side)[0])
  return [left + right]
}

const clean = (text: string): string =>
  text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?:…\s?)+/g, (found) => (found.endsWith(' ') ? '… ' : '…'))
