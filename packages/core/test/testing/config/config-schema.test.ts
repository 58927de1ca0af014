import Ajv from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import schema from '../../../schema/config-1.schema.json' with { type: 'json' }
import { optionNames } from '../../../src/policy/options/parse-options.ts'
import { configKeys, parseConfig } from '../../../src/testing/config/parse-config.ts'

const validate = new Ajv.default({ strict: true, allErrors: true }).compile(schema)
const read = (value: unknown) => parseConfig({ value, lineOf: undefined }, 'agentguard.config.json')

test('the schema lists every option', () => {
  expect(Object.keys(schema.properties).toSorted()).toEqual([...configKeys].toSorted())
  expect(Object.keys(schema.$defs.options.properties)).toEqual(optionNames)
})

const rule = { rule: 'a.com', by: '@scope/name', until: '2999-12-31', reason: 'a demo' }

test.each([
  {},
  { $schema: './schema.json', allow: 'a.com', deny: ['b.com'], mute: ['c.com', rule] },
  { allow: rule, mode: 'audit', loopback: 'any', locked: true, subprocess: 'isolate', native: 'block' },
  { late: 'flush', lateLimit: 250, files: { 'tools/**': { allow: ['a.com'], locked: true } } },
])('the schema and the guard both take %j', (value) => {
  expect(() => read(value)).not.toThrow()
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true)
})

test.each([
  [],
  { allowed: [] },
  { allow: [7] },
  { allow: [''] },
  { deny: [rule] },
  { allow: { ...rule, from: 'x' } },
  { allow: { rule: 'a.com', until: 'soon' } },
  { allow: { rule: 'a.com', reason: 'a\nb' } },
  { mode: 'strict' },
  { locked: 'true' },
  { lateLimit: 20_000 },
  { files: [] },
  { files: { a: { files: {} } } },
  { files: { '': {} } },
])('the schema and the guard both refuse %j', (value) => {
  expect(() => read(value)).toThrow()
  expect(validate(value)).toBe(false)
})
