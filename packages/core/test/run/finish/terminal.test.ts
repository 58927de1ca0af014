import { expect, test } from 'vitest'
import { terminalOf } from '../../../src/run/finish/terminal.ts'

const terminal = { isTTY: true, columns: 100 }

test.each([
  ['a terminal has colours', terminal, {}, true],
  ['a pipe has none', {}, {}, false],
  ['NO_COLOR takes them away', terminal, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR does not', terminal, { NO_COLOR: '' }, true],
  ['FORCE_COLOR brings them to a pipe', {}, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR wins over NO_COLOR, as in Node', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ['FORCE_COLOR=0 takes them away', terminal, { FORCE_COLOR: '0' }, false],
  ['a dumb terminal has none', terminal, { TERM: 'dumb' }, false],
] as const)('%s', (_name, stream, environment, colors) => {
  expect(terminalOf(stream, environment).colors).toBe(colors)
})

test('only a terminal has a width', () => {
  expect(terminalOf(terminal, {}).columns).toBe(100)
  expect(terminalOf({ columns: 100 }, {}).columns).toBeUndefined()
})
