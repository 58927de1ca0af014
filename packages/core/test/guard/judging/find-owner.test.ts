import { expect, test } from 'vitest'
import { findOwner } from '../../../src/guard/judging/find-owner.ts'
import { createScope, type Frame, type Running, type Scope } from '../../../src/guard/scope/scope.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'

const policy = createPolicy({}, 'a test')

function openFile(): { running: Running; file: Scope; start(name: string): Frame } {
  const running: Running = { isImporting: false, tests: new Map(), hooks: new Set() }
  const file = createScope({ name: 'a.test.ts', policy, running })
  const start = (name: string): Frame => {
    const frame: Frame = { scope: createScope({ name, policy, parent: file }), phase: 'beforeEach' }
    running.tests.set(frame.scope, frame)
    return frame
  }
  return { running, file, start }
}

test('findOwner attributes work to the test that started it', () => {
  const { start } = openFile()
  const frame = start('one')
  start('two')

  expect(findOwner(frame)).toBe(frame)
})

test('findOwner attributes work to the import while the import goes on', () => {
  const { running, file } = openFile()
  running.isImporting = true
  const frame: Frame = { scope: file, phase: 'import' }

  expect(findOwner(frame)).toBe(frame)
})

test('findOwner attributes work that began at import to the one test that runs, in the phase of that test', () => {
  const { file, start } = openFile()
  const { scope } = start('one')

  expect(findOwner({ scope: file, phase: 'import' })).toEqual({ scope, phase: 'beforeEach', began: 'import' })
})

test('findOwner names the tests that may have caused it, and not more than a few', () => {
  const { file, start } = openFile()
  for (let number = 0; number < 30; number += 1) start(`test ${number}`)

  const { scope, phase, began, candidates } = findOwner({ scope: file, phase: 'beforeAll' })

  expect({ scope, phase, began }).toEqual({ scope: file, phase: 'run', began: 'beforeAll' })
  expect(candidates).toHaveLength(20)
})

test('findOwner attributes work of a running hook to the hook, beside a test', () => {
  const { running, file, start } = openFile()
  start('one')
  running.hooks.add({ phase: 'beforeAll' })
  const frame: Frame = { scope: file, phase: 'beforeAll' }

  expect(findOwner(frame)).toBe(frame)
  expect(findOwner({ scope: file, phase: 'import' }).candidates).toEqual(['one', 'beforeAll'])
})

test('findOwner attributes work of a file after its end to the file', () => {
  const { file } = openFile()
  file.endedAt = 1
  const frame: Frame = { scope: file, phase: 'import' }

  expect(findOwner(frame)).toBe(frame)
})
