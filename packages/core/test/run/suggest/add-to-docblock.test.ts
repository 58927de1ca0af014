import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDocblock } from '../../../src/testing/session/docblock.ts'
import { addToDocblock } from '../../../src/run/suggest/add-to-docblock.ts'
import type { Suggestion } from '../../../src/run/suggest/suggestion.ts'

const suggestion: Suggestion = {
  file: 'a.test.ts',
  rules: [
    { rule: '*.posthog.com', packages: ['posthog-node'], files: 1, tests: 12, services: [] },
    { rule: 'localhost:8126', packages: [], files: 1, tests: 0, services: ['the Datadog agent'] },
  ],
}

const lines = `// posthog-node, 12 tests
// @agentguard allow=*.posthog.com
// own code, 1 file, probably the Datadog agent
// @agentguard allow=localhost:8126
`
const body = "import { expect } from 'vitest'\n"

test.each<[string, string, string]>([
  ['at the very head', body, lines + body],
  ['behind a shebang', `#!/usr/bin/env node\n${body}`, `#!/usr/bin/env node\n${lines}${body}`],
  ['behind a shebang that is all', '#!/usr/bin/env node', `#!/usr/bin/env node\n${lines}`],
  ['behind a licence', `/*\n * Copyright\n */\n${body}`, `/*\n * Copyright\n */\n${lines}${body}`],
  [
    'behind a licence of lines',
    `// SPDX-License-Identifier: MIT\n${body}`,
    `// SPDX-License-Identifier: MIT\n${lines}${body}`,
  ],
  [
    "behind Jest's pragma",
    `/** @jest-environment node */\n\n${body}`,
    `/** @jest-environment node */\n${lines}\n${body}`,
  ],
  ["behind Vitest's pragma", `// @vitest-environment node\n${body}`, `// @vitest-environment node\n${lines}${body}`],
  [
    'before a comment on the first statement',
    `// eslint-disable-next-line\n${body}`,
    `${lines}// eslint-disable-next-line\n${body}`,
  ],
  ['behind a mark of the encoding', `\uFEFF${body}`, `\uFEFF${lines}${body}`],
  ['in an empty file', '', lines],
  ['with the line ends of the file', body.replaceAll('\n', '\r\n'), (lines + body).replaceAll('\n', '\r\n')],
])('addToDocblock puts the lines %s', (_, source, expected) => {
  expect(addToDocblock(source, suggestion, 'a.test.ts')).toBe(expected)
})

test.each<[string, string, string]>([
  [
    'a line that allows something',
    `// @agentguard allow=a.com loopback=any\n${body}`,
    `// *.posthog.com: posthog-node, 12 tests
// localhost:8126: own code, 1 file, probably the Datadog agent
// @agentguard allow=*.posthog.com,localhost:8126,a.com loopback=any\n${body}`,
  ],
  [
    'a line that allows nothing',
    `// @agentguard deny=a.com\n${body}`,
    `// *.posthog.com: posthog-node, 12 tests
// localhost:8126: own code, 1 file, probably the Datadog agent
// @agentguard allow=*.posthog.com,localhost:8126 deny=a.com\n${body}`,
  ],
  [
    'the last of several lines, in a block comment',
    `/**\n * @agentguard deny=a.com\n * @agentguard allow=b.com\n */\n${body}`,
    `/**\n * @agentguard deny=a.com
 * *.posthog.com: posthog-node, 12 tests
 * localhost:8126: own code, 1 file, probably the Datadog agent
 * @agentguard allow=*.posthog.com,localhost:8126,b.com\n */\n${body}`,
  ],
  [
    'a block comment of one line',
    `/* @agentguard allow=b.com */\n${body}`,
    `/* @agentguard allow=*.posthog.com,localhost:8126,b.com */\n${body}`,
  ],
  [
    'a line that has one of the rules',
    `// @agentguard allow=*.posthog.com\n${body}`,
    `// localhost:8126: own code, 1 file, probably the Datadog agent
// @agentguard allow=localhost:8126,*.posthog.com\n${body}`,
  ],
])('addToDocblock extends %s', (_, source, expected) => {
  expect(addToDocblock(source, suggestion, 'a.test.ts')).toBe(expected)
})

test('addToDocblock reports a head that is already wrong', () => {
  expect(() => addToDocblock('// @agentguard alow=a.com\n', suggestion, 'a.test.ts')).toThrow("Did you mean 'allow'?")
})

const heads = fc.array(
  fc.constantFrom(
    '#!/usr/bin/env node',
    '/* Copyright */',
    '/** @jest-environment jsdom */',
    '// SPDX-License-Identifier: MIT',
    '// a word',
    '',
    "'use strict'",
    '// @agentguard allow=a.com',
    ' * @agentguard deny=b.com',
    '/*',
    ' */',
    'test()',
  ),
  { maxLength: 6 },
)

test('addToDocblock adds lines that the guard reads, once, and removes nothing', () => {
  fc.assert(
    fc.property(heads, fc.constantFrom('\n', '\r\n', '\r', '\u2028'), (head, end) => {
      const source = head.join(end)
      let before: ReturnType<typeof parseDocblock>
      try {
        before = parseDocblock(source, 'a.test.ts')
      } catch {
        return
      }
      const written = addToDocblock(source, suggestion, 'a.test.ts')
      const allow = parseDocblock(written, 'a.test.ts')?.allow
      expect(new Set([allow].flat())).toEqual(new Set([before?.allow ?? [], '*.posthog.com', 'localhost:8126'].flat()))
      expect(parseDocblock(written, 'a.test.ts')?.deny).toEqual(before?.deny)
      expect(addToDocblock(written, suggestion, 'a.test.ts')).toBe(written)
      expect(written.split(/\r\n?|[\n\u2028]/).filter((line) => !line.includes('@agentguard'))).toEqual(
        expect.arrayContaining(
          source.split(/\r\n?|[\n\u2028]/).filter((line) => !line.includes('@agentguard')),
        ) as string[],
      )
    }),
    { numRuns: 500 },
  )
})

test('addToDocblock adds mute rules to a line that mutes, beside one that allows', () => {
  const source = `// @agentguard allow=a.com mute=b.com\n${body}`
  const [rule] = suggestion.rules
  const written = addToDocblock(source, { ...suggestion, rules: rule ? [rule] : [] }, 'a.test.ts', 'mute')

  expect(written).toBe(
    `// *.posthog.com: posthog-node, 12 tests\n// @agentguard allow=a.com mute=*.posthog.com,b.com\n${body}`,
  )
  expect(parseDocblock(written, 'a.test.ts')).toEqual({ allow: ['a.com'], mute: ['*.posthog.com', 'b.com'] })
})
