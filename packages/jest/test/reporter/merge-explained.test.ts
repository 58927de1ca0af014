import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { mergeExplained } from '../../src/reporter/merge-explained.ts'

// As Jest prints an error without frames: its first line, and the others below an empty one.
const brief = (name: string, what: string): string =>
  `\u001B[1m\u001B[31m  ● ${name}\u001B[39m\u001B[22m\n\n    EgressViolationError: Egress blocked: GET http://${what}.example/\n\n        from tools.js:1:1; for what to do, see the failure of 'one' in ${what}.test.js\n\n`
const own = '  ● its own › error\n\n    expect(received).toBe(expected)\n\n      ● what it logged\n\n'

test('mergeExplained prints failures that are explained elsewhere once, below their titles', () => {
  const text = mergeExplained([brief('first', 'a'), own, brief('second', 'a'), brief('second', 'a')].join('\n'))

  expect(stripVTControlCharacters(text)).toBe(`  ● first
  ● second

    EgressViolationError: Egress blocked: GET http://a.example/
      from tools.js:1:1; for what to do, see the failure of 'one' in a.test.js

${own}
`)
})

test('mergeExplained counts destinations past the third', () => {
  const text = mergeExplained(['a', 'b', 'c', 'd', 'e'].map((what) => brief(what, what)).join('\n'))

  expect(text).toContain(`
    EgressViolationError: Egress blocked; other failures of this run say what to do:
      GET http://a.example/ in the failure of 'one' in a.test.js
      GET http://b.example/ in the failure of 'one' in b.test.js
      GET http://c.example/ in the failure of 'one' in c.test.js, and 2 more
`)
})

test('mergeExplained leaves everything else unchanged', () => {
  for (const text of [own, `  ● Test suite failed to run\n\n    oh\n`, '', brief('a', 'a').replace('what to do', 'x')])
    expect(mergeExplained(text)).toBe(text)
})
