import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../../src/testing/config/load-config.ts'
import { writeProject } from './write-project.ts'

const load = (name: string, text: string): unknown => loadConfig(join(writeProject({ [name]: text }), name)).value
const stripsTypes = Boolean(Reflect.get(process.features, 'typescript'))

test.each([
  ['agentguard.config.json', '{"allow":["a.com"]}'],
  ['agentguard.config.js', "module.exports = { allow: ['a.com'] }"],
  ['agentguard.config.js', "export default { allow: ['a.com'] }"],
  ['agentguard.config.mjs', "export default { allow: ['a.com'] }"],
])('loadConfig loads %s', (name, text) => {
  expect(load(name, text)).toEqual({ allow: ['a.com'] })
})

test('loadConfig loads TypeScript where Node does, and says what to write where it does not', () => {
  const text = "const host: string = 'a.com'\nexport default { allow: [host] }"
  if (stripsTypes) expect(load('agentguard.config.ts', text)).toEqual({ allow: ['a.com'] })
  else expect(() => load('agentguard.config.ts', text)).toThrow('cannot load TypeScript. Write agentguard.config.mjs')
})

test.each([
  ['agentguard.config.mjs', 'export const allow = []', 'it has no default export. Write export default { allow: [] }.'],
  ['agentguard.config.mjs', 'export default await import("node:fs")', 'it has a top-level await'],
  ['agentguard.config.mjs', 'export default {', 'it cannot be loaded (Unexpected end of input)'],
  ['agentguard.config.js', "throw new Error('no luck')", 'it cannot be loaded (no luck)'],
])('loadConfig says what is wrong with %s: %s', (name, text, message) => {
  expect(() => load(name, text)).toThrow(message)
})
