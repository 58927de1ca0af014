import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowedFor, roomsTable } from '../../../scripts/lint-layers.ts'
import { entries, rooms } from '../../../scripts/rooms.ts'

const core = 'packages/core/src'

// Beyond the list of rooms: foreign packages, sources of another package, one channel from another.
const others = [
  [`${core}/testing/session/docblock.ts`, 'vitest', 'node:path'],
  [`${core}/testing/session/test-file.ts`, '@jest/environment', './docblock.ts'],
  [`${core}/index.ts`, 'jest-environment-agentguard', './testing/calls/no-egress.ts'],
  [`${core}/guard/channels/connect/tcp.ts`, './udp.ts', './base-handle.ts'],
  [`${core}/guard/channels/http/http.ts`, '../connect/tcp.ts', '../connect/connection-of.ts'],
  ['packages/jest/src/environment.ts', '../../core/src/testing/session/docblock.ts', '@agentguard/core/internal'],
  ['packages/vitest/src/plugin.ts', '@agentguard/core/dist/internal.js', '@agentguard/core'],
  ['packages/vitest/src/setup.ts', '../../jest/src/index.ts', 'vitest'],
  ['examples/weather/tool.ts', '../../packages/core/src/index.ts', '@agentguard/core'],
] as const

const rules = [
  ['any', 'typescript(no-explicit-any)', 'export const port = (value: any): number => Number(value)\n'],
  ['a non-null assertion', 'typescript(no-non-null-assertion)', "export const host = (a?: string) => a!.concat('')\n"],
  ['a default export', 'import(no-default-export)', 'const port = 1\nexport default port\n'],
  ['a promise left alone', 'typescript(no-floating-promises)', 'Promise.resolve(1)\nexport const port = 1\n'],
  ['a cycle', 'import(no-cycle)', "import { host } from './cycle.ts'\nexport const port = (): number => host()\n"],
] as const
const inCycle = "import { port } from './rule-4.ts'\nexport const host = (): number => port()\n"

const workspaceRoot = join(import.meta.dirname, '../../..')
let copy: string
let findings: readonly Finding[]

// Only the config, in its own folder: a planted file must never be in the workspace.
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'agentguard-lint-'))
  const channels = `${core}/guard/channels/all.ts`
  for (const path of [
    'oxlint.config.ts',
    'scripts/lint-layers.ts',
    'scripts/rooms.ts',
    'package.json',
    'tsconfig.base.json',
    channels,
  ]) {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    cpSync(join(workspaceRoot, path), join(copy, path))
  }
  symlinkSync(join(workspaceRoot, 'node_modules'), join(copy, 'node_modules'), 'junction')

  for (const { path } of rooms) plant(`${core}/${path}/planted.ts`, linesOf(path).join('\n'))
  for (const [file, forbidden, allowed] of others) {
    plant(file, `import { a } from '${forbidden}'\nimport { b } from '${allowed}'\nexport const copy = [a, b]\n`)
  }
  rules.forEach(([, , code], index) => plant(`packages/e2e/planted/rule-${index}.ts`, code))
  plant('packages/e2e/planted/cycle.ts', inCycle)
  findings = lint()
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

test('every folder of the core with sources is a room, and every room is a folder', () => {
  const folders = globSync('**/*.ts', { cwd: join(workspaceRoot, core) }).map((file) => dirname(file))
  const found = new Set(folders.map((path) => path.replaceAll('\\', '/')).filter((path) => path !== '.'))

  expect([...found].toSorted()).toEqual(rooms.map(({ path }) => path).toSorted())
})

test('every file at the top of the core is an entry', () => {
  const found = globSync('*.ts', { cwd: join(workspaceRoot, core) }).map((file) => basename(file, '.ts'))

  expect(found.toSorted()).toEqual(entries.toSorted())
})

test('ARCHITECTURE.md shows the rooms as they are', () => {
  expect(cells(readFileSync(join(workspaceRoot, 'ARCHITECTURE.md'), 'utf8'))).toContain(cells(roomsTable()))
})

test.each(rooms)('lint keeps $path to the rooms that it may import, types included', (room) => {
  const targets = targetsOf(room.path)
  const allowed = allowedFor(room)
  const forbidden = targets.flatMap((target, index) => (allowed.includes(target) ? [] : [index + 1]))

  expect(restrictedLines(`${core}/${room.path}/planted.ts`)).toEqual(forbidden)
})

test.each(others)('lint keeps %s from importing %s', (file) => {
  expect(restrictedLines(file)).toEqual([1])
})

test.each(rules)('lint forbids %s', (_, rule, code) => {
  const file = `packages/e2e/planted/rule-${rules.findIndex((row) => row[2] === code)}.ts`

  expect(findings.filter((finding) => finding.filename === file).map((finding) => finding.code)).toEqual([rule])
})

/** The text of a table's cells, however the formatter has aligned them. */
function cells(text: string): string {
  return text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')
}

/** What a planted file of a room imports: a file of every other room, and every entry. */
function targetsOf(room: string): readonly string[] {
  return [...rooms.map(({ path }) => path).filter((path) => path !== room), ...entries]
}

/** One import a line, of types and of values in turn. */
function linesOf(room: string): readonly string[] {
  const imports = targetsOf(room).map((target, index) => {
    const path = relative(room, entries.includes(target) ? `${target}.ts` : `${target}/shown.ts`).replaceAll('\\', '/')
    return `import ${index % 2 === 0 ? 'type ' : ''}{ n${index} } from '${path.startsWith('.') ? path : `./${path}`}'`
  })
  return [...imports, '']
}

/** What oxlint's JSON report says of one finding; `code` is the rule. */
interface Finding {
  readonly code: string
  readonly filename: string
  readonly labels: readonly { readonly span: { readonly line: number } }[]
}

function plant(file: string, code: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true })
  writeFileSync(join(copy, file), code)
}

function lint(): readonly Finding[] {
  const oxlint = join(workspaceRoot, 'node_modules/oxlint/bin/oxlint')
  const options = { cwd: copy, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 } as const
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json'], options)
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Finding[] }
  return diagnostics
}

function restrictedLines(file: string): (number | undefined)[] {
  return findings
    .filter((finding) => finding.filename === file && finding.code === 'eslint(no-restricted-imports)')
    .map((finding) => finding.labels[0]?.span.line)
}
