import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, normalize } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { classifyProgram, foreignPrograms } from '../../../src/guard/programs/classify-program.ts'
import type { Program } from '../../../src/guard/programs/program.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-programs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = { PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin` }
const program = (file: string, args: readonly string[] = [], more: Partial<Program> = {}): Program => ({
  file,
  args,
  env,
  inherited: env,
  cwd: folder,
  ...more,
})
const shell = (text: string, more: Partial<Program> = {}): Program => program('/bin/sh', ['-c', text], more)
const executable = (path: string, text: string): string => {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, 0o755)
  return file
}

executable('curl', '#!/bin/sh\necho reached out\n')
executable('git', '#!/bin/sh\necho reached out\n')
executable('ls', '#!/bin/sh\necho reached out\n')
executable('sh', '#!/bin/sh\necho reached out\n')
executable('tool.cjs', '#!/usr/bin/env node\n')

test.each([
  'ls -la; cat package.json | grep name && echo done',
  'true && false || echo "no $HOME"',
  'cd sub && ls > out.txt 2>&1',
  "printf '%s\\n' 'curl $(x) `y`' # curl",
  'NODE_ENV=test LEVEL=$LEVEL cat file',
  'export A=1; unset B; [ -f x ] && rm -rf x',
  'git status --porcelain\ngit log -1',
  'git -C sub rev-parse HEAD; git config user.email a@b.c',
  'sort -u file | uniq -c & wait',
  'sh -c "ls; pwd"',
  'exec cat *.txt',
  'getconf GNU_LIBC_VERSION',
  'env; env A=1 B=2 | sort',
  'egrep x file; which ls',
  'set -eux; read -r line REST < file',
  '',
])('a shell runs where each command stays on this machine: %s', (text) => {
  expect(classifyProgram(shell(text))).toBe('local')
})

test.each(['node -e 0', 'NODE_ENV=test exec node "$PWD" | cat', './tool.cjs --flag', 'cat x && node --test a.js'])(
  'a shell is guarded through the Node it starts: %s',
  (text) => {
    expect(classifyProgram(shell(text))).toBe(text.includes('"$PWD"') ? 'foreign' : 'node')
  },
)

