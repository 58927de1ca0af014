import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createExplained } from '../../../src/testing/session/explained.ts'
import { evidenceOf } from '../../evidence/explain/evidence-of.ts'

const directory = mkdtempSync(join(tmpdir(), 'agentguard-explained-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const one = evidenceOf({ host: 'one.example', port: 443 })

test('the first place of a run explains a destination, and the others name it', () => {
  const [first, second] = [createExplained(directory), createExplained(directory)]

  expect(first.by(one, 'a.test.ts')).toBeUndefined()
  expect(second.by(one, 'b.test.ts')).toBe('a.test.ts')
  expect(first.by(one, 'a.test.ts')).toBeUndefined()
})

test('another destination and another package get their own explanation', () => {
  const explained = createExplained(directory)
  const frame = { file: '/app/node_modules/sdk/index.js', line: 1, column: 1 }
  explained.by(one, 'a.test.ts')

  expect(explained.by(evidenceOf({ host: 'two.example', port: 443 }), 'b.test.ts')).toBeUndefined()
  expect(explained.by({ ...one, culprit: { name: 'sdk', frame } }, 'b.test.ts')).toBeUndefined()
})

test('each file explains for itself without a writable directory', () => {
  const explained = createExplained(join(directory, 'missing'))

  expect(explained.by(one, 'a.test.ts')).toBeUndefined()
  expect(createExplained(join(directory, 'missing')).by(one, 'b.test.ts')).toBeUndefined()
})
