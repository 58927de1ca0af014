import { findNode } from '@agentguard/nodes'
import { beforeAll, describe, expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { expectedDestinations } from './expected-destinations.ts'
import { destinationsIn, allJestMajors, modes, runJest, type JestInput, type JestOutcome } from './run-jest.ts'

const settings = allJestMajors.flatMap((major) => Object.entries(modes).map(([mode, args]) => ({ major, mode, args })))
const inEveryMode = covering(settings).map(({ major, mode, args }) => ({
  where: `Jest ${major} ${mode}`,
  major,
  args,
  node: process.execPath,
}))
const onEveryNode = ([22, 26] as const).map((node) => ({
  where: `Jest 30 in workers on Node ${node}`,
  major: 30 as const,
  args: modes['in workers'],
  node: findNode(node),
}))

describe.each([...inEveryMode, ...onEveryNode])('$where', ({ major, args, node }) => {
  const skipped = node === undefined
  let run: JestOutcome

  beforeAll(async () => {
    if (!skipped) run = await runJest({ major, fixture: 'attribution', args, node } satisfies JestInput)
  })

  test.skipIf(skipped)('every attempt fails the test that made it, and no other one', () => {
    const attributed = Object.entries(run.tests).map(([name, { blocked }]) => [name, [...new Set(blocked)]])

    expect(Object.fromEntries(attributed)).toEqual(expectedDestinations.tests)
  })

  test.skipIf(skipped)('a test fails for its attempts and for its own error, and for nothing else', () => {
    const wrong = Object.entries(run.tests).filter(([, { status, blocked, own }]) =>
      blocked.length + own.length === 0 ? status === 'failed' : status !== 'failed',
    )

    expect(wrong).toEqual([])
  })

  test.skipIf(skipped)('an error of the test itself is reported beside the egress', () => {
    const own = Object.entries(run.tests).filter(([, outcome]) => outcome.own.length > 0)

    expect(Object.fromEntries(own.map(([name, outcome]) => [name, outcome.own]))).toEqual({
      'matchers.test.js: asserts what is not so': ['Error: Egress blocked: connect 192.0.2.60:443'],
      'matchers.test.js: forgets to await the assertion': [expect.stringContaining('was not awaited')],
      'one-test.test.js: one test fails for its own reason': [expect.stringContaining('expect(received).toBe')],
      'one-test.test.js: one test hangs after the call': [expect.stringContaining('Exceeded timeout')],
      'one-test.test.js: one test hangs before the call': [expect.stringContaining('Exceeded timeout')],
      'one-test.test.js: one test lets the error through': [
        'EgressBlockedError: Egress blocked: connect 192.0.2.202:443',
      ],
      'lazy.test.js: returns no promise': [
        expect.stringContaining('Error: test functions can only return Promise or undefined.'),
      ],
      'lazy.test.js: takes done and returns a query': [expect.stringContaining("cannot both take a 'done' callback")],
      'lazy.test.js: is over with what a query rejects': ['Error: no such table'],
    })
  })

  test.skipIf(skipped)('a file fails for its import, its file hooks and what comes after its last test', () => {
    const attributed = Object.entries(run.files).map(([name, { message }]) => [name, suiteDestinations(message)])

    expect(Object.fromEntries(attributed.filter(([, destinations]) => destinations?.length))).toEqual(
      expectedDestinations.files,
    )
  })

  test.skipIf(skipped)('a file that cannot be loaded keeps its own error, and its egress is printed', () => {
    expect(run.files['import-throws.test.js']?.message).toContain('this file is broken')
    expect(destinationsIn(run.text)).toContain('192.0.2.35:443')
  })

  test.skipIf(skipped)('the run fails, and says where the call was made and what to write to allow it', () => {
    expect(run.code).toBe(1)
    expect(run.text).toContain('test   one test > swallows the error')
    expect(run.text).toContain('from   phone.js:6:24')
    expect(run.text).toContain('allow  // @agentguard allow=192.0.2.1')
    expect(run.text).toMatch(/> 6 \| .*net\.connect/)
  })

  test.skipIf(skipped)('the evidence of a test reaches the results as plain data', () => {
    const [detail] = run.tests['one-test.test.js: one test swallows the error']?.details ?? []

    expect(detail).toMatchObject({ violations: [{ outcome: 'blocked', host: '192.0.2.1', port: 443, phase: 'test' }] })
  })
})

/** The text under "Test suite failed to run": the errors of the file, not those of its tests. */
function suiteDestinations(message: string): string[] {
  return message
    .split(/^ {2}● /m)
    .filter((part) => part.startsWith('Test suite failed to run'))
    .flatMap(destinationsIn)
}
