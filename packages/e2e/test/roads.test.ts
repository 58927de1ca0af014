import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './jest/run-jest.ts'
import { runVitest, vitestMajors } from './vitest/run-vitest.ts'

// The evidence of each package and each kind of process: destination and culprit, then scope and moment, then process.
const reported = [
  ['192.0.2.1:443', 'FILE   (while importing the file)', 'child process N: node reach.cjs 192.0.2.1'],
  ['192.0.2.2:443', 'FILE   (in beforeAll)', 'child process N: node reach.cjs 192.0.2.2'],
  ['192.0.2.3:443', 'FILE   (in afterAll)', 'child process N: node reach.cjs 192.0.2.3'],
  ['192.0.2.4:443', 'with hooks > does nothing itself   (in beforeEach)', 'child process N: node reach.cjs 192.0.2.4'],
  ['192.0.2.5:443', 'with hooks > does nothing itself   (in afterEach)', 'child process N: node reach.cjs 192.0.2.5'],
  [
    'http://192.0.2.10:3100/loki/api/v1/push (pino-loki@3.0.0)',
    'pino logs to Loki from a worker thread   (late)',
    'worker thread N: worker.js',
  ],
  [
    'http://192.0.2.11/forecast (sync-fetch@0.6.0)',
    'sync-fetch fetches in a child process',
    'child process N: node worker.js',
  ],
  ['192.0.2.12:443', 'a child starts a child', 'child process N: node reach.cjs 192.0.2.12'],
  ['192.0.2.13:443', 'a child is a cluster', 'child process N: node reach.cjs 192.0.2.13'],
  ['192.0.2.14:443', 'a child starts a worker thread', 'worker thread N: reach.cjs'],
  ['192.0.2.15:443 (phone-home@1.2.3)', 'npx runs a local package', 'child process N: node phone-home 192.0.2.15'],
  ['192.0.2.16:443', 'comlink calls into a worker thread', 'worker thread N: comlink-worker.cjs'],
  ['192.0.2.17:443', 'tinypool runs a task in a worker thread', 'worker thread N: worker.js'],
  ['192.0.2.18:443', 'leaves a child behind   (late)', 'child process N: node reach.cjs 192.0.2.18 when told'],
  [
    'http://192.0.2.20/a-tool (package-json@10.0.1)',
    'update-notifier asks the registry from a detached child process   (late)',
    'child process N: node check.js {"pkg":{"name":"a-tool","version":"1.0.0"},"updateCheckInterval":0,"distTag":"latest"}',
  ],
]
const innocent = ['closes that log', 'waits for that child', 'lets that child go on', 'stays at home']

const home = mkdtempSync(join(tmpdir(), 'agentguard-roads-home-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

// With these, update-notifier runs as for users: it does nothing under CI or in a test.
const env = {
  NODE_ENV: 'development',
  CI: 'false',
  npm_config_registry: 'http://192.0.2.20/',
  XDG_CONFIG_HOME: home,
}

test.each(jestMajors)('in Jest %s each test reports what its children and threads attempted', async (major) => {
  const { code, text, tests } = await runJest({
    major,
    fixture: 'roads',
    shared: 'roads',
    args: modes['in band'],
    nodeArgs: ['--experimental-vm-modules'],
    env,
  })

  expect(rowsIn(text)).toEqual(reported)
  expect(innocent.map((name) => tests[`roads.test.js: ${name}`]?.status)).toEqual(innocent.map(() => 'passed'))
  expect(code).toBe(1)
})

test.each(vitestMajors)('in Vitest %s each test reports what its children and threads attempted', async (major) => {
  const { code, text, tests, unhandled } = await runVitest({
    major,
    shared: 'roads',
    args: ['--pool=forks'],
    env: { ...env, FOLDER: 'roads' },
  })

  expect(rowsIn(text)).toEqual(reported)
  expect(innocent.map((name) => tests[`roads: ${name}`]?.state)).toEqual(innocent.map(() => 'passed'))
  expect(unhandled).toEqual([])
  expect(code).toBe(1)
})

/** What a run prints for each violation, without what differs from run to run, by destination. */
function rowsIn(text: string): string[][] {
  const blocks = text.matchAll(
    /Egress blocked: (?:connect |[A-Z]+ (?=http))(.+)\n\s+test {3}(.+)\n(?:.*\n)*?\s+in {5}(.+)\n/g,
  )
  const rows = [...blocks].map(([, destination = '', scope = '', process = '']) => [
    destination,
    scope.replace(/\S*roads\.test\.[jt]s/, 'FILE').replace(/\(late: .*\)/, '(late)'),
    process.replace(/(process|thread) \d+/, '$1 N'),
  ])
  return rows.toSorted((a, b) => place(a) - place(b))
}

const place = ([destination = '']: string[]): number => Number(/192\.0\.2\.(\d+)/.exec(destination)?.[1])
