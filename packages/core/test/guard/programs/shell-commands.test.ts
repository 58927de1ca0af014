import { expect, test } from 'vitest'
import { changesDirectory, readShellCommands } from '../../../src/guard/programs/shell-commands.ts'

test.each([
  [
    'ls -la && git status',
    [
      ['ls', '-la'],
      ['git', 'status'],
    ],
  ],
  ['COLOR=1 exec ls', [['ls']]],
  ['cd sub; ls', [['ls']]],
  ['export COLOR=1; ls', [['ls']]],
])('readShellCommands lists the programs of %s', (text, programs) => {
  expect(readShellCommands(text)).toEqual(programs)
})

test.each([
  'PATH=/tmp ls',
  'export PATH=/tmp',
  '$PROGRAM -x',
  'cd sub && ./run',
  'printf -v PATH /tmp',
  'test -v "a[$(x)]"',
])('readShellCommands gives up on %s', (text) => {
  expect(readShellCommands(text)).toBeUndefined()
})

test('changesDirectory sees cd as a word', () => {
  expect(['cd a', 'ls; cd a', 'abcd'].map(changesDirectory)).toEqual([true, true, false])
})
