import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { callerFrames, insideDirectories, parseStack } from '../../../src/evidence/stack/stack.ts'

test.each([
  [
    'a call',
    'at fetchWeather (/app/src/weather.ts:14:9)',
    { file: '/app/src/weather.ts', line: 14, column: 9, function: 'fetchWeather' },
  ],
  ['a file without function', 'at /app/src/weather.ts:14:9', { file: '/app/src/weather.ts', line: 14, column: 9 }],
  ['a file URL', 'at file:///app/src/my%20tool.mjs:1:2', { file: '/app/src/my tool.mjs', line: 1, column: 2 }],
  [
    'a file URL of Windows',
    'at f (file:///C:/app/x.mjs:1:2)',
    { file: 'C:\\app\\x.mjs', line: 1, column: 2, function: 'f' },
  ],
  [
    'a file URL of a share',
    'at file://server/share/x.mjs:1:2',
    { file: '\\\\server\\share\\x.mjs', line: 1, column: 2 },
  ],
  [
    'a file URL that is not well-formed',
    'at file:///app/100%/x.mjs:1:2',
    { file: '/app/100%/x.mjs', line: 1, column: 2 },
  ],
  ['an awaited call', 'at async load (/app/x.js:1:2)', { file: '/app/x.js', line: 1, column: 2, function: 'load' }],
  ['an awaited file', 'at async file:///app/x.mjs:1:2', { file: '/app/x.mjs', line: 1, column: 2 }],
  ['a constructor', 'at new Client (/app/x.js:1:2)', { file: '/app/x.js', line: 1, column: 2, function: 'new Client' }],
  ['the body of a module', 'at Object.<anonymous> (/app/x.js:1:2)', { file: '/app/x.js', line: 1, column: 2 }],
  [
    'an alias',
    'at Client.send [as post] (/app/x.js:1:2)',
    { file: '/app/x.js', line: 1, column: 2, function: 'Client.send' },
  ],
  [
    'an import that Vite rewrote',
    'at Module.load (/app/x.ts:1:2)',
    { file: '/app/x.ts', line: 1, column: 2, function: 'load' },
  ],
  ['a numbered module', 'at f (/app/x.ts?v=123:1:2)', { file: '/app/x.ts', line: 1, column: 2, function: 'f' }],
  [
    'a Windows path',
    'at f (C:\\Program Files (x86)\\x.js:1:2)',
    { file: 'C:\\Program Files (x86)\\x.js', line: 1, column: 2, function: 'f' },
  ],
  [
    'spaces and parentheses',
    'at f (/a (b) c/x (1).js:1:2)',
    { file: '/a (b) c/x (1).js', line: 1, column: 2, function: 'f' },
  ],
  ['the same without function', 'at /a (b) c/x.js:1:2', { file: '/a (b) c/x.js', line: 1, column: 2 }],
  [
    'a computed name',
    'at Object.get (all) (/app/x.js:1:2)',
    { file: '/app/x.js', line: 1, column: 2, function: 'get (all)' },
  ],
  [
    'evaluated code',
    'at eval (eval at run (/app/x.js:10:5), <anonymous>:1:7)',
    { file: '/app/x.js', line: 10, column: 5, function: 'eval' },
  ],
  [
    'code evaluated by evaluated code',
    'at f (eval at g (eval at h (file:///a%20b/x.mjs:1:2), <anonymous>:3:4), <anonymous>:5:6)',
    { file: '/a b/x.mjs', line: 1, column: 2, function: 'f' },
  ],
  ['a program on the command line', 'at [eval]:1:7', { file: '[eval]', line: 1, column: 7 }],
])('parseStack reads %s', (_, text, frame) => {
  expect(parseStack(`Error: x\n    ${text}\n`)).toEqual([frame])
})

test.each([
  'at node:internal/process/task_queues:105:5',
  'at Socket.connect (node:net:1261:7)',
  'at new Promise (<anonymous>)',
  'at async Promise.all (index 0)',
  'at Array.map (native)',
  'at f (wasm://wasm/8c5a:wasm-function[1]:0x1f)',
  'at data:text/javascript,fetch("https://x/?key=1"):1:1',
  'at eval (eval at f (eval at g, <anonymous>:1:1)',
  'said at /app/x.js:1:2',
  '',
])('parseStack leaves out "%s"', (text) => {
  expect(parseStack(`Error: x\n    ${text}`)).toEqual([])
})

test('parseStack reads what this Node prints, whatever the folder is called', () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'a (b) c% #d '))
  const file = join(folder, 'tool (1).mjs')
  writeFileSync(
    file,
    'const load = async () => {\n  await null\n  return eval("new Error().stack")\n}\nconsole.log(await load())',
  )

  const frames = parseStack(execFileSync(process.execPath, [file], { encoding: 'utf8' }))
  rmSync(folder, { recursive: true })

  expect(frames).toEqual([
    { file, line: 3, column: 10, function: 'eval' },
    { file, line: 3, column: 10, function: 'load' },
    { file, line: 5, column: 13 },
  ])
})

test.each([
  '/app/node_modules/jest-circus/build/run.js',
  '/app/node_modules/@jest/core/build/index.js',
  '/app/node_modules/vitest/dist/chunks/x.js',
  '/app/node_modules/@vitest/runner/dist/index.js',
  '/app/node_modules/.pnpm/tinypool@1.0.0/node_modules/tinypool/dist/index.js',
  'C:\\app\\node_modules\\jest-environment-agentguard\\dist\\index.cjs',
  '/app/node_modules/@agentguard/core/dist/index.js',
  '/app/.pnp.cjs',
  'node:net',
])('callerFrames drops %s', (file) => {
  expect(callerFrames([{ file, line: 1, column: 1 }])).toEqual([])
})

test.each([
  '/app/src/jest/weather.ts',
  '/app/vitest/weather.ts',
  '/app/node_modules/jest-dev-server/lib/global.js',
  '/app/node_modules/vitest-fetch-mock/dist/index.js',
  '/app/node_modules/vitest/node_modules/posthog-node/dist/index.js',
])('callerFrames keeps %s', (file) => {
  expect(callerFrames([{ file, line: 1, column: 1 }])).toHaveLength(1)
})

test.each([
  ['/work/agentguard/packages/core', '/work/agentguard/packages/core/src/guard.ts', []],
  [
    '/work/agentguard/packages/core/',
    '/work/agentguard/packages/core-tools/x.ts',
    ['/work/agentguard/packages/core-tools/x.ts'],
  ],
  ['C:\\agentguard\\core', 'C:\\agentguard\\core\\dist\\index.js', []],
])('callerFrames drops the files of a linked package in %s', (directory, file, left) => {
  const frames = callerFrames([{ file, line: 1, column: 1 }], insideDirectories([directory]))

  expect(frames.map((frame) => frame.file)).toEqual(left)
})
