import { beforeAll, describe, expect, test } from 'vitest'
import { covering } from '../../../../scripts/covering.ts'
import { destinationsIn, allJestMajors, modes, runJest, type JestOutcome } from './run-jest.ts'

const settings = covering(
  allJestMajors.flatMap((major) => (['in band', 'in workers'] as const).map((mode) => ({ major, mode }))),
)

describe.each(settings)('ES modules in Jest $major $mode', ({ major, mode }) => {
  let run: JestOutcome

  beforeAll(async () => {
    const nodeArgs = ['--experimental-vm-modules', '--no-warnings']
    run = await runJest({
      major,
      fixture: 'esm',
      args: modes[mode],
      nodeArgs,
      config: { testMatch: ['**/*.test.mjs'] },
    })
  })

  test('every attempt fails the test that made it, by whatever import', () => {
    const attributed = Object.entries(run.tests).map(([name, { blocked }]) => [name.replace(/^.*?: /, ''), blocked])

    expect(Object.fromEntries(attributed)).toEqual({
      'stays at home': [],
      'calls by a default import': ['192.0.2.71:443'],
      'calls by a named import': ['192.0.2.72:443'],
      'calls by the request of http': ['http://192.0.2.73/', 'http://192.0.2.74/'],
      'calls by fetch': ['https://192.0.2.75/'],
      'loads Jest': [],
      asserts: [],
    })
  })

  test('the matcher of an ES module fails its test', () => {
    expect(run.tests['modules.test.mjs: asserts']?.own).toEqual(['Error: Egress blocked: connect 192.0.2.76:443'])
  })

  test('a top-level await is attributed to the file', () => {
    expect(destinationsIn(run.files['modules.test.mjs']?.message ?? '')).toContain('192.0.2.70:443')
    expect(run.code).toBe(1)
  })
})
