import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createVersionReader, findCulprit, projectFrame } from '../../../src/evidence/stack/culprit.ts'
import type { StackFrame } from '../../../src/evidence/record/evidence.ts'

test('findCulprit names the package that called, with its version and frame', () => {
  const frames = stackOf('/app/node_modules/posthog-node/dist/client.mjs', '/app/src/weather.ts')

  const culprit = findCulprit(frames, (directory) => `version in ${directory}`)

  expect(culprit).toEqual({
    name: 'posthog-node',
    version: 'version in /app/node_modules/posthog-node',
    frame: frames[0],
  })
})

test.each([
  ['a scope', ['/app/node_modules/@segment/analytics-node/dist/x.js'], '@segment/analytics-node'],
  ['a pnpm store', ['/app/node_modules/.pnpm/posthog-node@5.9.2/node_modules/posthog-node/dist/x.js'], 'posthog-node'],
  ['a scope on Windows', ['C:\\app\\node_modules\\@sentry\\node\\x.js'], '@sentry/node'],
  [
    'a zip of Yarn',
    ['/home/u/.yarn/berry/cache/mixpanel-npm-0.18.0-1a-10.zip/node_modules/mixpanel/lib/x.js'],
    'mixpanel',
  ],
  ['a package inside a package', ['/app/node_modules/a/node_modules/b/x.js', '/app/node_modules/a/x.js'], 'b'],
  [
    'a client of another',
    [
      '/app/node_modules/follow-redirects/index.js',
      '/app/node_modules/axios/x.js',
      '/app/node_modules/posthog-node/x.js',
    ],
    'posthog-node',
  ],
  [
    'a family of clients',
    ['/app/node_modules/@smithy/node-http-handler/x.js', '/app/node_modules/@aws-sdk/client-s3/x.js'],
    '@aws-sdk/client-s3',
  ],
  [
    'clients alone',
    ['/app/node_modules/follow-redirects/index.js', '/app/node_modules/axios/x.js', '/app/src/x.ts'],
    'axios',
  ],
  [
    'a client that a mocking library patches',
    ['/app/node_modules/@mswjs/interceptors/x.js', '/app/node_modules/axios/x.js', '/app/src/x.ts'],
    'axios',
  ],
  [
    "Node's own client that a mocking library patches",
    ['/app/node_modules/@mswjs/interceptors/x.js', '/app/src/x.ts'],
    undefined,
  ],
  [
    'a client that a tracer patches',
    ['/app/node_modules/dd-trace/packages/datadog-instrumentations/src/http/client.js', '/app/src/x.ts'],
    undefined,
  ],
  [
    'a tracer that sends by itself, through the client that it patches',
    [
      '/app/node_modules/dd-trace/packages/datadog-instrumentations/src/http/client.js',
      '/app/node_modules/dd-trace/packages/dd-trace/src/exporters/common/request.js',
      '/app/src/x.ts',
    ],
    'dd-trace',
  ],
  ['a late timer', ['/app/node_modules/undici/x.js', '/app/node_modules/mixpanel/x.js'], 'mixpanel'],
  ['a cache of a bundler', ['/app/node_modules/.vite/deps/chunk.js', '/app/node_modules/mixpanel/x.js'], 'mixpanel'],
  ['nothing installed', ['/app/src/x.ts'], undefined],
  ['a helper that calls the project back', ['/app/src/x.ts', '/app/node_modules/p-retry/index.js'], undefined],
  ['no frames', [], undefined],
])('findCulprit finds the caller behind %s', (_, files, name) => {
  expect(findCulprit(stackOf(...files), () => undefined)?.name).toBe(name)
})

test('findCulprit shows the topmost frame of a client that the project called', () => {
  const frames = stackOf('/app/node_modules/axios/adapter.js', '/app/node_modules/axios/axios.js', '/app/src/x.ts')

  expect(findCulprit(frames, () => undefined)?.frame).toBe(frames[0])
})

test('projectFrame is the first frame that is neither installed nor of Node', () => {
  const frames = stackOf('node:net', '/app/node_modules/mixpanel/x.js', '/app/src/x.ts', '/app/test/x.test.ts')

  expect(projectFrame(frames)?.file).toBe('/app/src/x.ts')
  expect(projectFrame(frames.slice(0, 2))).toBeUndefined()
})

test('projectFrame prefers the file that wrote a command line to the command line', () => {
  const frames = stackOf('[eval]', '/app/src/start-child.ts')

  expect(projectFrame(frames)?.file).toBe('/app/src/start-child.ts')
  expect(projectFrame(frames.slice(0, 1))?.file).toBe('[eval]')
})

test('createVersionReader reads a version once and does without one', () => {
  const directory = mkdtempSync(join(tmpdir(), 'package-'))
  writeFileSync(join(directory, 'package.json'), '{ "version": "5.9.2" }')
  const readVersion = createVersionReader(readFileSync)

  const before = readVersion(directory)
  rmSync(directory, { recursive: true })

  expect(before).toBe('5.9.2')
  expect(readVersion(directory)).toBe('5.9.2')
  expect(readVersion(join(directory, 'missing'))).toBeUndefined()
})

test.each(['not JSON', 'null', '{}', '{ "version": 5 }'])(
  'createVersionReader does without a version in %s',
  (text) => {
    const directory = mkdtempSync(join(tmpdir(), 'package-'))
    writeFileSync(join(directory, 'package.json'), text)

    const version = createVersionReader(readFileSync)(directory)
    rmSync(directory, { recursive: true })

    expect(version).toBeUndefined()
  },
)

function stackOf(...files: readonly string[]): StackFrame[] {
  return files.map((file, at) => ({ file, line: at + 1, column: 1 }))
}