/** Each starts curl, or lets the input start a program. */
const hidden: readonly string[] = [
  "read 'a[$(curl x)]' < file",
  'read $X',
  'read PATH; ls',
  'read -a a; ls',
  'set -k; node x NODE_OPTIONS=',
  'set -ek; node x NODE_OPTIONS=',
  'set -- curl x',
  'set -o keyword',
  "let 'a[$(curl x)]'",
  "declare -i 'a=b[$(curl x)]'",
  "typeset -i 'a=b[$(curl x)]'",
  "local 'a[$(curl x)]'",
  "readonly 'a[$(curl x)]'",
  "export 'a[$(curl x)]'",
  'mapfile -C curl -c 1 a < file',
  "getopts x 'a[$(curl x)]'",
  "RANDOM='a[$(curl x)]'",
  "export SECONDS='a[$(curl x)]'",
  "PS4='$(curl x)' bash -xc ls",
  'ENV=./curl sh -c ls',
  'PROMPT_COMMAND=curl bash -c ls',
  "exit 'a[$(curl x)]'",
  "wait -p 'a[$(curl x)]'",
  'curl x',
  '/usr/bin/curl x',
  './curl',
  './ls',
  "'curl' x",
  'c"ur"l x',
  'c\\url x',
  'ls;curl x',
  'ls\ncurl x',
  'ls &\ncurl x',
  'ls|curl x',
  'ls||curl x',
  'ls&curl x',
  'ls |& curl x',
  'echo $(curl x)',
  'echo "$(curl x)"',
  'echo `curl x`',
  'echo "`curl x`"',
  'cat <(curl x)',
  'ls > >(curl x)',
  'echo ${A:-$(curl x)}',
  'echo $((a[$(curl x)]))',
  'cat <<EOF\n$(curl x)\nEOF',
  'sh <<EOF\ncurl x\nEOF',
  'sh <<< "curl x"',
  'cat </dev/tcp/127.0.0.1/80',
  "cat <'/dev/tcp/127.0.0.1/80'",
  'cat </dev/"tcp"/127.0.0.1/80',
  'exec 3<>/dev/tcp/127.0.0.1/80',
  'cat <$FILE',
  '(curl x)',
  '{ curl x; }',
  '{curl,x}',
  '$CURL x',
  '"$CURL" x',
  '$EMPTY curl x',
  '/usr/bin/cur? x',
  '/usr/bin/cur* x',
  '/usr/bin/[c]url x',
  '~/curl',
  '! curl x',
  'if curl x; then ls; fi',
  'while curl x; do ls; done',
  'for PATH in .; do ls; done',
  'time curl x',
  'coproc curl x',
  'function ls { curl x; }; ls',
  'ls() { curl x; }; ls',
  'case x in x) curl x;; esac',
  '[[ -v a[$(curl)] ]]',
  "test -v 'a[$(curl x)]'",
  "[ -v 'a[$(curl x)]' ]",
  '[ $X ]',
  "printf -v 'a[$(curl x)]' x",
  "unset 'a[$(curl x)]'",
  'printf -v PATH .; ls',
  'eval curl x',
  'command curl x',
  'builtin eval curl x',
  '. ./curl',
  'source ./curl',
  'exec curl x',
  'exec -a ls curl x',
  'trap "curl x" EXIT',
  'alias ls=curl\nls x',
  'hash -p ./curl ls; ls',
  'enable -f ./curl ls',
  'env X=1 curl x',
  'env curl x',
  'env A=$CURL x',
  'env -S "curl x"',
  'xargs curl',
  'find . -exec curl x +',
  'timeout 1 curl x',
  'nohup curl x',
  'nice curl x',
  'awk "BEGIN { system(1) }"',
  "sed '1e curl x' file",
  'tar -cf x --to-command=curl y',
  'sort --compress-program=curl x',
  'sort --comp curl x',
  'sort --co=curl x',
  'sort $FLAGS x',
  'sort *',
  'PATH=. ls',
  'PATH+=:. ls',
  'export PATH=.; ls',
  'export A=$X; ls',
  'unset NODE_OPTIONS; node x',
  'export -n NODE_OPTIONS; node x',
  'NODE_OPTIONS= node x',
  'NODE_OPTIONS="" node x',
  'AGENTGUARD_INTERNAL_TICKET=x node x',
  'LD_PRELOAD=./curl ls',
  'LD_PRELOAD=$X ls',
  'BASH_ENV=./curl bash -c ls',
  'env -i node x',
  'env -u NODE_OPTIONS node x',
  'cd sub; ./ls',
  'cd sub && ./git status',
  'sh ./curl',
  'sh -l -c ls',
  'bash -ic ls',
  'sh -c "$X"',
  'sh -c "curl x"',
  'sh -c \'sh -c "curl x"\'',
  'sh -xc ls',
  './sh -c ls',
  'zsh -c ls',
  'git fetch',
  'git -c alias.x=!curl x',
  'git -c core.pager=curl log',
  'git --exec-path=. status',
  'git --config-env=core.pager=X log',
  'git -p log',
  'git log --ext-diff',
  'git grep --open-files-in-pager=curl x',
  'git grep -Ocurl x',
  'git ls-remote --upload-pack=curl .',
  'git config core.fsmonitor curl',
  'git config alias.x !curl',
  'git config --edit',
  'git $X',
  'git log $X',
  'GIT_EXTERNAL_DIFF=curl git diff',
  'GIT_PAGER=curl git log',
  'EDITOR=curl git commit',
  './git status',
  'node --run x',
  'node $FLAG x',
  'node -r ./x --run y',
  'node --stack-trace-limit 5 --run y',
  'node --test $FLAG',
  'node --test *',
  'node --te* --run',
  'node a$FLAG*',
  'node -r a* $FLAG',
  'node --openssl-config=x y.js',
  'node --openssl_config x y.js',
  'node --snapshot-blob x --build-snapshot y.js',
  'node --build-snapshot-config=x',
  'node --build_sea=x',
  'node --experimental-sea-config x',
  'ls \\\ncurl',
  'ls\rcurl',
  'ls "unfinished',
  "ls 'unfinished",
  'ls >',
  'ls > ; curl',
  'no-such-program',
]

test.each(hidden)('a shell is foreign where it may start curl: %s', (text) => {
  const started = shell(text, { env: { ...env, CURL: 'curl', EMPTY: '', FLAG: '--run', HOME: folder } })

  expect(classifyProgram(started)).toBe('foreign')
  expect(foreignPrograms(started)).not.toEqual([])
})

