import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { OxlintOverride } from 'oxlint'
import { entries, type Room, rooms } from './rooms.ts'

const core = 'packages/core/src'

// The core knows no test runner and no adapter, and never reaches itself through its public name.
const foreign = {
  regex: '^(@agentguard/|@jest/|jest|@vitest/|vitest)',
  message: 'The core knows no runner, no adapter, and not its own public name.',
}

export const layerOverrides: OxlintOverride[] = [
  ...rooms.map((room, index) => restrict([`${core}/${room.path}/*.ts`], [...beyond(room, index), foreign])),
  restrict(
    entries.map((entry) => `${core}/${entry}.ts`),
    [foreign],
  ),
  restrict(
    ['packages/{jest,vitest}/src/**', 'examples/**'],
    [
      {
        regex: '(^|/)(core|jest|vitest)/(src|dist)(/|$)|^@agentguard/core/(src|dist|register)',
        message: 'Adapters and examples import only what the packages make public.',
      },
    ],
  ),
]

/** The rooms that a room may import. */
export function allowedFor(room: Room): readonly string[] {
  return room.only ?? rooms.slice(0, rooms.indexOf(room)).map(({ path }) => path)
}

/** The table of ARCHITECTURE.md. */
export function roomsTable(): string {
  const rows = rooms.map(({ path, knows, only }) => `| \`${path}\` | ${knows} | ${importsOf(only)} |`)
  return ['| room | what it knows | imports |', '| --- | --- | --- |', ...rows].join('\n')
}

function importsOf(only: readonly string[] | undefined): string {
  if (only === undefined) return 'every room above'
  return only.length === 0 ? 'nothing' : only.map((path) => `\`${path}\``).join(', ')
}

interface Pattern {
  readonly regex: string
  readonly message: string
}

function beyond(room: Room, index: number): Pattern[] {
  const allowed = allowedFor(room)
  const late = allowed.find((path) => !rooms.slice(0, index).some((earlier) => earlier.path === path))
  if (late !== undefined) throw new Error(`${room.path} may not import ${late}: it comes later, or is not a room`)
  const forbidden = rooms.map(({ path }) => path).filter((path) => path !== room.path && !allowed.includes(path))
  const places = [
    ...forbidden.map((path) => `${specifier(room.path, path)}/[^/]+`),
    ...entries.map((entry) => specifier(room.path, entry)),
  ]
  return [
    {
      regex: `^(${places.join('|')})\\.ts$`,
      message: `${room.path} may import only ${['itself', ...allowed].join(', ')}.`,
    },
    ...anotherChannel(room),
  ]
}

function specifier(from: string, to: string): string {
  const path = relative(from, to).replaceAll('\\', '/')
  return (path.startsWith('.') ? path : `./${path}`).replaceAll('.', '\\.')
}

/** One channel never imports another. Code that they share is beside them and is not listed in `all.ts`. */
function anotherChannel({ path }: Room): Pattern[] {
  if (!path.startsWith('guard/channels/')) return []
  const list = join(import.meta.dirname, '..', core, 'guard/channels/all.ts')
  const text = existsSync(list) ? readFileSync(list, 'utf8') : ''
  const channels = [...text.matchAll(/from '\.\/([\w-]+\/[\w-]+)\.ts'/g)].map(
    ([, name = '']) => `guard/channels/${name}`,
  )
  if (channels.length === 0) return []
  const places = channels.map((channel) => specifier(path, channel))
  return [{ regex: `^(${places.join('|')})\\.ts$`, message: 'A channel imports no other channel.' }]
}

function restrict(files: string[], patterns: Pattern[]): OxlintOverride {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}
