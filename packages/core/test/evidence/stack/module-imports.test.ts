import { expect, test } from 'vitest'
import { parseImports, placeOfUse } from '../../../src/evidence/stack/module-imports.ts'

test.each([
  [`import Stripe from 'stripe'`, 'stripe', ['Stripe']],
  [`import { PostHog } from "posthog-node"`, 'posthog-node', ['PostHog']],
  [`import gelf, { a, b as c, type D } from 'gelf-pro'`, 'gelf-pro', ['gelf', 'a', 'c']],
  [`import {\n  a,\n  b,\n} from './tools.ts'`, './tools.ts', ['a', 'b']],
  [`import * as grpc from '@grpc/grpc-js'`, '@grpc/grpc-js', ['grpc']],
  [`import 'dd-trace/init'`, 'dd-trace/init', []],
  [`import{a}from'./minified.js'`, './minified.js', ['a']],
  [`export { a } from './a.ts'`, './a.ts', ['a']],
  [`export * from './a.ts'`, './a.ts', []],
  [`const { PostHog: Client } = require('posthog-node')`, 'posthog-node', ['Client']],
  [`const pg = await import('pg')`, 'pg', ['pg']],
  [`const pg_1 = __importDefault(require('pg'))`, 'pg', ['pg_1']],
  [`require('./setup')`, './setup', []],
])('parseImports reads %j', (text, specifier, names) => {
  expect(parseImports(text)).toEqual([{ specifier, names, line: 1, column: 1 }])
})

test.each([
  [`import type { PostHog } from 'posthog-node'`],
  [`export type { PostHog } from 'posthog-node'`],
  [`// import Stripe from 'stripe'`],
  [`/* import Stripe\n from 'stripe' */`],
  [`client.import('stripe')`],
  [`const important = 'stripe'`],
  [`export const from = 'stripe'`],
])('parseImports finds nothing in %j', (text) => {
  expect(parseImports(text)).toEqual([])
})

test('parseImports says where each import starts', () => {
  const text = `// the 'tools'\nimport a from 'a'\n\n  const b = require('b')\n`

  expect(parseImports(text)).toMatchObject([
    { specifier: 'a', line: 2, column: 1 },
    { specifier: 'b', line: 4, column: 3 },
  ])
})

test.each([
  ['the one place that makes an object', `import A from 'a'\nA.init()\nconst client = new A({ key })\nA.log()`, 3, 16],
  ['the one call, where it makes none', `import { init } from 'a'\n// init()\nconst text = 'init()'\n  init()`, 4, 3],
  ['a class of a namespace', `import * as a from 'a'\nexport const client = new a.Client<Row>()`, 2, 23],
  ['the import, where there are two', `import A from 'a'\nnew A()\nnew A()\nA.init()`, 1, 1],
  ['the import, where there is none', `import a from 'a'\nexport { a }\nb.a()`, 1, 1],
  ['the import, where it takes no name', `\nimport 'a'`, 2, 1],
])('placeOfUse takes %s', (_, text, line, column) => {
  const [found] = parseImports(text)

  expect(found && placeOfUse(text, found)).toEqual({ line, column })
})
