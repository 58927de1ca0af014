import { expect, test } from 'vitest'
import { toJson } from '../../../src/evidence/record/to-json.ts'
import { evidenceOf } from '../explain/evidence-of.ts'

test('toJson keeps evidence small and plain', () => {
  const stack = Array.from({ length: 60 }, (_, line) => ({ file: '/app/x.ts', line, column: 1 }))
  const evidence = evidenceOf({ host: 'a.com', port: 443, names: undefined }, { stack })

  const json = toJson(Object.freeze(evidence))

  expect(json).toStrictEqual({ ...evidence, stack: stack.slice(0, 12) })
  expect(JSON.parse(JSON.stringify(json))).toStrictEqual(json)
})
