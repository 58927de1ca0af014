import { expect, test } from 'vitest'
import { formatDoctor } from '../../../src/cli/verbs/doctor-command.ts'

const node = { version: '24.1.0', problem: undefined }

test('formatDoctor reports what works', () => {
  expect(formatDoctor(node, { hidden: [] })).toBe(
    'Node     24.1.0 is supported\nisolate  works: a program ran in its own namespace; no socket needs hiding',
  )
  expect(formatDoctor(node, { hidden: ['/run/docker.sock'] })).toContain('programs do not see /run/docker.sock')
})

test('formatDoctor reports the step that failed, and what to do', () => {
  expect(formatDoctor(node, { problem: 'unshare: failed. Do this' })).toContain(
    'does not work here: unshare: failed. Do this',
  )
})
