import { expect, test } from 'vitest'
import { findRiskyVariable, isHarmlessName } from '../../../src/guard/programs/risky-variables.ts'

test.each([
  ['LD_PRELOAD', 'any'],
  ['BASH_ENV', 'shell'],
  ['GIT_SSH_COMMAND', 'git'],
] as const)('findRiskyVariable finds %s for a program of kind %s', (name, reader) => {
  expect(findRiskyVariable({ A: '1', [name]: 'x' }, {}, reader)).toBe(name)
})

test('findRiskyVariable ignores what the runner was started with, what is empty, and what the program does not obey', () => {
  expect(findRiskyVariable({ LD_PRELOAD: 'x' }, { LD_PRELOAD: 'x' }, 'any')).toBeUndefined()
  expect(findRiskyVariable({ LD_PRELOAD: '' }, {}, 'any')).toBeUndefined()
  expect(findRiskyVariable({ BASH_ENV: 'x' }, {}, 'any')).toBeUndefined()
  expect(findRiskyVariable({ LD_PRELOAD: 'y' }, { LD_PRELOAD: 'x' }, 'any')).toBe('LD_PRELOAD')
})

test('a command of a shell must not set what says which programs the next words mean', () => {
  expect(['PATH', 'NODE_OPTIONS', 'AGENTGUARD_MODE', 'COLOR', 'GIT_AUTHOR_NAME'].map(isHarmlessName)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ])
})
