import { expect, it, onTestFinished } from 'vitest'
import { sharedAllowlist } from '../../../src/policy/rules/shared-allowlist.ts'

const where = 'a test'
const attempt = { channel: 'tcp', host: 'api.example.com', names: ['api.example.com'], port: 443, raw: '' } as const

it('returns the same list for the same text, wherever it is written', () => {
  const list = sharedAllowlist(['api.example.com', '*.example.org'], where)

  expect(sharedAllowlist(['api.example.com', '*.example.org'], 'another place', 'mute')).toBe(list)
  expect(sharedAllowlist(['*.example.org', 'api.example.com'], where)).not.toBe(list)
  expect(list.match(attempt)).toBe('api.example.com')
})

it('keeps its rules when the caller changes the array', () => {
  const rules = ['kept.example.com']
  const list = sharedAllowlist(rules, where)
  rules[0] = 'changed.example.com'

  expect(sharedAllowlist(['kept.example.com'], where)).toBe(list)
  expect(list.inputs).toEqual(['kept.example.com'])
})

it.each([
  ['a function', () => true],
  ['an expression', /example/],
  ['an object', { rule: 'api.example.com', reason: 'a test' }],
])('creates a list for each use of %s', (_, rule) => {
  expect(sharedAllowlist([rule], where)).not.toBe(sharedAllowlist([rule], where))
})

it('reports a wrong rule each time, at its own place', () => {
  expect(() => sharedAllowlist(['a b'], where, 'deny')).toThrow('deny[0] in a test')
  expect(() => sharedAllowlist(['a b'], 'b test')).toThrow('allow[0] in b test')
})

it('forgets old lists when there are many', () => {
  const first = sharedAllowlist(['first.example.com'], where)
  for (let index = 0; index < 200; index += 1) sharedAllowlist([`${index}.example.com`], where)

  expect(sharedAllowlist(['first.example.com'], where)).not.toBe(first)
})

it('shares no long list', () => {
  const rules = Array.from({ length: 101 }, (_, index) => `long${index}.example.com`)

  expect(sharedAllowlist(rules, where)).not.toBe(sharedAllowlist(rules, where))
})

it('keeps lists apart where code changed what JSON does with arrays', () => {
  // oxlint-disable-next-line no-extend-native -- as a program does that the guard has to survive
  Object.defineProperty(Array.prototype, 'toJSON', { value: () => 'the same', configurable: true })
  onTestFinished(() => void Reflect.deleteProperty(Array.prototype, 'toJSON'))

  expect(sharedAllowlist(['one.example.net'], where)).not.toBe(sharedAllowlist(['two.example.net'], where))
})
