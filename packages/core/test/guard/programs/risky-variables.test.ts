import { expect, test } from 'vitest'
import { findRiskyVariable, isHarmlessName } from '../../../src/guard/programs/risky-variables.ts'

test.each([
  ['LD_PRELOAD', 'any'],
  ['BASH_ENV', 'shell'],
  ['GIT_SSH_COMMAND', 'git'],
] as const)('findRiskyVariable finds %s for a program of kind %s', (name, reader) => {
  expect(findRiskyVariable({ A: '1', [name]: 'x' }, {}, reader)).toBe(name)
})

test('findRiskyVariable ignores variables that the runner was started with, empty ones, and those that the program does not read', () => {
  expect(findRiskyVariable({ LD_PRELOAD: 'x' }, { LD_PRELOAD: 'x' }, 'any')).toBeUndefined()
  expect(findRiskyVariable({ LD_PRELOAD: '' }, {}, 'any')).toBeUndefined()
  expect(findRiskyVariable({ BASH_ENV: 'x' }, {}, 'any')).toBeUndefined()
  expect(findRiskyVariable({ LD_PRELOAD: 'y' }, { LD_PRELOAD: 'x' }, 'any')).toBe('LD_PRELOAD')
})

test('a command of a shell must not set variables that decide which programs the next words mean', () => {
  expect(['PATH', 'NODE_OPTIONS', 'AGENTGUARD_MODE', 'COLOR', 'GIT_AUTHOR_NAME'].map(isHarmlessName)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ])
})