test('a shell is foreign wherever a hidden command is among harmless ones', () => {
  const harmless = fc.constantFrom('ls', 'cat a b', 'echo "x y"', "grep 'a;b' c", 'A=1 true', 'cd a', 'git status')
  const between = fc.constantFrom(';', ' && ', ' || ', ' | ', ' & ', '\n', '\n\n', ' ;\t')
  const bad = fc.constantFrom(...hidden.filter((text) => !/[\\"'>]$|unfinished/.test(text)))
  const text = fc
    .tuple(fc.array(fc.tuple(harmless, between)), bad, fc.array(fc.tuple(between, harmless)))
    .map(([before, middle, after]) => [...before.flat(), middle, ...after.flat()].join(''))

  fc.assert(fc.property(text, (script) => classifyProgram(shell(script)) === 'foreign'))
})

test.each(['/bin/sh', '/bin/bash'])('a text that counts as harmless starts no other program in a real %s', (file) => {
  const box = join(folder, `box-${basename(file)}`)
  mkdirSync(box)
  const reached = join(box, 'reached')
  const piece = fc.constantFrom('ls', 'curl', 'curl x', 'echo', ' ', ';', '&', '|', '\n', '>', '<', '2>', '(', ')')
  const quote = fc.constantFrom('"', "'", '\\', '$', '`', '{', '}', '#', '!', '=', '[', ']', '*', '~', ',', 'a', '\t')
  const word = fc.constantFrom('A=1', 'exec', 'cd .', '$X', '"$X"', '-c', 'sh -c', 'export', 'PATH', 'true', 'f()')
  const shapes = [
    '<<x\n¦<<<¦<(¦$(¦$((¦))¦${X¦&>¦|&¦;;¦[[ ¦ ]]¦\\\n¦\r¦??rl¦c*l¦[c]url¦{c,x}url¦$_¦${X#x}',
    '$\'\\x63url\'¦$"curl"¦cu""rl¦cu\'\'rl¦cu\\rl¦if ¦ then ¦ fi¦do ¦done¦case x in x) ¦ esac',
  ]
  const starters = [
    'eval ¦. ¦source ¦command ¦builtin ¦env ¦xargs ¦nice ¦nohup ¦timeout 1 ¦time ¦trap ¦alias a=¦a ¦coproc ',
    'find . -exec ¦sort --compress-program=¦tar -I ¦sed e¦printf -v A ¦set -- ¦"$@"¦PATH=.:$PATH ¦ENV=./curl ',
    'IFS=x ¦./¦read A ¦hash -p ./curl ls¦enable -f ',
  ]
  const hostile = fc.oneof(
    piece,
    quote,
    word,
    fc.constantFrom(...[...shapes, ...starters].flatMap((list) => list.split('¦'))),
  )
  const harmless = fc.constantFrom(
    'ls ',
    'echo ',
    'cat a ',
    'true ',
    'test -e ',
    'cd . ',
    'A=1 ',
    'printf x ',
    '; ',
    ' && ',
    '\n',
  )
  const text = fc.oneof(
    fc.array(hostile, { minLength: 2, maxLength: 12 }),
    fc.array(fc.oneof({ arbitrary: harmless, weight: 5 }, { arbitrary: hostile, weight: 5 }), {
      minLength: 2,
      maxLength: 9,
    }),
  )
  fc.assert(
    fc.property(text, (pieces) => {
      const script = pieces.join('')
      const started = program(file, ['-c', script], { cwd: box, env: { PATH: `${box}:/usr/bin:/bin`, X: 'curl x' } })
      writeFileSync(join(box, 'curl'), `#!/bin/sh\n: > ${reached}\n`)
      chmodSync(join(box, 'curl'), 0o755)
      if (classifyProgram(started) !== 'local') return
      spawnSync(file, [...started.args], { cwd: box, env: started.env, stdio: 'ignore', timeout: 5000 })
      expect(existsSync(reached)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test.each(['__proto__', '__defineGetter__', 'constructor', 'toString'])(
  'a program with a name that every object knows is like any other: %s',
  (name) => {
    expect(classifyProgram(shell(name))).toBe('foreign')
    expect(classifyProgram(program(executable(`bin/${name}`, '#!/bin/sh\ncurl x\n')))).toBe('foreign')
  },
)

test('a shell on the words of any text either gives up or says what they are', () => {
  fc.assert(fc.property(fc.string(), (text) => ['node', 'local', 'foreign'].includes(classifyProgram(shell(text)))))
})

test.each<[string, Program]>([
  ['named node that is a script', program(executable('bin/node', '#!/bin/sh\ncurl x\n'))],
  ['named node that is small', program(executable('small/node', 'ELF'))],
  ['under another name', program('/bin/cat', [], { name: 'wget' })],
  ['under a harmless name', program(join(folder, 'ls'))],
  ['found first on its own PATH', program('ls', [], { env: { PATH: `${folder}:/bin` } })],
  ['found in the working directory', program('ls', [], { env: { PATH: ':/bin' } })],
  ['that is not a shell of the system', program(join(folder, 'sh'), ['-c', 'ls'])],
  ['whose script clears the environment', program(executable('bare.cjs', '#!/usr/bin/env -i node\n'))],
  ['whose script runs a package script', program(executable('run.cjs', `#!${process.execPath} --run\n`))],
  ['whose script has its own Node', program(executable('own.cjs', `#!${join(folder, 'bin/node')}\n`))],
  ['that looks like a shim elsewhere', program(executable('shim', '#!/bin/sh\nexec node x "$@"\n'))],
  ['that preloads a library', program('ls', [], { env: { ...env, LD_PRELOAD: './x.so' } })],
  ['that makes Node load an engine', program('node', ['x'], { env: { ...env, OPENSSL_CONF: './x' } })],
  ['that makes bash run a file first', program('bash', ['-c', 'ls'], { env: { ...env, BASH_ENV: './x' } })],
  ['that gives bash a function', program('bash', ['-c', 'ls'], { env: { ...env, 'BASH_FUNC_ls%%': '() { curl; }' } })],
  ['that moves on a relative PATH', shell('cd sub; ls', { env: { PATH: 'bin:/bin:/usr/bin' } })],
  ['of git with a pager', program('git', ['log'], { env: { ...env, GIT_PAGER: 'curl' } })],
])('a program is foreign %s', (_, started) => {
  expect(classifyProgram(started)).toBe('foreign')
})

test('a path that goes up from where a link leads is followed as the kernel does', () => {
  const depth = folder.split('/').length - 1
  const far = join(folder, 'a/'.repeat(depth + 1))
  mkdirSync(far, { recursive: true })
  executable('a/usr/bin/ls', '#!/bin/sh\ncurl x\n')
  symlinkSync(far, join(folder, 'link'))
  const path = `${folder}/link/${'../'.repeat(depth)}usr/bin/ls`

  expect(normalize(`${folder}/link/${'../'.repeat(depth + 1)}usr/bin/ls`)).toBe('/usr/bin/ls')
  expect(classifyProgram(program(path))).toBe('foreign')
})

test.each<[string, Program, string]>([
  ['Node itself', program(process.execPath, ['x.js']), 'node'],
  ['Node by its name', program('node', ['x.js', '--run']), 'node'],
  ['a script of Node', program('./tool.cjs'), 'node'],
  [
    'the shim of a package manager',
    program(
      executable(
        'node_modules/.bin/tool',
        '#!/bin/sh\nif [ -x "$basedir/node" ]; then\n  exec "$basedir/node" "$basedir/y" "$@"\nelse\n  exec node y "$@"\nfi\n',
      ),
    ),
    'node',
  ],
  ['what is not there', program('no-such-program'), 'local'],
  ['coreutils by their path', program('/bin/cat', ['x']), 'local'],
  [
    'a library path that the runner has itself',
    program('ls', [], { env: { ...env, LD_LIBRARY_PATH: '/x' }, inherited: { LD_LIBRARY_PATH: '/x' } }),
    'local',
  ],
  ['git with an author', program('git', ['commit', '-m', 'x'], { env: { ...env, GIT_AUTHOR_NAME: 'x' } }), 'local'],
])('%s is known', (_, started, kind) => {
  expect(classifyProgram(started)).toBe(kind)
})

test('foreignPrograms names the commands of nested shells that need a rule, each once', () => {
  expect(foreignPrograms(shell("curl a; ls; sh -c 'wget b; curl c'"))).toEqual(['curl', 'wget'])
  expect(foreignPrograms(shell('curl $(x)'))).toEqual(['/bin/sh'])
  expect(foreignPrograms(shell('ls'))).toEqual([])
})
