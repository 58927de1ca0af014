import { packageOf } from './package-path.ts'

/**
 * Whether a native addon belongs to a tool that only reads and writes files: compilers, bundlers, resolvers, watchers.
 *
 * Runners load these themselves, and checking what they connect to would slow down every test.
 */
export function isToolAddon(path: string): boolean {
  const name = packageOf(path)?.name
  return name !== undefined && (names.has(name) || prefixes.some((prefix) => name.startsWith(prefix)))
}

const names: ReadonlySet<string> = new Set(['fsevents', 'oxc-parser', 'oxc-resolver', 'oxc-transform', 'rolldown'])

const prefixes: readonly string[] = [
  '@oxc-',
  '@parcel/watcher',
  '@rolldown/binding-',
  '@rollup/rollup-',
  '@swc/core',
  '@tailwindcss/oxide',
  '@unrs/resolver-binding-',
  'lightningcss',
]
