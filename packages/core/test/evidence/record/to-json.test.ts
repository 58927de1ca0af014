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

test('toJson keeps the line of the project, however deep it is in the stack', () => {
  const stack = Array.from({ length: 60 }, (_, line) => ({ file: '/app/node_modules/x/x.ts', line, column: 1 }))
  const from = { file: '/app/tool.ts', line: 7, column: 3 }
  const evidence = evidenceOf({ host: 'a.com', port: 443 }, { stack: [...stack, from, ...stack], from })

  expect(toJson(evidence).stack).toStrictEqual([...stack.slice(0, 12), from])
  expect(toJson({ ...evidence, stack: [from, ...stack, from] }).stack).toStrictEqual([from, ...stack.slice(0, 11)])
  expect(toJson({ ...evidence, stack, fromBy: 'test' }).stack).toStrictEqual(stack.slice(0, 12))
})
