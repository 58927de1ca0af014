import { expect, test } from 'vitest'
import type { DeclaredRule } from '../../../src/run/unused/declared-rule.ts'
import { pruneDocblock } from '../../../src/run/unused/prune-docblock.ts'

const at = (line: number, rule: string, rest: Partial<DeclaredRule> = {}): DeclaredRule => ({
  option: 'allow',
  rule,
  terms: {},
  file: 'a.test.js',
  line,
  isDocblock: true,
  ...rest,
})

test.each<[string, readonly DeclaredRule[], string]>([
  ['// @agentguard allow=a.com\ntest()\n', [at(1, 'a.com')], 'test()\n'],
  ['// @agentguard allow=a.com,b.com\r\ntest()\r\n', [at(1, 'a.com')], '// @agentguard allow=b.com\r\ntest()\r\n'],
  ['// @agentguard allow=a.com deny=b.com\n', [at(1, 'a.com')], '// @agentguard deny=b.com\n'],
  ['// @agentguard mute=a.com allow=a.com\n', [at(1, 'a.com', { option: 'mute' })], '// @agentguard allow=a.com\n'],
  [
    '// @agentguard allow=a.com by=b reason="a b"\n// @agentguard allow=c.com\n',
    [at(1, 'a.com', { terms: { by: 'b', reason: 'a b' } })],
    '// @agentguard allow=c.com\n',
  ],
  ['// posthog-node, 2 tests in 1 file\n// @agentguard allow=a.com\n', [at(2, 'a.com')], ''],
  ['/* @agentguard allow=a.com */\ntest()\n', [at(1, 'a.com')], 'test()\n'],
  ['// what this file is about\n// @agentguard allow=a.com\n', [at(2, 'a.com')], '// what this file is about\n'],
  [
    '/**\n * @agentguard allow=a.com\n * @jest-environment jsdom\n */\n',
    [at(2, 'a.com')],
    '/**\n * @jest-environment jsdom\n */\n',
  ],
  [
    '// @agentguard allow=a.com\n// @agentguard allow=b.com,c.com\n',
    [at(1, 'a.com'), at(2, 'b.com'), at(2, 'c.com')],
    '',
  ],
])('pruneDocblock removes rules from %j', (source, rules, written) => {
  expect(pruneDocblock(source, rules, 'a.test.js')).toBe(written)
})

test('pruneDocblock refuses to write what would be read otherwise', () => {
  expect(() => pruneDocblock('/*\n * @agentguard allow=a.com */\n', [at(2, 'a.com')], 'a.test.js')).toThrow(
    "a.test.js:2: the rule 'a.com' cannot be removed from its line. Remove it by hand.",
  )
})
