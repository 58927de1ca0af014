import { expect, test } from 'vitest'
import { readShellWords, unknownWord } from '../../../src/guard/programs/shell-words.ts'

const texts = (source: string) => readShellWords(source)?.map((words) => words.map(({ text }) => text))

test.each([
  ['ls -la', [['ls', '-la']]],
  [`echo 'a b' "c d" e\\ f`, [['echo', 'a b', 'c d', 'e f']]],
  ['a && b | c; d', [['a'], ['b'], ['c'], ['d']]],
  ['ls > out.txt 2>&1 # note', [['ls']]],
  ['echo $HOME *.js', [['echo', unknownWord, unknownWord]]],
  ['A=$B run', [[`A=${unknownWord}`, 'run']]],
  ['run ${A:-1} "${A-b.c}" ${A:+x} ${A%.js} ${A##*/}', [['run', ...Array.from({ length: 5 }, () => unknownWord)]]],
])('readShellWords reads %s', (source, commands) => {
  expect(texts(source)).toEqual(commands)
})

test.each([
  'echo $(curl a.test)',
  'echo `curl a.test`',
  '(ls)',
  'cat <<END',
  'ls >',
  'echo > /dev/tcp/192.0.2.1/80',
  "echo '",
  'echo ${A:-$(curl a.test)}',
  'echo ${A:=x}',
  'echo ${A:1}',
  'echo ${A@P}',
  'echo "${A:-`curl a.test`}"',
])('readShellWords gives up on %s', (source) => {
  expect(readShellWords(source)).toBeUndefined()
})

test('readShellWords counts the characters before the first quote', () => {
  expect(readShellWords(`PA'TH'=x`)).toEqual([[{ text: 'PATH=x', plain: 2 }]])
})
