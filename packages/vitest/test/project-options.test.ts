import { expect, test } from 'vitest'
import { mergeOptions, portableOptions } from '../src/project-options.ts'

test('portableOptions accepts what can be sent to a worker', () => {
  const options = { allow: ['api.example.com', /^eu\d\.example\.com$/], mode: 'audit' }

  expect(structuredClone(portableOptions(options))).toEqual(options)
})

test('portableOptions refuses a function, and says where one can go', () => {
  expect(() => portableOptions({ allow: ['api.example.com', () => true] })).toThrow(
    /allow\[1\] in agentguard\(\) in the Vitest config: a function cannot be sent.*allowEgress\(\)/s,
  )
})

test('portableOptions names an unknown option and the one that was meant', () => {
  expect(() => portableOptions({ alow: 'api.example.com' })).toThrow(/no option 'alow'. Did you mean 'allow'/)
})

test('mergeOptions adds up the rules of two plugins, and lets the later one decide the rest', () => {
  expect(
    mergeOptions(
      { allow: 'a.example.com', deny: ['x.example.com'], mute: 'm.example.com', mode: 'audit' },
      { allow: ['b.example.com'], mute: ['n.example.com'], mode: 'block' },
    ),
  ).toEqual({
    allow: ['a.example.com', 'b.example.com'],
    deny: ['x.example.com'],
    mute: ['m.example.com', 'n.example.com'],
    mode: 'block',
  })
})

test('mergeOptions never widens a locked config', () => {
  expect(() => mergeOptions({ allow: 'a.example.com', locked: true }, { allow: 'b.example.com' })).toThrow(/locked/)
  expect(() => mergeOptions({ locked: true }, { mode: 'audit' })).toThrow(/locked/)
  expect(() => mergeOptions({ locked: true }, { mute: 'b.example.com' })).toThrow(/locked/)
  expect(mergeOptions({ locked: true }, { deny: 'b.example.com', locked: false }).locked).toBe(true)
})
